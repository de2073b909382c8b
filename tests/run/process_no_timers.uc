/* Where the kernel gives no timers, limits that need them are said not to be enforced. */
#include <stdio.h>
#include <sys/resource.h>
#include <unsync.h>

@cpu_bound(timeout = 100ms, cpu = 10s)
int endless(void)
{
    volatile unsigned turns = 0;
    for (;;) turns++;
    return (int) turns;
}

@cpu_bound
int half(int n)
{
    return n / 2;
}

@async
int main(void)
{
    struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_SIGPENDING, &none) != 0) return 1;
    printf("%d\n", await half(84));
    endless_task late = endless();
    puts(unsync_code_name(catch late)); /* the loop is not held up */
    unsync_release(late);
    return 0;
}
