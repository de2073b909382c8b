/* Two tasks that yield to each other through the ready queue, ns a switch. */
#include <stdio.h>
#include <unsync.h>

#include "clock.h"

enum { TASKS = 2, ROUNDS = 20000000 };

@async int spin(void)
{
    for (int i = 0; i < ROUNDS; i++) await unsync_yield();
    return 0;
}

@async int main(void)
{
    double begin = now_ns();
    spin_task tasks[TASKS];
    for (int i = 0; i < TASKS; i++) tasks[i] = spin();
    await unsync_gather(tasks, TASKS);
    printf("%.3f\n", (now_ns() - begin) / ROUNDS / TASKS);
    return 0;
}
