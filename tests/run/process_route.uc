/* UNSYNC_ROUTE sends calls of the process lane to threads of the program; the last rule that names a
 * function counts, and one that names none is said. */
#include <stdio.h>
#include <unistd.h>
#include <unsync.h>

static int told; /* main sets it: a worker would not see that */

@thread
int half(int n)
{
    return n / 2;
}

@cpu_bound(timeout = 10s)
int near(int n)
{
    if (n < 0) unsync_fail(UNSYNC_EINVAL, "%d is negative", n);
    return told + await half(n); // unsync: ignore(stale-read)
}

@cpu_bound
int away(int n)
{
    return told + n; // unsync: ignore(stale-read)
}

@cpu_bound
long process(void)
{
    return getpid();
}

@cpu_bound
void endless(void)
{
    while (!unsync_cancelled()) usleep(1000);
}

@async
int main(void)
{
    told = 1000;
    printf("%d %d\n", await near(14), await away(14));
    printf("%s\n", await process() == getpid() ? "this process" : "another process");
    printf("%d\n", catch near(-1));
    near_task started[50];
    int sum = 0;
    for (int i = 0; i < 50; i++) started[i] = near(2 * i);
    for (int i = 0; i < 50; i++) sum += await started[i];
    printf("%d\n", sum);
    endless_task stopped = endless();
    unsync_cancel(stopped);
    (void) catch stopped;
    unsync_release(stopped);
    puts("stopped");
    return 0;
}
