/* A deadline of a @cpu_bound task, its own or its owner's, kills the worker and says so. */
#include <stdio.h>
#include <unsync.h>

@cpu_bound
int endless(int n)
{
    volatile int i = n;
    while (i) i = i | 1;
    return i;
}

@async
int owner(void)
{
    return await endless(1);
}

@cpu_bound
int next(int n)
{
    return n + 1;
}

@async
int main(void)
{
    printf("its own: %s\n", unsync_code_name(catch unsync_timeout(endless(1), 50)));
    printf("its owner's: %s\n", unsync_code_name(catch unsync_timeout(owner(), 50)));
    unsync_task_of(int) cancelled = endless(1);
    unsync_cancel(cancelled);
    printf("cancelled: %s\n", unsync_code_name(catch cancelled));
    unsync_release(cancelled);
    printf("another worker serves: %d\n", await next(1));
    return 0;
}
