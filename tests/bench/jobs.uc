/* 1,000 jobs in flight, two threads: million jobs a second. */
#include <stdio.h>
#include <unsync.h>

#include "clock.h"

enum { FLIGHT = 1000, ROUNDS = 4000 };

@thread(pool = two, max = 2) int next(int n)
{
    return n + 1;
}

@async int main(void)
{
    static next_task tasks[FLIGHT];
    long sum = 0;
    for (int i = 0; i < FLIGHT; i++) tasks[i] = next(i);
    double begin = now_ns();
    for (int round = 0; round < ROUNDS; round++)
        for (int i = 0; i < FLIGHT; i++) {
            sum += await tasks[i];
            tasks[i] = next(i);
        }
    double ns = now_ns() - begin;
    for (int i = 0; i < FLIGHT; i++) sum += await tasks[i];
    printf("%.3f\n", (double) ROUNDS * FLIGHT * 1000 / ns);
    return sum != (long) FLIGHT * (FLIGHT + 1) / 2 * (ROUNDS + 1);
}
