/* Threads of the program's own that start tasks, and cancel, time out, shield, detach and release
 * those of others, while these end: all that comes through the door, at the same time. A handle is
 * valid until its one consumer is done with it, so a thread that disturbs another's tasks has them
 * counted as in use. */
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unsync.h>

#include "random.h"

enum { THREADS = 4, ROUNDS = 6, TASKS = 10, MINE = -77, OTHERS = 20 };

static atomic_long begun, ended;
static struct unsync_lock lock;
static int holders;
static unsync_task_of(int) _Atomic public_handles[THREADS][TASKS];
static pthread_barrier_t together;
static struct unsync_semaphore permits = UNSYNC_SEMAPHORE(3);

__attribute__((format(printf, 2, 3))) static void must(bool holds, const char *format, ...)
{
    va_list arguments;
    if (holds) return;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    abort();
}

static void begins(void)
{
    atomic_fetch_add(&begun, 1);
}

static void ends(void)
{
    atomic_fetch_add(&ended, 1);
}

static int known(int code)
{
    must(code == 0 || code == UNSYNC_ECANCELED || code == UNSYNC_ETIMEDOUT || code == MINE,
         "a task ended as %d", code);
    return code;
}

@async
int sleeps(uint64_t ms)
{
    begins();
    defer ends();
    await unsync_sleep(ms);
    return 1;
}

@async
int fails(void)
{
    begins();
    defer ends();
    await unsync_yield();
    unsync_fail(MINE, "on purpose");
}

@thread
int computes(int turns)
{
    begins();
    defer ends();
    for (int i = 0; i < turns && !unsync_cancelled(); i++) await unsync_yield();
    return turns;
}

@async
int locks(int turns)
{
    begins();
    defer ends();
    await unsync_lock_take(&lock);
    defer unsync_lock_give(&lock);
    holders++;
    defer holders--;
    must(holders == 1, "the lock has %d holders", holders);
    for (int i = 0; i < turns; i++) await unsync_yield();
    return 1;
}

@async
int parent(uint64_t state)
{
    begins();
    defer ends();
    unsync_task_of(int) job = computes((int) below(&state, 20)), sleep = sleeps(below(&state, 3));
    if (below(&state, 3) == 0) unsync_cancel(job);
    if (below(&state, 3) == 0) return 0;
    if (catch job < 0) return 0;
    return await sleep;
}

@thread
int parent_in_thread(uint64_t state)
{
    begins();
    defer ends();
    unsync_task_of(int) job = computes((int) below(&state, 20)), lock_task = locks(2);
    if (below(&state, 3) == 0) unsync_release(lock_task);
    if (below(&state, 3) == 0) return 0;
    return await job;
}

static unsync_task_of(int) some_task(uint64_t *state)
{
    switch (below(state, 8)) {
    case 0: return sleeps(below(state, 3));
    case 1: return fails();
    case 2: return computes((int) below(state, 30));
    case 3: return locks((int) below(state, 3));
    case 4: return parent_in_thread(draw(state));
    case 5: return unsync_timeout(parent(draw(state)), below(state, 4));
    case 6: return unsync_shield(computes((int) below(state, 30)));
    default: return parent(draw(state));
    }
}

/* --- The threads ------------------------------------------------------------------------------ */

/* What anybody may do to a handle that somebody else consumes later. */
static void disturb(uint64_t *state)
{
    unsync_task_of(int) task = public_handles[below(state, THREADS)][below(state, TASKS)];
    switch (below(state, 5)) {
    case 0: unsync_cancel(task); break;
    case 1: (void) unsync_timeout(task, below(state, 3)); break;
    case 2: (void) unsync_done(task); break;
    case 3: (void) unsync_shield(task); break;
    default:
        if (unsync_done(task) && unsync_failure(task) != NULL) known(unsync_failure(task)->code);
    }
}

/* The owner of a handle ends it in one of its ways. */
static void consume(unsync_task_of(int) task, uint64_t *state)
{
    int value;
    switch (below(state, 6)) {
    case 0: unsync_release(task); return;
    case 1: unsync_background(task); return;
    case 2: unsync_detach(task); return;
    case 3: known(unsync__try(unsync__of(task), &value, sizeof value)); return;
    default:
        if (known(unsync_wait(task)) == 0)
            must(unsync_result(task) >= 0, "no value");
        else
            unsync_release(task);
    }
}

static void share(uint64_t *state)
{
    if (below(state, 2) == 0) {
        if (known(unsync_wait(unsync_lock_take(&lock))) == 0) {
            must(++holders == 1, "the lock is somebody else's");
            holders--;
            unsync_lock_give(&lock);
        }
    } else {
        unsync_task_of(void) permit = unsync_timeout(unsync_semaphore_take(&permits), 1);
        int code = known(unsync_wait(permit));
        unsync_release(permit);
        if (code == 0) unsync_semaphore_give(&permits, 1);
    }
}

static void *runs(void *number)
{
    size_t me = (size_t) number;
    uint64_t state = seed() * THREADS + me;
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < TASKS; i++) public_handles[me][i] = some_task(&state);
        pthread_barrier_wait(&together);
        for (int i = 0; i < OTHERS; i++)
            if (below(&state, 4) == 0)
                share(&state);
            else
                disturb(&state);
        pthread_barrier_wait(&together);
        for (int i = 0; i < TASKS; i++) consume(public_handles[me][i], &state);
    }
    return NULL;
}

int main(void)
{
    pthread_t threads[THREADS];
    pthread_barrier_init(&together, NULL, THREADS);
    for (size_t i = 0; i < THREADS; i++)
        must(pthread_create(&threads[i], NULL, runs, (void *) i) == 0, "no thread");
    for (size_t i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
    must(unsync_result(unsync_shutdown(60000)) == 0, "a task does not end");
    must(begun == ended, "%ld bodies began, %ld ended", begun, ended);
    must(unsync_lock_try(&lock) == 0 && holders == 0, "the lock is taken");
    for (int i = 0; i < 3; i++) must(unsync_semaphore_try(&permits) == 0, "a permit is lost");
    return 0;
}
