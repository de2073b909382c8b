/* Races by the thousand: tasks of both lanes that use locks, queues and each other, while threads
 * and the loop cancel them, let their deadlines pass, shield them, release and await them. Each
 * scenario is drawn from its number. After it every body that began has ended, the lock and all
 * permits are there, what the lock guards is what it has to be, and no item was got twice. */
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <unsync.h>

enum { SCENARIOS = 500, TASKS = 5, STEPS = 4 };
typedef unsync_queue_of(int) int_queue;

static atomic_int begun, ended;
static struct unsync_lock lock;
static struct unsync_semaphore permits = UNSYNC_SEMAPHORE(2);
static struct unsync_condition changed;
static long guarded, taken; /* by the lock */
enum { ITEMS = 1 << 20 };
static atomic_int items;        /* that were drawn up */
static atomic_bool seen[ITEMS]; /* that were got */
static atomic_int twice;
static int_queue queue;

static unsigned draw(uint64_t *seed, unsigned below)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return (unsigned) (*seed >> 33) % below;
}

static void see(int item)
{
    if (item < 0 || item >= items || atomic_exchange(&seen[item], true)) twice++;
}

static void leave(void)
{
    atomic_fetch_add(&ended, 1);
}

static void give(long before)
{
    guarded = before + 1;
    unsync_lock_give(&lock);
}

@async
int works(uint64_t seed)
{
    defer leave();
    atomic_fetch_add(&begun, 1);
    for (int i = 0; i < STEPS; i++)
        switch (draw(&seed, 6)) {
        case 0: await unsync_yield(); break;
        case 1: await unsync_sleep(draw(&seed, 2)); break;
        case 2: {
            await unsync_lock_take(&lock);
            defer give(taken++);
            if (draw(&seed, 2)) await unsync_yield();
            if (draw(&seed, 4) == 0) unsync_condition_signal(&changed);
            break;
        }
        case 3: {
            int item = items++;
            int code = catch unsync_timeout(unsync_queue_put(queue, &item), 1);
            (void) code;
            break;
        }
        case 4: {
            int item;
            if (catch unsync_timeout(unsync_queue_get(queue, &item), 1) == 0) see(item);
            break;
        }
        case 5: {
            await unsync_semaphore_take(&permits);
            defer unsync_semaphore_give(&permits, 1);
            await unsync_yield();
        }
        }
    if (draw(&seed, 5) == 0) unsync_fail(-7, "drawn");
    return (int) draw(&seed, 100);
}

@thread
int works_in_thread(uint64_t seed)
{
    defer leave();
    atomic_fetch_add(&begun, 1);
    for (int i = 0; i < STEPS; i++)
        switch (draw(&seed, 5)) {
        case 0: await works(draw(&seed, 1000) + 1); break;
        case 1: {
            await unsync_lock_take(&lock);
            defer give(taken++);
            if (draw(&seed, 2)) await unsync_yield();
            break;
        }
        case 2: {
            int item = items++;
            (void) unsync_queue_try_put(queue, &item);
            break;
        }
        case 3: {
            int item;
            if (unsync_queue_try_get(queue, &item) == 0) see(item);
            break;
        }
        case 4: {
            await unsync_lock_take(&lock);
            defer unsync_lock_give(&lock);
            int code = catch unsync_timeout(unsync_condition_wait(&changed, &lock), 1);
            (void) code;
        }
        }
    return (int) draw(&seed, 100);
}

/* From another thread, while it may be running, ending, or have ended. */
@thread
void disturbs(works_task task, unsigned how)
{
    if (how == 0) unsync_cancel(task);
    if (how == 1) (void) unsync_timeout(task, 0);
    if (how == 2) (void) unsync_shield(task);
    if (how == 3 && unsync_done(task)) (void) unsync_failure(task);
}

@async
void scenario(uint64_t seed)
{
    defer leave();
    atomic_fetch_add(&begun, 1);
    unsync_task_of(int) tasks[TASKS];
    for (int i = 0; i < TASKS; i++) {
        uint64_t own = seed + (unsigned) i;
        tasks[i] = draw(&seed, 3) ? works(own) : works_in_thread(own);
        if (draw(&seed, 6) == 0) tasks[i] = unsync_timeout(tasks[i], draw(&seed, 3));
        if (draw(&seed, 6) == 0) tasks[i] = unsync_shield(tasks[i]);
    }
    if (draw(&seed, 3)) {
        disturbs_task first = disturbs(tasks[draw(&seed, TASKS)], draw(&seed, 4));
        disturbs_task second = disturbs(tasks[draw(&seed, TASKS)], draw(&seed, 4));
        if (draw(&seed, 2)) await unsync_yield();
        if (draw(&seed, 2)) unsync_cancel(tasks[draw(&seed, TASKS)]);
        await first;
        await second;
    }
    switch (draw(&seed, 6)) {
    case 0: {
        int code = catch unsync_gather(tasks, TASKS);
        (void) code;
        break;
    }
    case 1: {
        int code = catch unsync_race(tasks, TASKS);
        (void) code;
        break;
    }
    case 2: {
        int code = catch unsync_timeout(unsync_settle(tasks, TASKS), 1);
        (void) code;
        break;
    }
    case 3: {
        size_t which = await unsync_select(tasks[0], tasks[1], tasks[2]);
        unsync_release(tasks[which]);
        tasks[which] = works(seed);
        break;
    }
    case 4: unsync_detach(tasks[0]); tasks[0] = works(seed); break;
    }
    for (int i = 0; i < TASKS; i++)
        switch (draw(&seed, 4)) {
        case 0: unsync_release(tasks[i]); break;
        case 1: unsync_background(tasks[i]); break;
        case 2: {
            int code = catch tasks[i];
            (void) code;
            break;
        }
        }
}

static int same(void)
{
    int item;
    while (unsync_queue_try_get(queue, &item) == 0) see(item);
    int permit = unsync_semaphore_try(&permits) + unsync_semaphore_try(&permits);
    unsync_semaphore_give(&permits, 2);
    int free = unsync_lock_try(&lock);
    if (free == 0) unsync_lock_give(&lock);
    return permit == 0 && free == 0 && guarded == taken && twice == 0;
}

@async
int main(void)
{
    /* Failures that nobody looks at are of no interest; a sanitizer has a way of its own. */
    stderr = fopen("/dev/null", "w");
    queue = unsync_queue_new(int, 3);
    for (int i = 1; i <= SCENARIOS; i++) {
        scenario_task task = scenario((uint64_t) i * 0x9e3779b97f4a7c15u);
        int code = catch unsync_timeout(task, 3);
        (void) code;
        unsync_release(task);
        while (begun != ended) await unsync_yield();
        if (!same()) {
            printf("scenario %d: guarded %ld of %ld, %d twice\n", i, guarded, taken, twice);
            return 1;
        }
    }
    printf("all joined\n");
    unsync_queue_free(queue);
    return 0;
}
