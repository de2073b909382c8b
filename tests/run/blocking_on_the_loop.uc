/* Blocking on a handle on the loop thread is refused with a message, not a deadlock. */
#include <stdio.h>
#include <unsync.h>

@async
int slow(void)
{
    await unsync_sleep(1);
    return 1;
}

@async
int main(void)
{
    slow_task task = slow();
    printf("%s\n", unsync_code_name(unsync_wait(task))); // unsync: ignore(blocking-call)
    fflush(stdout);
    while (!unsync_done(task)) await unsync_yield();
    printf("%d\n", unsync_result(task)); // unsync: ignore(blocking-call)
    fflush(stdout);
    return unsync_result(slow()); // unsync: ignore(blocking-call)
}
