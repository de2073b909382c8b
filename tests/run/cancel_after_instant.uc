/* An await that did not wait, of a task that was adopted, leaves the next cancel to the next wait. */
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
    return 0;
}
