/* A ready queue that is never empty starves neither timers nor threads. */
#include <stdbool.h>
#include <stdio.h>
#include <unsync.h>

static bool stop;

@async
void spins(void)
{
    while (!stop) await unsync_yield();
}

@async
int immediate(int x)
{
    return x;
}

/* Awaits that need not suspend are not endless either: the budget sends them through the queue. */
@async
void never_suspends(void)
{
    while (!stop) await immediate(1);
}

@thread
int job(int x)
{
    return x + 1;
}

@async
int main(void)
{
    unsync_background(spins());
    unsync_background(spins());
    unsync_background(never_suspends());
    await unsync_sleep(5);
    printf("slept\n");
    printf("job %d\n", await job(1));
    stop = true;
    return 0;
}
