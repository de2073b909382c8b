/* A detached task has a second to end by itself when main returns; one that does not is named. */
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>
#include <unsync.h>

@async
void finishes(void)
{
    await unsync_sleep(30);
    printf("finished\n");
}

static atomic_bool inside;

@thread
void stubborn(void)
{
    atomic_store(&inside, true);
    for (;;) pause();
}

@async
int main(void)
{
    unsync_detach(finishes());
    unsync_detach(stubborn());
    while (!atomic_load(&inside)) await unsync_yield();
    return 5;
}
