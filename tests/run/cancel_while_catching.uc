/* A cancel is level-triggered: a task that loops on catch ends, and so do its children. */
#include <stdatomic.h>
#include <stdio.h>
#include <unsync.h>

static int turns;
static atomic_int turned;

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

/* What they wait for has ended already, or ends at once. */
@async
int instant(void)
{
    return 1;
}

@thread
int helped(void)
{
    return 1;
}

@thread
void asks_loop(void)
{
    for (;;) turned += (catch instant()) == 0;
}

@thread
void asks_pool(void)
{
    for (;;) turned += (catch helped()) == 0;
}

@thread
void yields(void)
{
    for (;;) turned += (catch unsync_yield()) == 0;
}

@async
void ends(unsync_task_of(void) task)
{
    int before = turned;
    while (turned == before && !unsync_done(task)) await unsync_yield();
    unsync_cancel(task);
    printf("%s\n", unsync_code_name(catch task));
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

    await ends(asks_loop());
    await ends(asks_pool());
    await ends(yields());
    return 0;
}
