/* Calls that wait for workers are bounded: who starts more waits, on a thread by itself, on the
 * loop by unsync_worker_room. */
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <unsync.h>

enum { CALLS = 40, MOST = 3 };

@cpu_bound(pool = one, max = 1, queue = 3)
int hold(const char *path)
{
    while (access(path, F_OK) != 0) sched_yield();
    return 1;
}

@cpu_bound(pool = one)
int same(int n)
{
    return n;
}

@cpu_bound(worker = kept, queue = 1)
int of_kept(int n)
{
    return n;
}

static uint64_t queued(void)
{
    struct unsync_worker_metrics metrics;
    unsync_metrics_workers(&metrics);
    return metrics.queued;
}

/* --- On a thread --- */

static atomic_int started;

@thread
int produce(const char *path)
{
    unsync_task_of(int) tasks[CALLS];
    int sum = 0;
    tasks[0] = hold(path);
    for (started = 1; started < CALLS; started++) tasks[started] = same(1);
    for (int i = 0; i < CALLS; i++) sum += await tasks[i];
    return sum;
}

/* One is held, three wait, and the producer with its fifth, until the worker is let go. */
@thread
int watch(const char *path)
{
    while (queued() < MOST + 1 || started < MOST + 1) sched_yield();
    int seen = started;
    fclose(fopen(path, "w"));
    return seen;
}

/* --- On the loop --- */

static int in_flight, most_seen;

@async
int consume(int n)
{
    await unsync_worker_room("one");
    unsync_task_of(int) task = same(n);
    if (++in_flight > most_seen) most_seen = in_flight;
    defer in_flight--;
    return await task;
}

/* More than there is room for, and some of them are cancelled in the line. */
@async
int many(int count)
{
    consume_task tasks[CALLS];
    int sum = 0;
    for (int i = 0; i < count; i++) tasks[i] = consume(1);
    for (int i = 0; i < count; i += 4) unsync_cancel(tasks[i]);
    for (int i = 0; i < count; i++)
        if (i % 4 != 0)
            sum += await tasks[i];
        else {
            (void) catch tasks[i];
            unsync_release(tasks[i]);
        }
    return sum;
}

/* Guests that start nothing do not keep the others out. */
@async
int idle(void)
{
    await unsync_worker_room("one");
    return 1;
}

@async
int main(void)
{
    char path[] = "/tmp/unsync_queue_XXXXXX";
    close(mkstemp(path));
    unlink(path);
    produce_task producer = produce(path);
    watch_task watcher = watch(path);
    printf("%d had started", await watcher);
    printf(", all gave %d\n", await producer);

    printf("%d", await many(CALLS));
    printf(", never more than half of them at once: %d\n", most_seen < CALLS / 2);

    unlink(path);
    hold_task holder = hold(path);
    unsync_task_of(int) behind[MOST];
    for (int i = 0; i < MOST; i++) behind[i] = same(i);
    idle_task guests[CALLS];
    for (int i = 0; i < CALLS; i++) guests[i] = idle();
    fclose(fopen(path, "w"));
    int sum = await holder;
    for (int i = 0; i < MOST; i++) sum += await behind[i];
    for (int i = 0; i < CALLS; i++) sum += await guests[i];
    unlink(path);
    printf("%d\n", sum);

    await unsync_worker_room("kept");
    await unsync_worker_room("nobody's");
    printf("%d\n", await of_kept(7));
    return 0;
}
