/* An await that did not wait, of a task that was adopted, gives its value, also if the task that
 * awaits was cancelled, and leaves the cancel to the next wait. */
#include <stdio.h>
#include <unsync.h>

@async
int quick(void)
{
    return 7;
}

@async
void victim(unsync_task_of(int) given)
{
    printf("given: %d\n", await given);
    int code = catch unsync_sleep(1000000);
    printf("went on with %s\n", unsync_code_name(code));
}

/* Is cancelled while it runs. */
@async
void cancelled(unsync_task_of(int) given, unsync_task_of(void) *self)
{
    await unsync_yield();
    unsync_cancel(*self);
    printf("cancelled, given: %d\n", await given);
    await unsync_sleep(1000000);
    printf("not reached\n");
}

@async
int main(void)
{
    quick_task given = quick();
    await unsync_yield();
    victim_task task = victim(given);
    await unsync_yield();
    unsync_cancel(task);
    printf("victim: %s\n", unsync_code_name(catch task));
    unsync_release(task);

    quick_task other = quick();
    while (!unsync_done(other)) await unsync_yield();
    unsync_task_of(void) second;
    second = cancelled(other, &second);
    printf("second: %s\n", unsync_code_name(catch second));
    unsync_release(second);
    return 0;
}
