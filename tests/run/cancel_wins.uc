/* Cancel and deadline of one task: which code it ends with, in either order; annotations/deadlines.md. */
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>
#include <unsync.h>

static atomic_bool inside, gate;

@thread
void stubborn(void)
{
    atomic_store(&inside, true);
    while (!atomic_load(&gate)) usleep(500);
}

@async
void waits(void)
{
    await stubborn();
}

@async
void enter(unsync_task_of(void) task)
{
    while (!atomic_load(&inside) && !unsync_done(task)) await unsync_yield();
}

static void begin(void)
{
    atomic_store(&inside, false);
    atomic_store(&gate, false);
}

@async
void limited(void)
{
    stubborn_task job = stubborn();
    await enter(job);
    await unsync_timeout(job, 0);
}

@async
void catches_a_timeout(void)
{
    int code = catch unsync_timeout(unsync_sleep(1000000), 5);
    if (code != UNSYNC_ETIMEDOUT) printf("not reached\n");
    await unsync_sleep(1000000); /* the cancel that came meanwhile is not lost */
}

@async
int main(void)
{
    begin();
    waits_task first = waits();
    await enter(first);
    unsync_cancel(first);
    first = unsync_timeout(first, 0);
    await unsync_sleep(5);
    atomic_store(&gate, true);
    printf("cancel, then deadline: %s\n", unsync_code_name(catch first));

    begin();
    waits_task second = waits();
    await enter(second);
    second = unsync_timeout(second, 0);
    await unsync_sleep(20);
    unsync_cancel(second);
    atomic_store(&gate, true);
    printf("deadline, then cancel: %s\n", unsync_code_name(catch second));

    begin();
    limited_task third = limited();
    await unsync_sleep(20);
    await enter(third);
    await unsync_sleep(5);
    unsync_cancel(third);
    atomic_store(&gate, true);
    printf("the child's deadline, then cancel: %s\n", unsync_code_name(catch third));

    catches_a_timeout_task fourth = catches_a_timeout();
    await unsync_sleep(20);
    unsync_cancel(fourth);
    printf("a time-out caught, then cancel: %s\n", unsync_code_name(catch fourth));
    return 0;
}
