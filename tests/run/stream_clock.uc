/* A virtual clock stands while a question waits for the worker, not while a stream is only open. */
#include <stdio.h>
#include <unsync.h>

enum { HOUR_MS = 3600000 };

@cpu_bound @generator
int counts(int n)
{
    for (int i = 0; i < n; i++) yield i;
}

@async
int main(void)
{
    int value;
    counts_generator first = counts(100000), second = counts(100000);
    for (int i = 0; i < 5; i++) {
        await counts_next(first, &value);
        await unsync_sleep(HOUR_MS);
        printf("%d\n", value);
    }
    await unsync_sleep(HOUR_MS);
    counts_next_task next = counts_next(second, &value);
    printf("%d\n", catch unsync_timeout(next, HOUR_MS)); /* it comes first */
    await next;
    await counts_close(second);
    await counts_close(first);
    await unsync_sleep(HOUR_MS);
    puts("hours later");
    return 0;
}
