/* Calls of a function that runs on the loops of two workers, argv[1] of them in flight, each begun when one
 * has ended: million calls a second. "plain": of a @cpu_bound function that is not @async, one at a time in
 * each worker. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unsync.h>

#include "clock.h"

enum { MOST = 1000, COUNT = 400000 };

@async @cpu_bound(pool = loops, max = 2) int request(int n)
{
    return n + 1;
}

@cpu_bound(pool = plain, max = 2) int next(int n)
{
    return n + 1;
}

@async static double run(next_task (*start)(int n), int flight, int count)
{
    static next_task tasks[MOST];
    int lost = 0, at = 0;
    for (int i = 0; i < flight; i++) tasks[i] = start(i);
    double begin = now_ns();
    for (int i = flight; i < count + flight; i++) {
        lost += await tasks[at] != i - flight + 1;
        tasks[at] = start(i);
        at = at + 1 == flight ? 0 : at + 1;
    }
    double ns = now_ns() - begin;
    for (int i = 0; i < flight; i++) await tasks[i];
    if (lost > 0) unsync_fail(-1, "%d calls have the result of another", lost);
    return count * 1000.0 / ns;
}

@async int main(int argc, char **argv)
{
    int flight = argc > 1 ? atoi(argv[1]) : MOST;
    bool plain = argc > 2 && strcmp(argv[2], "plain") == 0;
    if (flight < 1 || flight > MOST) return 2;
    await run(plain ? next : request, flight, COUNT / 10); /* both workers are there */
    printf("%.3f\n", await run(plain ? next : request, flight, flight == 1 ? COUNT / 4 : COUNT));
    return 0;
}
