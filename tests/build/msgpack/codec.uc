/* `codec write` prints a message as it goes to a worker; `codec read` takes one from standard input
 * and prints it once more; `codec print` says what is in it. */
#include <complex.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unsync.h>

#include "pack.h"
#include "unpack.h"

enum kind { NOTHING, NUMBER, TEXT };
@message struct point {
    double x, y;
};
@message struct value {
    enum kind kind;
    @tag(kind) union {
        @when(NUMBER) int64_t number;
        @when(TEXT) char *text;
    };
};
@message struct all {
    char *name;
    bool yes;
    int8_t small;
    uint64_t large;
    float single;
    double complex z;
    unsigned low : 3;
    int32_t fixed[2];
    int count;
    @len(count) int32_t *numbers;
    @len(count) char **words;
    @len(count) struct point *points;
    @len(count) struct value *values;
    struct point *none;
    @skip FILE *file;
};

static int write_out(const struct all *all)
{
    struct unsync__packer packer;
    unsync__packer_init(&packer);
    unsync__message_all_pack(&packer, all);
    if (packer.code != 0) return 2;
    fwrite(packer.bytes + UNSYNC__PACK_HEAD, 1, packer.len, stdout);
    unsync__packer_free(&packer);
    return 0;
}

static int write_example(void)
{
    struct all all = {
        .name = "smörgås", .yes = true, .small = -128, .large = UINT64_MAX, .single = 0.5f,
        .z = 1 - 2 * I, .low = 5, .fixed = {1, -1}, .count = 2, .numbers = (int32_t[]){7, 8},
        .words = (char *[]){"one", NULL}, .points = (struct point[]){{1, 2}, {3, 4}},
        .values = (struct value[]){{NUMBER, {.number = INT64_MIN}}, {NOTHING, {.number = 0}}},
        .file = stdout};
    return write_out(&all);
}

static void print_value(const struct value *value)
{
    if (value->kind == NUMBER)
        printf("%" PRId64 "\n", value->number);
    else
        printf("%s\n", value->kind == TEXT ? value->text : "nothing");
}

static void print(const struct all *all)
{
    printf("%s %d %d %" PRIu64 " %g %g%+gi %u %d\n", all->name, all->yes, all->small, all->large,
           (double) all->single, creal(all->z), cimag(all->z), all->low, all->fixed[1]);
    for (int i = 0; i < all->count; i++) {
        printf("%d %s %g ", all->numbers[i], all->words[i] == NULL ? "-" : all->words[i],
               all->points[i].y);
        print_value(&all->values[i]);
    }
}

int main(int argc, char **argv)
{
    static char text[100000];
    struct unsync__unpacker unpacker;
    if (argc < 2 || strcmp(argv[1], "write") == 0) return write_example();
    unsync__unpacker_init(&unpacker, text, fread(text, 1, sizeof text, stdin), NULL);
    struct all *all = unsync__message_all_unpack_pointer(&unpacker);
    if (unsync__unpacker_end(&unpacker) != 0) {
        printf("%s\n", unpacker.message);
        return 3;
    }
    int status = 0;
    if (strcmp(argv[1], "read") == 0)
        status = write_out(all);
    else
        print(all);
    all_free(all);
    return status;
}
