/* A chain of tasks, each awaiting the next: deeper than any C stack, ends, fails and cancels as well. */
#include <stdio.h>
#include <unsync.h>

@async
long chain(long n)
{
    if (n == 0) return 0;
    return await chain(n - 1) + 1;
}

@async
long chain_fails(long n)
{
    if (n == 0) unsync_fail(-6, "at the bottom");
    return await chain_fails(n - 1) + 1;
}

@async
long chain_sleeps(long n)
{
    if (n == 0) await unsync_sleep(1000000000);
    else await chain_sleeps(n - 1);
    return n;
}

@async
int main(void)
{
    printf("%ld\n", await chain(200000));
    chain_fails_task failing = chain_fails(200000);
    printf("%d\n", catch failing);
    printf("%d\n", unsync_failure(failing)->trace_count
                       + unsync_failure(failing)->trace_omitted == 200001 + 0);
    unsync_release(failing);
    chain_sleeps_task sleeping = chain_sleeps(200000);
    await unsync_sleep(1);
    unsync_cancel(sleeping);
    printf("%s\n", unsync_code_name(catch sleeping));
    return 0;
}
