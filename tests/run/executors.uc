/* Executors: one API whatever the lane; a bound, first come first served, close, join. */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unsync.h>

static atomic_int running, peak;

@thread
int job(int *n)
{
    int now = ++running;
    if (now > peak) peak = now;
    for (int i = 0; i < 10; i++) await unsync_yield();
    running--;
    return *n;
}

@message struct number {
    int n;
};

@cpu_bound
int isolated(const struct number *number)
{
    return number->n + 1;
}

@async
int turns(int *n)
{
    static int order;
    await unsync_yield();
    if (*n < 0) unsync_fail(*n, "turns");
    return order++;
}

static int together, most;

@async
int meets(int *n)
{
    if (++together > most) most = together;
    await unsync_yield();
    together--;
    return *n;
}

@async
char *text(int *n)
{
    await unsync_yield();
    return calloc(1, (size_t) *n + 1);
}

@async
int for_ever(int *n)
{
    await unsync_sleep(1000000);
    return *n;
}

@thread
int submits(unsync_executor *executor)
{
    int n = 5;
    return await unsync_executor_submit(executor, turns, &n) >= 0;
}

@async
int main(void)
{
    unsync_executor *executor = unsync_executor_new(3);
    int items[40], values[40], minus = -7;
    for (int i = 0; i < 40; i++) items[i] = i;
    await unsync_executor_map(executor, job, items, 40, values);
    printf("%d, at most 3 at a time: %s\n", values[39], peak <= 3 ? "yes" : "no");

    struct number four = {4};
    job_task jobs[2] = {unsync_executor_submit(executor, job, &items[4]),
                        unsync_executor_submit(executor, isolated, &four)};
    printf("a thread %d, a worker %d\n", await jobs[0], await jobs[1]);
    printf("from a thread: %d\n", await submits(executor));
    printf("failure: %d\n", catch unsync_executor_submit(executor, turns, &minus));
    turns_task first[5];
    for (int i = 0; i < 5; i++) first[i] = unsync_executor_submit(executor, turns, &items[i]);
    for (int i = 0; i < 5; i++) printf("%d ", await first[i]);
    printf("in order\n");

    meets_task meeting[10];
    for (int i = 0; i < 10; i++) meeting[i] = unsync_executor_submit(executor, meets, &items[i]);
    for (int i = 0; i < 10; i++) await meeting[i];
    printf("submitted, %d at a time\n", most);

    for_ever_task busy[5];
    for (int i = 0; i < 5; i++) busy[i] = unsync_executor_submit(executor, for_ever, &items[i]);
    text_task dropped = unsync_executor_submit(executor, text, &items[8]);
    turns_task waits = unsync_executor_submit(executor, turns, &items[1]);
    unsync_cancel(busy[3]);
    printf("queued, cancelled: %s\n", unsync_code_name(catch busy[3]));
    unsync_executor_close(executor);
    printf("closed: %s\n", unsync_code_name(catch unsync_executor_submit(executor, turns, items)));
    unsync_task_of(void) join = unsync_executor_join(executor), gone = unsync_executor_join(executor);
    unsync_cancel(gone);
    printf("a join: %s\n", unsync_code_name(catch gone));
    for (int i = 0; i < 5; i++) unsync_cancel(busy[i]);
    await waits;
    await join;
    printf("joined: %d\n", unsync_done(dropped));
    await unsync_executor_join(executor);
    unsync_executor_free(executor);
    unsync_executor_free(NULL);

    executor = unsync_executor_new(1); /* outlived by what was submitted */
    waits = unsync_executor_submit(executor, turns, &items[1]);
    unsync_release(unsync_executor_submit(executor, text, &items[1]));
    unsync_executor_free(executor);
    printf("outlived: %d\n", (await waits) > 0);
    return 0;
}
