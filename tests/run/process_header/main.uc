/* A message of this file holds some of the header; both have unions. */
#include <stdlib.h>
#include <string.h>

#include "shapes.h"

@message struct mine {
    enum kind kind;
    @tag(kind) union {
        @when(A) event *happened;
        @when(B) struct value value;
    };
};

@cpu_bound
int sum(const event *given, @out struct value *last, @len(1) const struct tail *const *tails)
{
    *last = (struct value){B, {.text = strdup(given->tail->values[1].text)}};
    return (int) given->at.tv_nsec + tails[0]->count + (given->file == NULL);
}

@cpu_bound
struct mine same(struct mine mine)
{
    return mine;
}

@async
int main(void)
{
    struct tail *tail = calloc(1, sizeof *tail + 2 * sizeof *tail->values);
    tail->count = 1;
    tail->values[1] = (struct value){B, {.text = "a text"}};
    event happened = {{1, 2}, stdout, tail};
    const struct tail *tails[] = {tail};
    struct value last;
    printf("%d\n", await sum(&happened, &last, tails));
    printf("%s\n", last.text);
    value_clear(&last);
    struct mine mine = await same((struct mine){A, {.happened = &happened}});
    printf("%s\n", mine.happened->tail->values[1].text);
    mine_clear(&mine);
    free(tail);
    return 0;
}
