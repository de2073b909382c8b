/* 1,000 calls in flight, two workers, each its own call: million calls a second; "timeout": with one;
 * "limits": with one of memory too. */
#include <stdio.h>
#include <string.h>
#include <unsync.h>

#include "clock.h"

enum { FLIGHT = 1000, ROUNDS = 1000 };

@cpu_bound int next(int n)
{
    return n + 1;
}

@cpu_bound(timeout = 5s) int next_in_time(int n)
{
    return n + 1;
}

@cpu_bound(timeout = 5s, memory = 64M) int next_within(int n)
{
    return n + 1;
}

@async int main(int argc, char **argv)
{
    static next_task tasks[FLIGHT];
    const char *how = argc > 1 ? argv[1] : "";
    next_task (*start)(int n) = strcmp(how, "timeout") == 0  ? next_in_time
                                : strcmp(how, "limits") == 0 ? next_within
                                                             : next;
    long sum = 0;
    for (int i = 0; i < FLIGHT; i++) tasks[i] = start(i);
    for (int i = 0; i < FLIGHT; i++) {
        sum += await tasks[i];
        tasks[i] = start(i);
    }
    double begin = now_ns();
    for (int round = 0; round < ROUNDS; round++)
        for (int i = 0; i < FLIGHT; i++) {
            sum += await tasks[i];
            tasks[i] = start(i);
        }
    double ns = now_ns() - begin;
    for (int i = 0; i < FLIGHT; i++) sum += await tasks[i];
    printf("%.3f\n", (double) ROUNDS * FLIGHT * 1000 / ns);
    return sum != (long) FLIGHT * (FLIGHT + 1) / 2 * (ROUNDS + 2);
}
