/* Operations of lib/sync that need not wait, on threads: a cancelled job that does nothing else ends
 * at the 128th at the latest, which is not done; so nothing that was taken is lost, and what a defer
 * does is done. One that takes few goes on to its end. */
#include <stdatomic.h>
#include <stdio.h>
#include <unsync.h>

enum { MOST = 128 };

static struct unsync_lock lock;
static struct unsync_semaphore permits = UNSYNC_SEMAPHORE(1);
static unsync_queue_of(int) queue;
static atomic_int turns, late; /* `late`: since the cancel */

/* It was asked to end, has not yet. */
static void count_turn(void)
{
    atomic_fetch_add(&turns, 1);
    if (unsync_cancelled()) atomic_fetch_add(&late, 1);
}

@thread
void takes(void)
{
    for (;;) {
        await unsync_lock_take(&lock);
        count_turn();
        unsync_lock_give(&lock);
    }
}

@thread
void catches(void)
{
    for (;;) {
        if ((catch unsync_lock_take(&lock)) != 0) continue;
        count_turn();
        unsync_lock_give(&lock);
    }
}

@thread
void passes(void)
{
    for (int item = 0;; item++) {
        await unsync_queue_put(queue, &item);
        await unsync_queue_get(queue, &item);
        count_turn();
    }
}

/* A handle that is kept for later, and two at a time. */
@thread
void keeps(void)
{
    for (;;) {
        unsync_task_of(void) first = unsync_semaphore_take(&permits);
        unsync_task_of(void) second = unsync_lock_take(&lock);
        if ((catch first) == 0) unsync_semaphore_give(&permits, 1);
        count_turn();
        if ((catch second) == 0) unsync_lock_give(&lock);
        unsync_release(first);
        unsync_release(second);
    }
}

/* Each turn has one that is in a defer, which does not count. */
@thread
void defers(void)
{
    for (;;) {
        await unsync_lock_take(&lock);
        defer {
            await unsync_semaphore_take(&permits);
            unsync_semaphore_give(&permits, 1);
            unsync_lock_give(&lock);
        }
        count_turn();
    }
}

/* In the defer of a cancelled job as many as one likes. */
@thread
void cleans(void)
{
    defer {
        int done = 0;
        for (int i = 0; i < 10 * MOST; i++) {
            await unsync_lock_take(&lock);
            unsync_lock_give(&lock);
            done++;
        }
        printf("in a defer: %d\n", done);
    }
    for (;;) {
        await unsync_lock_take(&lock);
        count_turn();
        unsync_lock_give(&lock);
    }
}

/* It is asked to end, but what it does needs no wait. */
@thread
int few(void)
{
    int done = 0;
    atomic_fetch_add(&turns, 1);
    while (!unsync_cancelled()) continue;
    for (; done < MOST / 2; done++) {
        await unsync_lock_take(&lock);
        unsync_lock_give(&lock);
    }
    return done;
}

@async
void end(const char *name, unsync_task_of(void) task)
{
    int before = turns;
    while (turns == before && !unsync_done(task)) await unsync_yield();
    late = 0;
    unsync_cancel(task);
    int code = catch task;
    printf("%s: %s, %s turns more, all free: %d\n", name, unsync_code_name(code),
           late <= MOST ? "few" : "many",
           unsync_lock_try(&lock) == 0 && unsync_semaphore_try(&permits) == 0 &&
               unsync_queue_count(queue) <= 1);
    int left;
    unsync_lock_give(&lock);
    unsync_semaphore_give(&permits, 1);
    (void) unsync_queue_try_get(queue, &left);
}

@async
int main(void)
{
    queue = unsync_queue_new(int, 1);
    if (queue == NULL) return 1;
    defer unsync_queue_free(queue);
    await end("takes", takes());
    await end("catches", catches());
    await end("passes", passes());
    await end("keeps", keeps());
    await end("defers", defers());
    await end("cleans", cleans());

    int before = turns;
    few_task task = few();
    while (turns == before && !unsync_done(task)) await unsync_yield();
    unsync_cancel(task);
    printf("few: %d\n", await task);
    return 0;
}
