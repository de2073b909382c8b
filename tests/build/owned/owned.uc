/*
 * Calls that go through the codec within one process: what a worker owns is freed as there, what the
 * caller owns as here. So a sanitizer sees what is lost or freed twice; workers end without a look.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unsync.h>

#include "pack.h"
#include "unpack.h"

enum kind { NUMBER, TEXT, LIST };
@message struct value {
    enum kind kind;
    @tag(kind) union {
        @when(NUMBER) int number;
        @when(TEXT) char *text;
        @when(LIST) struct {
            int count;
            @len(count) char **list;
        } many;
    };
};
@message struct tail {
    int count;
    char *name;
    @len(count) struct value values[];
};
@message struct all {
    char *name;
    struct value value;
    int count;
    @len(count) struct value *values;
    @len(count) struct tail **tails;
    char *words[2];
};

/* Some of the result is of the arguments, some its own. */
@cpu_bound
struct all *changed(const struct all *given, int fails, @out char **text, @out struct value *value,
                    @out struct tail **tail, @inout struct value *inout,
                    @inout @len(2) char **pair, @inout @len(n) struct value *values, int n)
{
    free(inout->text);
    inout->text = strdup("new");
    free(pair[0]);
    pair[0] = NULL;
    for (int i = 0; i < n; i++) {
        value_clear(&values[i]);
        values[i] = (struct value){TEXT, {.text = strdup("v")}};
    }
    if (fails) unsync_fail(-3, "it fails");
    struct all *all = malloc(sizeof *all);
    *all = *given;
    all->name = strdup("own");
    all->value = (struct value){TEXT, {.text = strdup("own too")}};
    *text = strdup("text");
    *value = (struct value){LIST, {.many = {1, malloc(sizeof(char *))}}};
    value->many.list[0] = strdup("in a list");
    *tail = calloc(1, sizeof **tail + sizeof(struct value));
    **tail = (struct tail){.count = 1, .name = strdup("tail")};
    return all;
}

@cpu_bound
char *same_text(const char *text)
{
    return (char *) text;
}

@cpu_bound
struct value by_value(struct value value, int is_own)
{
    if (is_own) value.text = strdup("own");
    return value;
}

/* Two members lead to each other: what cannot be packed is an error, and is not freed. */
@message struct ring {
    struct ring *next;
};
@cpu_bound
struct ring *ring(void)
{
    static struct ring one, other;
    one.next = &other;
    other.next = &one;
    return &one;
}

static struct unsync__packer arguments, result;
static struct unsync__unpacker unpacker;

static int cross(const struct unsync__remote *remote, struct unsync__task *task)
{
    struct unsync__arena arena = {0};
    unsync__packer_reset(&arguments);
    unsync__packer_reset(&result);
    remote->pack(&arguments, task);
    unsync__unpacker_init(&unpacker, arguments.bytes + UNSYNC__PACK_HEAD, arguments.len, &arena);
    remote->serve(&unpacker, &result);
    if (unsync__unpacker_end(&unpacker) != 0) printf("arguments: %s\n", unpacker.message);
    unsync__arena_free(&arena);
    if (result.code != 0) return result.code;
    unsync__unpacker_init(&unpacker, result.bytes + UNSYNC__PACK_HEAD, result.len, NULL);
    int code = (int) unsync__unpack_int(&unpacker);
    if (code != 0) return code;
    remote->take(&unpacker, task);
    return unsync__unpacker_end(&unpacker);
}

static void cross_changed(void)
{
    struct tail *given = calloc(1, sizeof *given + sizeof *given->values), *tail;
    *given = (struct tail){.count = 1, .name = "x"};
    given->values[0] = (struct value){TEXT, {.text = "y"}};
    struct value list[] = {{TEXT, {.text = "a"}}, {LIST, {.many = {2, (char *[]){"b", NULL}}}}};
    struct all all = {.name = "name", .value = {TEXT, {.text = "v"}}, .count = 2, .values = list,
                      .tails = (struct tail *[]){given, NULL}, .words = {"w", NULL}};
    char *text, *pair[] = {strdup("p"), strdup("q")};
    struct value value, inout = {TEXT, {.text = strdup("old")}};
    struct value values[] = {{TEXT, {.text = strdup("1")}}, {NUMBER, {.number = 1}}};
    struct unsync__changed_frame frame = {.given = &all, .text = &text, .value = &value,
                                          .tail = &tail, .inout = &inout, .pair = pair,
                                          .values = values, .n = 2};
    printf("%d\n", cross(&unsync__changed_remote, &frame.unsync__task));
    printf("%s %s %s %s %s\n", frame.unsync__value->name,
           frame.unsync__value->values[1].many.list[0],
           frame.unsync__value->tails[0]->values[0].text, values[1].text, pair[1]);
    all_free(frame.unsync__value);
    free(text);
    value_clear(&value);
    tail_free(tail);
    frame.fails = 1;
    printf("%d %s\n", cross(&unsync__changed_remote, &frame.unsync__task), inout.text);
    value_clear(&inout);
    free(pair[1]);
    value_clear(&values[0]);
    value_clear(&values[1]);
    free(given);
}

int main(void)
{
    cross_changed();
    struct unsync__same_text_frame same = {.text = "hello"};
    int code = cross(&unsync__same_text_remote, &same.unsync__task);
    printf("%d %s\n", code, same.unsync__value);
    free(same.unsync__value);
    for (int own = 0; own < 2; own++) {
        struct unsync__by_value_frame by = {.value = {TEXT, {.text = "t"}}, .is_own = own};
        code = cross(&unsync__by_value_remote, &by.unsync__task);
        printf("%d %s\n", code, by.unsync__value.text);
        value_clear(&by.unsync__value);
    }
    struct unsync__ring_frame ring = {.unsync__value = NULL};
    code = cross(&unsync__ring_remote, &ring.unsync__task);
    printf("%s\n", unsync_code_name(code));
    unsync__packer_free(&arguments);
    unsync__packer_free(&result);
    return 0;
}
