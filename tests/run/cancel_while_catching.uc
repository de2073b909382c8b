/* A cancel is level-triggered: a task that loops on catch ends, and so do its children. */
#include <stdio.h>
#include <unsync.h>

static int turns;

@async
void stubborn(void)
{
    for (;;) {
        turns++;
        int code = catch unsync_sleep(1000000);
        if (code == 12345) return;
    }
}

@thread
void blocked(void)
{
    await unsync_sleep(1000000);
}

@async
int main(void)
{
    stubborn_task task = stubborn();
    await unsync_yield();
    unsync_cancel(task);
    printf("%s\n", unsync_code_name(catch task));
    printf("%d\n", turns);
    unsync_release(task);

    blocked_task job = blocked();
    await unsync_sleep(2);
    unsync_cancel(job);
    printf("%s\n", unsync_code_name(catch job));
    unsync_release(job);

    task = stubborn();
    unsync_cancel(task);
    printf("%s\n", unsync_code_name(catch task));
    return 0;
}
