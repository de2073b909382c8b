#include "sequences.h"

#include <string.h>

@generator
int range(int from, int to)
{
    while (from < to) yield from++;
}

@generator
struct step steps(int count)
{
    for (int i = 0; i < count; i++) yield (struct step){i, i + 1};
}

@generator(send = const char *)
void letters(int *count)
{
    for (;;) {
        const char *word = yield;
        if (word != NULL) *count += (int) strlen(word);
    }
}

@async @generator
int slow(int count)
{
    for (int i = 0; i < count; i++) {
        await unsync_yield();
        yield i;
    }
}
