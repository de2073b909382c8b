/* Plain C main: the ambient loop starts at the first use; handles belong to the caller. */
#include <stdio.h>
#include <unsync.h>

@async
int add(int a, int b)
{
    await unsync_sleep(1);
    return a + b;
}

@async
void nothing(void)
{
    await unsync_yield();
}

@async
int fails(int code)
{
    await unsync_yield();
    unsync_fail(code, "as told");
}

@thread
long square(long x)
{
    return x * x;
}

@thread
long fails_in_thread(void)
{
    unsync_fail(-3, "in a thread");
}

int main(void)
{
    int sum;
    long number;
    printf("%d\n", unsync_result(add(unsync_result(add(1, 2)), 3)));
    unsync_result(nothing());
    printf("try %d", add_try(4, 5, &sum));
    printf(" %d\n", sum);
    printf("try %d\n", fails_try(-8, &sum));
    printf("sync %ld\n", square_sync(5));
    printf("try %d", square_try(6, &number));
    printf(" %ld\n", number);
    printf("try %d\n", fails_in_thread_try(&number));
    fails_task task = fails(-4);
    printf("wait %d\n", unsync_wait(task));
    printf("%s\n", unsync_failure(task)->message);
    unsync_release(task);
    unsync_task_of(int) tasks[50];
    for (int i = 0; i < 50; i++) tasks[i] = add(i, i);
    unsync_result(unsync_gather(tasks, 50));
    for (sum = 0; sum < 50; sum++)
        if (unsync_result(tasks[sum]) != 2 * sum) return 3;
    unsync_background(add(1, 1));
    unsync_detach(add(1, 1));
    add_task dropped = add(1, 1);
    unsync_release(dropped);
    return 0;
}
