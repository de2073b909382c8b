/* Groups: added to from anywhere, waited for, cancelled; every failure is kept. */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unsync.h>

static atomic_int ended;

@async
int work(int turns)
{
    for (int i = 0; i < turns; i++) await unsync_yield();
    if (turns % 10 == 3) unsync_fail(-turns, "not %d", turns);
    ended++;
    return turns;
}

@async
char *text(void)
{
    await unsync_yield();
    return calloc(1, 100);
}

@async
void for_ever(void)
{
    await unsync_sleep(1000000);
}

@thread
void adds(unsync_group *group, int count)
{
    for (int i = 0; i < count; i++) unsync_group_add(group, work(1));
}

/* A member that grows its group. */
@async
void grows(unsync_group *group, int depth)
{
    await unsync_yield();
    if (depth > 0) unsync_group_add(group, grows(group, depth - 1));
    ended++;
}

@async
void collects(void)
{
    unsync_group *group = unsync_group_new();
    for (int i = 0; i < 30; i++) unsync_group_add(group, work(i));
    unsync_group_add(group, text());
    size_t failed = await unsync_group_wait(group);
    printf("%d have ended, %zu have failed\n", ended, failed);
    for (size_t i = 0; i < failed; i++) printf("  %s\n", unsync_group_failure(group, i)->message);
    printf("no more: %d\n", unsync_group_failure(group, failed) == NULL);

    ended = 0;
    unsync_group_add(group, grows(group, 20));
    adds_task threads[3] = {adds(group, 50), adds(group, 50), adds(group, 50)};
    await unsync_gather(threads, 3);
    printf("%zu, ", await unsync_group_wait(group));
    printf("%d more\n", ended);

    unsync_group_add(group, for_ever());
    unsync_group_add(group, for_ever());
    unsync_task_of(size_t) one = unsync_group_wait(group), two = unsync_group_wait(group);
    unsync_cancel(one);
    printf("a wait: %s\n", unsync_code_name(catch one));
    unsync_group_cancel(group);
    printf("after a cancel: %zu\n", await two);
    unsync_group_add(group, work(1));
    printf("still usable: %zu\n", await unsync_group_wait(group));
    unsync_group_free(group);
}

/* It leaves, and the group with it. */
@async
void leaves(void)
{
    unsync_group *group = unsync_group_new();
    unsync_group_add(group, for_ever());
    unsync_group_add(group, work(1));
    unsync_task_of(size_t) wait = unsync_group_wait(group);
    (void) wait;
    await unsync_yield();
}

@async
void releases(void)
{
    unsync_group *group = unsync_group_new();
    unsync_group_add(group, for_ever());
    unsync_task_of(size_t) wait = unsync_group_wait(group);
    unsync_group_free(group);
    printf("freed: %zu\n", await wait);
    unsync_group_free(unsync_group_new());
    unsync_group_free(NULL);
}

@async
int main(void)
{
    await collects();
    await leaves();
    leaves_task late = unsync_timeout(leaves(), 0);
    (void) catch late;
    await releases();
    return 0;
}
