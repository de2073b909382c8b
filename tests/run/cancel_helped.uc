/* With one thread a job that waits for another runs it itself: a cancel of the one that waits reaches
 * the other all the same, and so does one that came before. */
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unsync.h>

static atomic_int running;

static void pause_a_little(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
}

@thread
int looks(void)
{
    running++;
    while (!unsync_cancelled()) pause_a_little();
    return 7;
}

@thread
int waits(void)
{
    running++;
    await unsync_sleep(1000000);
    return 7;
}

@thread
int asks(int which)
{
    looks_task child = which == 0 ? looks() : waits();
    return await child;
}

/* Is cancelled before it waits. */
@thread
int asks_late(void)
{
    running++;
    while (!unsync_cancelled()) pause_a_little();
    return await waits();
}

@async
void cancelled(asks_task task)
{
    while (running == 0) await unsync_sleep(1);
    unsync_cancel(task);
    printf("%s\n", unsync_code_name(catch task));
    unsync_release(task);
    running = 0;
}

@async
int main(void)
{
    await cancelled(asks(0));
    await cancelled(asks(1));
    await cancelled(asks_late());
    return 0;
}
