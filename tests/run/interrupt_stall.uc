/* An interrupted main has its grace although the machine stands still meanwhile. */
#include <signal.h>
#include <stdio.h>
#include <unsync.h>
#include "stall.h"

__attribute__((constructor)) static void as_from_a_terminal(void)
{
    signal(SIGINT, SIG_DFL);
}

@async
void turns(void)
{
    for (int i = 0; i < 3; i++) await unsync_sleep(1);
}

@async
int main(void)
{
    defer {
        stall();
        await turns();
        puts("in order");
    }
    raise(SIGINT);
    await unsync_sleep(1000000);
    return 0;
}
