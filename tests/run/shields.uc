/* What is asked of its owners does not reach a shielded task; its own cancel and release do. */
#include <stdatomic.h>
#include <stdio.h>
#include <unsync.h>

static int steps;

@async
int commit(int value)
{
    for (int i = 0; i < 3; i++) {
        await unsync_sleep(1);
        steps++;
    }
    return value;
}

@async
int transaction(void)
{
    return await unsync_shield(commit(5));
}

/* The child that nobody waits for is joined, not cancelled. */
@async
void leaves(void)
{
    commit_task task = unsync_shield(commit(1));
    (void) task;
    await unsync_yield();
}

@async
void for_ever(void)
{
    await unsync_sleep(1000000);
}

@async
int main(void)
{
    transaction_task cancelled = transaction();
    unsync_cancel(cancelled);
    printf("owner: %s, steps %d\n", unsync_code_name(catch cancelled), steps);

    steps = 0;
    transaction_task late = unsync_timeout(transaction(), 0);
    printf("owner: %s, steps %d\n", unsync_code_name(catch late), steps);

    steps = 0;
    await leaves();
    printf("left: steps %d\n", steps);

    printf("value: %d\n", await unsync_shield(commit(7)));

    for_ever_task mine = unsync_shield(for_ever());
    unsync_cancel(mine);
    printf("itself: %s\n", unsync_code_name(catch mine));
    for_ever_task timed = unsync_timeout(unsync_shield(for_ever()), 5);
    printf("its own deadline: %s\n", unsync_code_name(catch timed));
    unsync_release(unsync_shield(for_ever()));
    return 0;
}
