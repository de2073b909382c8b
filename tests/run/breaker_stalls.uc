/* Workers that never start, and a machine that stands still again and again: whenever the pause before
 * the next try ends, no call waits for a worker that nobody starts. */
#include <stdio.h>
#include <unsync.h>
#include "stall.h"

@cpu_bound
int half(int n)
{
    return n / 2;
}

@async
int main(void)
{
    int lost = 0;
    dice = 1;
    for (int i = 0; i < 60; i++) {
        half_task task = half(i);
        lost += catch task == UNSYNC_ENOWORKER;
        unsync_release(task);
    }
    dice = 0;
    printf("%d\n", lost);
    return 0;
}
