/* @thread(daemon): neither its starter nor the end of the program waits for it. */
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unsync.h>

static sem_t gate, never;
static atomic_int ran, ended;

@thread(daemon) int tick(int n)
{
    ran++;
    while (sem_wait(&gate) != 0) { }
    ended++;
    return n;
}

@thread(daemon) void for_ever(void)
{
    ran++;
    while (sem_wait(&never) != 0) { }
}

@thread(pool = lonely, max = 1, daemon) void never_begins(void) { puts("this is never printed"); }
@thread(pool = lonely, max = 1, daemon) void holds_the_pool(void)
{
    ran++;
    while (sem_wait(&never) != 0) { }
}

/* Leaves while its daemon runs; the handle stays good. */
@async static tick_task starts_one(void)
{
    tick_task task = tick(5);
    while (ran < 1) await unsync_sleep(1);
    return task;
}

@async int main(void)
{
    sem_init(&gate, 0, 0);
    sem_init(&never, 0, 0);
    tick_task task = await starts_one();
    printf("ran %d, ended %d\n", ran, ended);
    sem_post(&gate);
    printf("value %d\n", await task);
    unsync_background(for_ever());
    unsync_detach(for_ever());
    unsync_background(holds_the_pool());
    while (ran < 4) await unsync_sleep(1);
    unsync_background(never_begins());
    puts("main ends");
    return 0;
}
