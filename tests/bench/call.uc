/* One call of a worker there and back, us: "burst" (one after the other), "idle" (after a pause each). */
#include <stdio.h>
#include <string.h>
#include <unsync.h>

#include "clock.h"

enum { BURST = 50000, IDLE = 300, PAUSE_MS = 2 };

@cpu_bound int next(int n)
{
    return n + 1;
}

@async static double burst(void)
{
    int n = 0;
    double begin = now_ns();
    while (n < BURST) n = await next(n);
    return (now_ns() - begin) / BURST;
}

@async static double idle(void)
{
    double all = 0;
    for (int n = 0; n < IDLE;) {
        await unsync_sleep(PAUSE_MS);
        double begin = now_ns();
        n = await next(n);
        all += now_ns() - begin;
    }
    return all / IDLE;
}

@async int main(int argc, char **argv)
{
    await next(0);
    double ns = argc > 1 && strcmp(argv[1], "idle") == 0 ? await idle() : await burst();
    printf("%.3f\n", ns / 1000);
    return 0;
}
