#include "sequences.h"

@generator int range(int from, int to)
{
    while (from < to) yield from++;
}

@generator struct step steps(int count)
{
    for (int i = 0; i < count; i++) yield (struct step){i, i + 1};
}

@generator int fails(int after)
{
    yield_from range(0, after);
    unsync_fail(-7, "after %d", after);
}

@generator(send = int) void sums(int *into)
{
    for (;;) *into += yield;
}

@async @generator int slow(int count)
{
    for (int i = 0; i < count; i++) {
        await unsync_yield();
        yield i;
    }
}
