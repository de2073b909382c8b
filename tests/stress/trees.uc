/* Random trees of tasks: loop tasks, jobs in threads, sleeps, failures, all kinds of waits for them,
 * all kinds of ends, with cancels, deadlines and shields at any time. Whatever happens: a body that
 * has begun ends, once; a task has one outcome of those that it can have; a lock has one holder; an
 * item that was put is got once; permits come back; nothing is left. */
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unsync.h>

#include "random.h"

enum { ROUNDS = 12, DEPTH = 4, CHILDREN = 5, MINE = -77, PERMITS = 2, ITEMS_MAX = 1 << 16 };

static atomic_long begun, ended;
static struct unsync_lock lock;
static int holders; /* under the lock, of any thread */
static struct unsync_semaphore permits = UNSYNC_SEMAPHORE(PERMITS);
static struct unsync_event event;
static struct unsync_lock flag_lock;
static struct unsync_condition flag_changed;
static int flag;
static struct unsync_rwlock shared;
static int written;
typedef unsync_queue_of(int) int_queue;
static int_queue queue;
static atomic_int items;
static atomic_uchar put[ITEMS_MAX], got[ITEMS_MAX];

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

static void check_code(int code)
{
    must(code == 0 || code == UNSYNC_ECANCELED || code == UNSYNC_ETIMEDOUT || code == MINE ||
             code == UNSYNC_EINVAL,
         "a task ended as %d", code);
}

static void begins(void)
{
    atomic_fetch_add(&begun, 1);
}

static void ends(void)
{
    atomic_fetch_add(&ended, 1);
}

/* --- Leaves ----------------------------------------------------------------------------------- */

@async
int sleeps(uint64_t ms)
{
    begins();
    defer ends();
    await unsync_sleep(ms);
    return 1;
}

@async
int fails(int turns)
{
    begins();
    defer ends();
    for (int i = 0; i < turns; i++) await unsync_yield();
    unsync_fail(MINE, "on purpose");
}

@async
int cleans_up(uint64_t ms)
{
    begins();
    defer ends();
    defer await unsync_sleep(1); /* no cancel cuts it short */
    defer await unsync_yield();
    await unsync_sleep(ms);
    return 1;
}

@thread
int computes(int turns)
{
    begins();
    defer ends();
    for (int i = 0; i < turns && !unsync_cancelled(); i++) await unsync_yield();
    return turns;
}

@thread
int blocks(uint64_t ms)
{
    begins();
    defer ends();
    sleeps_task child = sleeps(ms);
    await unsync_sleep(ms / 2);
    return await child;
}

/* --- What they share -------------------------------------------------------------------------- */

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

@thread
int locks_in_thread(int turns)
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
int permitted(uint64_t ms)
{
    static int inside;
    begins();
    defer ends();
    await unsync_semaphore_take(&permits);
    defer unsync_semaphore_give(&permits, 1);
    inside++;
    defer inside--;
    must(inside <= PERMITS, "%d of %d permits are out", inside, PERMITS);
    await unsync_sleep(ms);
    return 1;
}

@async
int reads(int turns)
{
    begins();
    defer ends();
    await unsync_rwlock_read(&shared);
    defer unsync_rwlock_give_read(&shared);
    int before = written;
    for (int i = 0; i < turns; i++) await unsync_yield();
    must(written == before, "written while it was read");
    return 1;
}

@thread
int writes(int turns)
{
    begins();
    defer ends();
    await unsync_rwlock_write(&shared);
    defer unsync_rwlock_give_write(&shared);
    for (int i = 0; i < turns; i++) written++;
    return 1;
}

@async
int hears(int sets)
{
    begins();
    defer ends();
    if (sets) unsync_event_set(&event);
    await unsync_event_wait(&event);
    if (!sets) unsync_event_clear(&event);
    return 1;
}

@async
int waits_for_flag(int sets)
{
    begins();
    defer ends();
    await unsync_lock_take(&flag_lock);
    defer unsync_lock_give(&flag_lock);
    if (sets) {
        flag++;
        unsync_condition_signal(&flag_changed);
        return 0;
    }
    while (flag == 0) await unsync_condition_wait(&flag_changed, &flag_lock);
    flag--;
    return 1;
}

static int new_item(void)
{
    int item = atomic_fetch_add(&items, 1);
    must(item < ITEMS_MAX, "more than %d items", ITEMS_MAX);
    return item;
}

static void take_note(int item)
{
    must(atomic_fetch_add(&got[item], 1) == 0, "item %d was got twice", item);
}

@async
int puts_item(int turns)
{
    begins();
    defer ends();
    for (int i = 0; i < turns; i++) {
        int item = new_item();
        await unsync_queue_put(queue, &item);
        atomic_store(&put[item], 1);
    }
    return turns;
}

@thread
int puts_in_thread(int turns)
{
    begins();
    defer ends();
    for (int i = 0; i < turns; i++) {
        int item = new_item();
        await unsync_queue_put(queue, &item);
        atomic_store(&put[item], 1);
    }
    return turns;
}

@async
int gets(int turns)
{
    int item;
    begins();
    defer ends();
    for (int i = 0; i < turns; i++) {
        await unsync_queue_get(queue, &item);
        take_note(item);
    }
    return turns;
}

@thread
int gets_in_thread(int turns)
{
    int item;
    begins();
    defer ends();
    for (int i = 0; i < turns; i++) {
        await unsync_queue_get(queue, &item);
        take_note(item);
    }
    return turns;
}

/* --- Trees ------------------------------------------------------------------------------------ */

@async int node(uint64_t state, int depth);
@thread int node_in_thread(uint64_t state, int depth);

/* Ends by itself, whatever others do. */
static unsync_task_of(int) some_leaf(uint64_t *state)
{
    switch (below(state, 5)) {
    case 0: return sleeps(below(state, 4));
    case 1: return fails((int) below(state, 3));
    case 2: return cleans_up(below(state, 3));
    case 3: return computes((int) below(state, 10));
    default: return blocks(below(state, 4));
    }
}

static unsync_task_of(int) some_task(uint64_t *state, int depth)
{
    int turns = (int) below(state, 4);
    if (depth > 0 && below(state, 3) == 0) return node(draw(state), depth - 1);
    if (depth > 0 && below(state, 12) == 0) return node_in_thread(draw(state), depth - 1);
    switch (below(state, 16)) {
    case 0: return locks(turns);
    case 1: return locks_in_thread(turns);
    case 2: return permitted((uint64_t) turns);
    case 3: return reads(turns);
    case 4: return writes(turns);
    case 5: return hears(turns > 1);
    case 6: return waits_for_flag(turns > 1);
    case 7: return puts_item(turns);
    case 8: return puts_in_thread(turns);
    case 9: return gets(turns);
    case 10: return gets_in_thread(turns);
    default: return some_leaf(state);
    }
}

/* Does something to a task that runs or has ended; false: its handle is gone. */
static bool disturb(unsync_task_of(int) task, uint64_t *state)
{
    switch (below(state, 14)) {
    case 0:
    case 1: unsync_cancel(task); return true;
    case 2:
    case 3: (void) unsync_timeout(task, below(state, 4)); return true;
    case 4: unsync_release(task); return false;
    case 5: (void) unsync_timeout(task, below(state, 5)); unsync_background(task); return false;
    case 6: (void) unsync_timeout(task, below(state, 5)); unsync_detach(task); return false;
    default: return true;
    }
}

static size_t start_some(unsync_task_of(int) *tasks, uint64_t *state, int depth)
{
    size_t count = 0;
    for (unsigned left = below(state, CHILDREN + 1); left > 0; left--) {
        if (below(state, 8) == 0)
            tasks[count] = unsync_shield(some_leaf(state));
        else
            tasks[count] = some_task(state, depth);
        if (disturb(tasks[count], state)) count++;
    }
    return count;
}

static size_t disturb_all(unsync_task_of(int) *tasks, size_t count, uint64_t *state)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (below(state, 4) != 0 || disturb(tasks[i], state)) tasks[kept++] = tasks[i];
    return kept;
}

@async
int node(uint64_t state, int depth)
{
    unsync_task_of(int) tasks[CHILDREN];
    begins();
    defer ends();
    size_t count = start_some(tasks, &state, depth);
    for (unsigned turns = below(&state, 3); turns > 0; turns--) await unsync_yield();
    if (below(&state, 4) == 0) await unsync_sleep(below(&state, 3));
    count = disturb_all(tasks, count, &state);
    unsigned end = below(&state, 12);
    if (count == 0 && end > 2) return 0;
    if (count == 1 && end == 7) end = 8; /* a handle has one consumer */
    switch (end) {
    case 0: return 0; /* the others are cancelled */
    case 1: unsync_fail(MINE, "a node");
    case 2: await unsync_settle(tasks, count); break;
    case 3: await unsync_gather(tasks, count); break;
    case 4: await unsync_race(tasks, count); break;
    case 5: check_code(catch unsync_first(tasks, count)); break;
    case 6: check_code(catch unsync_timeout(unsync_gather(tasks, count), 2)); break;
    case 7: await unsync_select(tasks[0], tasks[count - 1], unsync_sleep(2)); break;
    }
    int sum = 0;
    for (size_t i = 0; i < count; i++) {
        int code = catch tasks[i];
        check_code(code);
        sum += code == 0 ? await tasks[i] : (unsync_release(tasks[i]), 0);
    }
    return sum;
}

@thread
int node_in_thread(uint64_t state, int depth)
{
    unsync_task_of(int) tasks[CHILDREN];
    begins();
    defer ends();
    size_t count = start_some(tasks, &state, depth);
    count = disturb_all(tasks, count, &state);
    if (below(&state, 4) == 0) return 0;
    if (count > 1 && below(&state, 3) == 0) await unsync_settle(tasks, count);
    int sum = 0;
    for (size_t i = 0; i < count; i++) {
        int code = catch tasks[i];
        check_code(code);
        sum += code == 0 ? await tasks[i] : (unsync_release(tasks[i]), 0);
    }
    return sum;
}

/* --- What is left ----------------------------------------------------------------------------- */

static void check_objects(void)
{
    int item;
    while (unsync_queue_try_get(queue, &item) == 0) take_note(item);
    for (int i = 0; i < items; i++)
        must(!put[i] || got[i], "item %d of %d was put and never got", i, items);
    must(unsync_lock_try(&lock) == 0 && holders == 0, "the lock is taken");
    must(unsync_lock_try(&flag_lock) == 0, "the lock of the flag is taken");
    must(unsync_rwlock_try_write(&shared) == 0, "the readers' lock is taken");
    for (int i = 0; i < PERMITS; i++)
        must(unsync_semaphore_try(&permits) == 0, "%d permits are lost", PERMITS - i);
    must(unsync_semaphore_try(&permits) != 0, "there are more permits than there were");
    unsync_lock_give(&lock);
    unsync_lock_give(&flag_lock);
    unsync_rwlock_give_write(&shared);
    unsync_semaphore_give(&permits, PERMITS);
}

@async
int main(void)
{
    uint64_t state = seed();
    queue = unsync_queue_new(int, 2);
    for (int round = 0; round < ROUNDS; round++) {
        node_task top = unsync_timeout(node(draw(&state), DEPTH), 5 + below(&state, 20));
        check_code(catch top);
        unsync_release(top);
        while (begun != ended) await unsync_sleep(1); /* what is detached ends by its deadline */
        must(await unsync_shutdown(60000) == 0, "a task does not end"); /* or has not begun */
        must(begun == ended, "%ld bodies began, %ld ended", begun, ended);
        check_objects();
    }
    unsync_queue_free(queue);
    return 0;
}
