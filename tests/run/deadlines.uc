/* Deadlines: of a mark and by unsync_timeout, on every lane, inherited, the earliest counts. */
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>
#include <unsync.h>

@async(timeout = 20ms)
void limited(void)
{
    await unsync_sleep(1000000);
}

@async
void sleeps(void)
{
    await unsync_sleep(1000000);
}

@async
int answers(void)
{
    await unsync_yield();
    return 42;
}

static atomic_bool begun;

/* Runs past its deadline, and looks. */
@thread(timeout = 20ms)
int counts(void)
{
    int turns = 0;
    begun = true;
    do {
        turns++;
        usleep(1000);
    } while (!unsync_cancelled());
    return turns > 0;
}

@thread
void waits_on_a_thread(void)
{
    await unsync_sleep(1000000);
}

/* The deadline of its starter reaches a child that nobody waits for, while the starter computes. */
@thread(timeout = 20ms)
int inherits(void)
{
    sleeps_task child = sleeps();
    begun = true;
    while (!unsync_done(child)) usleep(1000);
    return unsync_failure(child)->code;
}

/* A job that no thread has taken within its time never runs: then it is started again. */
@async
int begins(unsync_task_of(int) (*start)(void))
{
    begun = false;
    for (;;) {
        unsync_task_of(int) job = start();
        if ((catch job) == 0 || begun) return await job;
        unsync_release(job);
    }
}

static int swallowed;

@async
void catches_its_own(void)
{
    for (;;) {
        int code = catch unsync_sleep(1000000);
        if (code != 0) swallowed++;
    }
}

@async
void outer(void)
{
    int code = catch sleeps();
    if (code != 0) swallowed++;
}

@async
int left(void)
{
    await unsync_yield();
    return unsync_deadline_left_ms() <= 600000;
}

@thread
int left_on_a_thread(void)
{
    uint64_t ms = unsync_deadline_left_ms();
    return ms <= 600000;
}

@async(timeout = 10min)
int asks_for_the_rest(void)
{
    int inherited = await left();
    inherited += await left_on_a_thread();
    unsync_task_of(int) nearer = unsync_timeout(left(), 1000000);
    inherited += await nearer;
    unsync_task_of(int) apart = unsync_shield(left());
    return 10 * inherited + await apart;
}

@async
int main(void)
{
    printf("mark: %s\n", unsync_code_name(catch limited()));

    sleeps_task task = unsync_timeout(sleeps(), 20);
    printf("handle: %s\n", unsync_code_name(catch task));
    const struct unsync_failure *failure = unsync_failure(task);
    printf("%s\n", failure->message);
    for (size_t i = 0; i < failure->trace_count; i++) printf("  %s\n", failure->trace[i].function);

    printf("in time: %d\n", await unsync_timeout(answers(), 100000));
    printf("none: %d\n", await unsync_timeout(answers(), UINT64_MAX));
    printf("at once: %s\n", unsync_code_name(catch unsync_timeout(sleeps(), 0)));

    printf("thread, looks itself: %d\n", await begins(counts));
    printf("thread, waits: %s\n",
           unsync_code_name(catch unsync_timeout(waits_on_a_thread(), 20)));
    printf("inherited: %s\n", unsync_code_name(await begins(inherits)));
    printf("timer: %s\n", unsync_code_name(catch unsync_timeout(unsync_sleep(1000000), 20)));

    sleeps_task both[2] = {sleeps(), sleeps()};
    printf("gather: %s\n", unsync_code_name(catch unsync_timeout(unsync_gather(both, 2), 20)));
    printf("its tasks: %s\n", unsync_code_name(catch unsync_timeout(both[1], 5000)));

    printf("own: %s\n", unsync_code_name(catch unsync_timeout(catches_its_own(), 20)));
    printf("outer: %s\n", unsync_code_name(catch unsync_timeout(outer(), 20)));
    printf("swallowed: %d\n", swallowed);

    sleeps_task earliest = unsync_timeout(unsync_timeout(sleeps(), 20), 1000000);
    printf("earliest: %s\n", unsync_code_name(catch earliest));

    printf("left: %d\n", await asks_for_the_rest());
    printf("no deadline: %d\n", unsync_deadline_left_ms() == UINT64_MAX);
    printf("here and now: %d\n", counts_sync()); // unsync: ignore(blocking-call)
    return 0;
}
