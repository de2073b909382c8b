/* A handle has one consumer: a second waiter is a programmer's error that names both. */
#include <unsync.h>

@async
void slow(void)
{
    await unsync_sleep(10000);
}

@async
void waits(slow_task task)
{
    await task;
}

@async
int main(void)
{
    slow_task task = slow();
    waits_task one = waits(task);
    waits_task two = waits(task);
    await one;
    await two;
    return 0;
}
