/* A detached task has a second to end by itself when main returns; one that does not is named. */
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>
#include <unsync.h>

@async
void finishes(void)
{
    await unsync_sleep(1);
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
    stubborn_task task = stubborn();
    while (!atomic_load(&inside) && !unsync_done(task)) await unsync_yield();
    unsync_detach(task);
    return 5;
}
