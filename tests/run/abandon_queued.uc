/* A job that may be abandoned is still queued when nobody waits for it any more: it never runs, and
 * its end is that of a task that its owner frees at once. */
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unsync.h>

static sem_t gate;
static atomic_int running, ran;

@thread(pool = one, max = 1)
int holds(void)
{
    running++;
    while (sem_wait(&gate) != 0) { }
    return 1;
}

@thread(pool = one, max = 1, abandon)
int queued(int n)
{
    ran++;
    return n;
}

@async
void leaves(void)
{
    unsync_background(queued(1));
    unsync_background(queued(2));
}

@async
int main(void)
{
    sem_init(&gate, 0, 0);
    holds_task busy = holds();
    while (running == 0) await unsync_sleep(1);
    unsync_group *group = unsync_group_new();
    for (int i = 0; i < 5; i++) unsync_group_add(group, queued(i));
    unsync_group_cancel(group);
    printf("%zu failures\n", await unsync_group_wait(group));
    unsync_group_free(group);
    await leaves();
    unsync_release(queued(3));
    queued_task late = unsync_timeout(queued(4), 1);
    printf("%s\n", unsync_code_name(catch late));
    sem_post(&gate);
    await busy;
    printf("%d ran\n", ran);
    return 0;
}
