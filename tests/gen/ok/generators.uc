/* What generators become: asked, sent, delegating, owning, awaited. */
#include <unsync.h>

struct pair {
    int key, value;
};

@generator
int range(int from, int to)
{
    while (from < to) yield from++;
}

@generator
static struct pair pairs(int count)
{
    int v;
    range_generator mine = range(0, count);
    while (range_next(mine, &v)) yield (struct pair){v, v * v};
}

@generator(send = const char *)
void words(int *count)
{
    for (;;) {
        const char *word = yield;
        if (word == 0) return;
        *count += (yield) != 0;
    }
}

@generator
int twice(int n)
{
    yield_from range(0, n);
    if (n > 5) unsync_fail(-1, "%d is too much", n);
    yield_from range(0, n);
}

@async @generator(send = int)
int slow(int n)
{
    while (n-- > 0) {
        await unsync_sleep(1);
        n += yield n;
    }
}

@async
int sum(int n)
{
    int v, total = 0;
    twice_generator g = twice(n);
    while (twice_next(g, &v)) total += v;
    slow_generator s = slow(n);
    while (await slow_next(s, &v)) total += v;
    return total;
}
