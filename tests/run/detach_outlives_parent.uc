/* A detached task outlives the function that started it; at the end of main it is cancelled. */
#include <stdio.h>
#include <unsync.h>

static int step;

@async
void independent(void)
{
    await unsync_yield();
    step = 1;
    await unsync_yield();
    step = 2;
    await unsync_sleep(1000000);
    step = 3;
}

@async
void starter(void)
{
    unsync_detach(independent());
}

@async
int main(void)
{
    await starter();
    printf("%d\n", step);
    while (step < 2) await unsync_yield();
    printf("%d\n", step);
    return 0;
}
