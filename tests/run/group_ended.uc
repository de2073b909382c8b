/* A group that has ended, because its owner leaves, while a sibling still uses it. */
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unsync.h>

static atomic_int inside, begun, ended, refused;
static const struct unsync_failure *found;

@async
void for_ever(void)
{
    begun = 1;
    defer ended++;
    await unsync_sleep(1000000);
}

@async
void fails(void)
{
    unsync_fail(-7, "fails");
}

@thread
void uses(unsync_group *group)
{
    inside = 1;
    while (ended == 0) sched_yield();
    for (int i = 0; i < 10; i++) refused += unsync_group_add(group, for_ever()) == UNSYNC_ECANCELED;
    unsync_group_cancel(group);
    found = unsync_group_failure(group, 0);
    unsync_release(unsync_group_wait(group));
}

@async
void leaves(void)
{
    unsync_group *group = unsync_group_new();
    unsync_group_add(group, fails());
    unsync_group_add(group, for_ever());
    while (!begun || unsync_group_failure(group, 0) == NULL) await unsync_yield();
    printf("before: %s\n", unsync_group_failure(group, 0)->message);
    uses_task user = uses(group);
    while (!inside && !unsync_done(user)) await unsync_yield();
}

@async
int main(void)
{
    await leaves();
    printf("refused: %d, a failure: %s\n", refused, found != NULL ? "yes" : "no");
    return 0;
}
