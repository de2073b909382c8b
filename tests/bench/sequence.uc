/* The next value of a generator, ns each. argv[1]: by its name, by the type of its values, or through a
 * yield_from of another one. */
#include <stdio.h>
#include <string.h>
#include <unsync.h>

#include "clock.h"

enum { ROUNDS = 100000000 };

@generator
unsigned numbers(unsigned count)
{
    for (unsigned i = 0; i < count; i++) yield i;
}

@generator
unsigned through(unsigned count)
{
    yield_from numbers(count);
}

int main(int argc, char **argv)
{
    const char *way = argc > 1 ? argv[1] : "named";
    unsync_generator_of(unsigned) g = strcmp(way, "nested") ? numbers(ROUNDS) : through(ROUNDS);
    unsigned v, sum = 0;
    double begin = now_ns();
    if (strcmp(way, "named") == 0)
        while (numbers_next(g, &v)) sum += v;
    else
        while (unsync_next(g, &v)) sum += v;
    printf("%.3f\n", (now_ns() - begin) / ROUNDS);
    unsync_close(g);
    return sum == (unsigned) ((unsigned long) ROUNDS * (ROUNDS - 1) / 2) ? 0 : 1;
}
