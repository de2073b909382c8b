/* 4000 sleeps of 3 s at once, s. */
#include <stdio.h>
#include <unsync.h>

#include "clock.h"

enum { COUNT = 4000 };

@async int main(void)
{
    double begin = now_ns();
    unsync_task_of(void) sleeps[COUNT];
    for (int i = 0; i < COUNT; i++) sleeps[i] = unsync_sleep(3000);
    await unsync_gather(sleeps, COUNT);
    printf("%.5f\n", (now_ns() - begin) / 1e9);
    return 0;
}
