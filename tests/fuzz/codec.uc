/*
 * The decoders that are generated, on any bytes, in memory of the parent and of a worker: what they
 * take is encoded, decoded and encoded again to the same bytes; what they refuse leaves no memory
 * behind, and what a function should have written as it was. The first byte of the text says which.
 *
 * UNSYNC_SEEDS=DIR writes good texts there and ends.
 */
#include <complex.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unsync.h>

#include "../../lib/wire/pack.h"
#include "../../lib/wire/unpack.h"

enum kind { NOTHING, NUMBER, TEXT, POINT, LIST, SELF };
typedef const char *text;
typedef uint8_t byte;
typedef bool flag;

@message struct point {
    double x;
    float y;
};
@message struct value {
    enum kind kind;
    @tag(kind) union {
        @when(NUMBER) long long number;
        @when(TEXT) char *text;
        @when(POINT, 77) struct point point;
        @when(LIST) struct {
            unsigned count;
            @len(count) double *list;
        } numbers;
        @when(SELF) struct value *self;
    };
    @skip void *scratch;
};
@message struct track {
    int count;
    char *name;
    @len(count) struct value values[];
};
@message struct line {
    unsigned char len;
    @len(len) flag bits[];
};
@message struct words {
    short count;
    @len(count) text words[];
};
@message struct node {
    int value;
    struct node *next;
    size_t count;
    @len(count) struct node **kids;
    @len(count) struct node *more;
};
@message struct packet {
    struct {
        uint8_t kind : 3;
        uint16_t count;
    } head;
    struct point size;
    struct value tagged;
    @tag(tagged.kind) union {
        @when(NOTHING) char *text;
        @when(NUMBER) unsigned number;
        @when(TEXT) @len(head.count) char **names;
    } by_value;
    @tag(head.kind) union {
        @when(0) char *note;
        @when(1) struct packet *packet;
    };
};
@message struct all {
    int grid[2][3];
    char name[8];
    bool bits[3];
    flag flags[2];
    char *pair[2][2];
    struct point corners[2][1];
    unsigned low : 3, high : 5;
    signed small : 4;
    bool yes : 1;
    enum kind kind : 4;
    uint64_t wide : 40;
    int8_t byte;
    uint16_t word;
    long double precise;
    double complex z;
    float complex half;
    __int128 huge;
    int count;
    @len(count) struct value *values;
    @len(count) struct point **places;
    @len(count) char **names;
    @len(count) const text *others;
    @len(count) bool *bools;
    @len(count) byte *bytes;
    @len(count) char *(*rows)[3];
    @len(count * 2) long double *wides;
    struct {
        int a;
        struct {
            char *deep;
        } inner;
    } group;
    struct track *track;
    struct line *line;
    struct words *words;
    struct node *node;
};

@cpu_bound
struct all *work(@out int *number, @out @len(n) double *list, int n, @inout struct value *value,
                 @inout @len(2) char **pair, @out struct point **point, @out @len(2) bool *bools)
{
    (void) value, (void) pair, (void) point;
    *number = n;
    bools[0] = bools[1] = list != NULL;
    return NULL;
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds) abort();
}

/* --- Messages --------------------------------------------------------------------------------- */

struct form {
    void *(*unpack)(struct unsync__unpacker *u);
    void (*pack)(struct unsync__packer *p, const void *message);
    void (*release)(void *message);
};

#define FORM(NAME)                                                                                 \
    static void *unpack_##NAME(struct unsync__unpacker *u)                                         \
    {                                                                                              \
        return unsync__message_##NAME##_unpack_pointer(u);                                         \
    }                                                                                              \
    static void pack_##NAME(struct unsync__packer *p, const void *message)                         \
    {                                                                                              \
        unsync__message_##NAME##_pack_pointer(p, message);                                         \
    }                                                                                              \
    static void release_##NAME(void *message)                                                      \
    {                                                                                              \
        NAME##_free(message);                                                                      \
    }
FORM(all)
FORM(node)
FORM(value)
FORM(track)
FORM(line)
FORM(words)
FORM(packet)
#define FORM_OF(NAME) {unpack_##NAME, pack_##NAME, release_##NAME}
static const struct form forms[] = {FORM_OF(all),   FORM_OF(node), FORM_OF(value),
                                    FORM_OF(track), FORM_OF(line), FORM_OF(words),
                                    FORM_OF(packet)};
enum { FORMS = sizeof forms / sizeof *forms };

static struct unsync__packer first, second;
static struct unsync__unpacker unpacker;

static const char *bytes_of(const struct unsync__packer *packer)
{
    return packer->bytes + UNSYNC__PACK_HEAD;
}

/* The message, or NULL; what was refused is gone. */
static void *decode(const struct form *form, const void *bytes, size_t size,
                    struct unsync__arena *arena, bool *is_good)
{
    unsync__unpacker_init(&unpacker, bytes, size, arena);
    void *message = form->unpack(&unpacker);
    *is_good = unsync__unpacker_end(&unpacker) == 0;
    return *is_good ? message : NULL;
}

static void encode(const struct form *form, struct unsync__packer *packer, const void *message)
{
    unsync__packer_reset(packer);
    form->pack(packer, message);
    must(packer->code == 0 && packer->depth == 0);
}

/* False: it was refused. */
static bool go_around(const struct form *form, const uint8_t *data, size_t size, bool in_worker)
{
    struct unsync__arena arena = {0};
    uint8_t *copy = malloc(size); /* a worker may move blocks in it */
    bool is_good;
    memcpy(copy, data, size);
    void *message = decode(form, copy, size, in_worker ? &arena : NULL, &is_good);
    if (is_good) {
        encode(form, &first, message);
        if (!in_worker) form->release(message);
        message = decode(form, bytes_of(&first), first.len, NULL, &is_good);
        must(is_good);
        encode(form, &second, message);
        form->release(message);
        must(first.len == second.len &&
             memcmp(bytes_of(&first), bytes_of(&second), first.len) == 0);
    }
    unsync__arena_free(&arena);
    free(copy);
    return is_good;
}

/* --- A result, and what the function wrote ---------------------------------------------------- */

struct outputs {
    int number;
    double list[3];
    struct value value;
    char *pair[2];
    struct point *point;
    bool bools[2];
};

static bool take(const uint8_t *data, size_t size)
{
    struct outputs before = {.number = 5, .list = {1, 2, 3},
                             .value = {TEXT, {.text = strdup("t")}, NULL},
                             .pair = {strdup("a"), NULL}, .bools = {true, false}};
    struct outputs now = before;
    struct unsync__work_frame frame = {
        .number = &now.number, .list = now.list, .n = 3, .value = &now.value, .pair = now.pair,
        .point = &now.point, .bools = now.bools};
    unsync__unpacker_init(&unpacker, data, size, NULL);
    unsync__work_take(&unpacker, &frame.unsync__task);
    bool is_good = unsync__unpacker_end(&unpacker) == 0;
    if (is_good) {
        all_free(frame.unsync__value);
        point_free(now.point);
    } else {
        must(memcmp(&before, &now, sizeof now) == 0);
    }
    value_clear(&now.value);
    free(now.pair[0]);
    free(now.pair[1]);
    return is_good;
}

/* The first byte says what the text is of. */
static bool read_text(const uint8_t *data, size_t size)
{
    unsigned which = *data % (2 * FORMS + 1);
    if (which == 2 * FORMS) return take(data + 1, size - 1);
    return go_around(&forms[which % FORMS], data + 1, size - 1, which >= FORMS);
}

/* --- Good texts ------------------------------------------------------------------------------- */

static void write_seed(const char *folder, int which, const struct unsync__packer *packer)
{
    char path[1000];
    size_t size = packer->len + 1;
    uint8_t *text = malloc(size);
    text[0] = (uint8_t) which;
    memcpy(text + 1, bytes_of(packer), packer->len);
    must(packer->code == 0 && read_text(text, size));
    snprintf(path, sizeof path, "%s/seed-%d", folder, which);
    FILE *file = fopen(path, "w");
    must(file != NULL && fwrite(text, 1, size, file) == size && fclose(file) == 0);
    free(text);
}

static void write_result(const char *folder, const struct all *all)
{
    struct outputs outputs = {.value = {LIST, {.numbers = {2, (double[]){1, 2}}}, NULL}};
    unsync__packer_reset(&first);
    pack_all(&first, all);
    unsync__pack_int(&first, 7);
    unsync__pack_block(&first, outputs.list, 3, sizeof *outputs.list);
    unsync__message_value_pack(&first, &outputs.value);
    unsync__pack_items(&first, outputs.pair, 2, sizeof *outputs.pair, UNSYNC__STRINGS);
    unsync__pack_nil(&first);
    unsync__pack_items(&first, outputs.bools, 2, sizeof *outputs.bools, UNSYNC__BOOLS);
    write_seed(folder, 2 * FORMS, &first);
}

static void write_seeds(const char *folder)
{
    struct value inner = {POINT, {.point = {1, 2}}, NULL};
    struct value values[] = {{TEXT, {.text = "hello"}, NULL}, {SELF, {.self = &inner}, NULL}};
    struct track *track = calloc(1, sizeof *track + sizeof *track->values);
    *track = (struct track){.count = 1, .name = "track"};
    track->values[0] = (struct value){LIST, {.numbers = {2, (double[]){1, 2}}}, NULL};
    struct line *line = calloc(1, sizeof *line + 3);
    line->len = 3;
    struct words *words = calloc(1, sizeof *words + 2 * sizeof *words->words);
    *words = (struct words){.count = 2};
    words->words[1] = "word";
    struct node leaf = {.value = -5}, kids[] = {leaf, leaf};
    struct node node = {1, &leaf, 2, (struct node *[]){&leaf, NULL}, kids};
    struct all all = {.count = 2, .name = "name", .pair = {{"a", "b"}, {NULL, "c"}},
                      .values = values, .places = (struct point *[]){&inner.point, NULL},
                      .names = (char *[]){"n1", NULL}, .others = (text[]){"o1", "o2"},
                      .bools = (bool[]){1, 0}, .bytes = (byte[]){1, 2},
                      .rows = (char *[2][3]){{"x"}}, .wides = (long double[4]){1, 2},
                      .group = {3, {"deep"}}, .track = track, .line = line, .words = words,
                      .node = &node};
    struct packet one = {.head = {0, 1}, .tagged = values[0], .by_value.names = (char *[]){"x"}};
    struct packet packet = {.head = {1, 0}, .packet = &one};
    const void *messages[] = {&all, &node, values, track, line, words, &packet};
    for (int i = 0; i < 2 * FORMS; i++) {
        encode(&forms[i % FORMS], &first, messages[i % FORMS]);
        write_seed(folder, i, &first);
    }
    write_result(folder, &all);
    unsync__packer_free(&second);
    free(track);
    free(line);
    free(words);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    const char *folder = getenv("UNSYNC_SEEDS");
    (void) argc, (void) argv;
    if (folder == NULL) return 0;
    write_seeds(folder);
    unsync__packer_free(&first);
    exit(0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0) read_text(data, size);
    return 0;
}
