/* unsync_shutdown ends all tasks but those that wait for it, and says by name who is late. */
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>
#include <unsync.h>

static atomic_bool gate, inside;

@async
void sleeps(void)
{
    await unsync_sleep(1000000);
}

@thread
void stubborn(void)
{
    atomic_store(&inside, true);
    while (!atomic_load(&gate)) usleep(1000);
}

@async
void owner(void)
{
    await stubborn();
}

@async
int main(void)
{
    sleeps_task mine = sleeps(), shielded = unsync_shield(sleeps());
    unsync_detach(sleeps());
    unsync_background(sleeps());
    printf("late: %d\n", await unsync_shutdown(100000));
    printf("%s\n", unsync_code_name(catch mine));
    printf("%s\n", unsync_code_name(catch shielded));

    owner_task task = owner();
    while (!atomic_load(&inside) && !unsync_done(task)) await unsync_yield();
    unsync_detach(task);
    printf("late: %d\n", await unsync_shutdown(20));
    atomic_store(&gate, true);
    printf("late: %d\n", await unsync_shutdown(100000));

    /* what stays detached at the end of main ends in its second */
    unsync_detach(sleeps());
    return 0;
}
