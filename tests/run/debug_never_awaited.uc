/* UNSYNC_DEBUG=1: tasks that nobody ever waited for are named when their owner leaves in order; what was
 * awaited, caught, cancelled, let go or given up is not, nor what a failure cut short. */
#include <stdio.h>
#include <unsync.h>

@async
int at_once(int n)
{
    return n;
}

@async
int later(int n)
{
    await unsync_yield();
    return n;
}

@async
void for_ever(void)
{
    await unsync_sleep(1000000);
}

@thread
int job(void)
{
    later_task lost = later(1); /* named: job ends and cancels it, or drops its result */
    (void) lost;
    return await later(2);
}

@async
void forgets(void)
{
    at_once_task lost = at_once(1); /* named: its result is dropped */
    for_ever_task running = for_ever(); /* named: cancelled */
    (void) lost;
    (void) running;
}

@async
void remembers(void)
{
    later_task caught = later(1), awaited = later(2), released = later(3), cancelled = later(4);
    for_ever_task background = for_ever(), detached = for_ever();
    later_task some[2] = {later(5), later(6)};
    at_once_task instant = at_once(7);
    if (catch caught != 0) return;
    if (catch instant != 0) return;
    unsync_release(released);
    unsync_cancel(cancelled);
    unsync_background(background);
    unsync_detach(detached);
    await unsync_gather(some, 2);
    printf("%d\n", await awaited);
}

@async
void fails(void)
{
    for_ever_task cut_short = for_ever();
    (void) cut_short;
    unsync_fail(-1, "as it should");
}

@async
int main(void)
{
    await forgets();
    await remembers();
    printf("%d\n", catch fails());
    printf("%d\n", await job());
    return 0;
}
