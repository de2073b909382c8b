#include <stdio.h>

#include "sequences.h"

@generator
int evens(int count)
{
    yield_from range(-1, 0);
    yield_from twice(0);
    for (int i = 1; i < count; i++) yield 2 * i;
}

@thread
int from_plain(int n)
{
    return plain(n);
}

@async
int main(void)
{
    int v;
    struct step step;
    steps_generator s = steps(3);
    while (steps_next(s, &step)) printf("%d-%d ", step.from, step.to);
    steps_close(s);
    evens_generator e = evens(4);
    while (evens_next(e, &v)) printf(" %d", v);
    evens_close(e);
    slow_generator w = slow(3);
    while (await slow_next(w, &v)) printf(" slow %d", v);
    await slow_close(w);
    printf("\n%d\n", await from_plain(9));
    return 0;
}
