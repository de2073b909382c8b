/* room.c: a pool whose queue is bounded. A starter on a thread sleeps, when its job is in, until
 * that is one of the first so many; a task of the loop awaits unsync_pool_room before: it stands in
 * a line, and each job that is taken lets one in. */
#include "../core/cancel.h"
#include "../core/failure.h"
#include "../core/task.h"
#include "../loop/block.h"
#include "../loop/clock.h"
#include "../loop/door.h"
#include "pools.h"

/* Under the lock. */
static bool is_full(struct unsync__pool *pool)
{
    return pool->bound > 0 && unsync__pool_waiting(pool) >= pool->bound;
}

void unsync__pool_make_room(struct unsync__pool *pool)
{
    if (pool->starters > 0) pthread_cond_broadcast(&pool->some_room);
    struct unsync__task *guest = pool->guests.first;
    if (guest == NULL || is_full(pool)) return;
    unsync__jobs_take_out(&pool->guests, guest);
    guest->budget = UNSYNC__TAKEN;
    unsync__door_completed(guest);
}

/* With a job that is in already. */
static bool has_too_many(struct unsync__pool *pool)
{
    return pool->bound > 0 && unsync__pool_waiting(pool) > pool->bound;
}

/* A thread that waits here makes room for another, as one that waits for a task does. */
void unsync__pool_wait_for_room(struct unsync__pool *pool, const struct unsync__task *task)
{
    bool counts = unsync__block_hook != NULL;
    if (!has_too_many(pool)) return;
    if (counts) unsync__block_hook(true);
    pthread_mutex_lock(&pool->lock);
    pool->starters++;
    while ((task == NULL || task->budget != UNSYNC__TAKEN) && has_too_many(pool) && !pool->closing)
        pthread_cond_wait(&pool->some_room, &pool->lock);
    pool->starters--;
    pthread_mutex_unlock(&pool->lock);
    if (counts) unsync__block_hook(false);
}

/* Lets a guest in, now (true) or when there is room (false): by the door. */
static bool admit(struct unsync__pool *pool, struct unsync__task *guest)
{
    pthread_mutex_lock(&pool->lock);
    bool full = is_full(pool) || pool->guests.first != NULL;
    guest->budget = full ? UNSYNC__QUEUED : UNSYNC__TAKEN;
    if (full) unsync__jobs_append(&pool->guests, guest);
    pthread_mutex_unlock(&pool->lock);
    return !full;
}

/* The guest leaves; false: it was let in. */
static bool turn_away(struct unsync__pool *pool, struct unsync__task *guest)
{
    pthread_mutex_lock(&pool->lock);
    bool waits = guest->budget == UNSYNC__QUEUED;
    if (waits) unsync__jobs_take_out(&pool->guests, guest);
    guest->budget = UNSYNC__TAKEN;
    pthread_mutex_unlock(&pool->lock);
    return waits;
}

/* --- The task that waits ---------------------------------------------------------------------- */

struct frame {
    struct unsync__task task;
    struct unsync__pool *pool; /* NULL: there is none of that name */
};

static void start(struct unsync__task *task)
{
    struct unsync__pool *pool = ((struct frame *) task)->pool;
    if (pool == NULL || admit(pool, task))
        unsync__resolve(task);
    else
        unsync__clock_hold(); /* until it leaves the line, or comes in by the door */
}

/* One that was let in ends well: the door has it. */
static void cancel(struct unsync__task *task)
{
    struct unsync__pool *pool = ((struct frame *) task)->pool;
    if (!turn_away(pool, task)) return;
    unsync__clock_release();
    unsync__end_asked(task);
}

static const struct unsync__lane lane = {.name = "room", .start = start, .cancel = cancel};
static const struct unsync__kind kind = {.name = "unsync_pool_room",
                                         .file = "unsync",
                                         .size = sizeof(struct frame),
                                         .lane = &lane};

unsync_task_of(void) unsync_pool_room(const char *name)
{
    struct frame *self = unsync__new(&kind, sizeof *self);
    if (self == NULL) return (unsync_task_of(void)) &unsync__no_memory;
    self->pool = unsync__pool_find(name);
    return (unsync_task_of(void)) unsync__start(&self->task);
}
