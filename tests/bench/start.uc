/* Start and await of an empty task, ns each. */
#include <stdio.h>
#include <unsync.h>

#include "clock.h"

enum { ROUNDS = 20000000 };

@async int empty(void)
{
    return 0;
}

@async int main(void)
{
    int sum = 0;
    double begin = now_ns();
    for (int i = 0; i < ROUNDS; i++) sum += await empty();
    printf("%.3f\n", (now_ns() - begin) / ROUNDS);
    return sum;
}
