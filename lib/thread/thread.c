/* thread.c: the thread lane: tasks as jobs of the pool that their mark names.
 *
 * A start on the loop thread never waits; one on another thread does if the pool's queue is bounded
 * and full. A daemon's job belongs to nobody but the program from its start on. */
#include "../core/cancel.h"
#include "../core/failure.h"
#include "../core/task.h"
#include "../loop/block.h"
#include "../loop/clock.h"
#include "../loop/door.h"
#include "pools.h"

/* Of one that was offered the start was heard of before. */
static void let_clock_go(const struct unsync__task *task)
{
    if (task->flags & UNSYNC__OFFERED) unsync__clock_release();
}

static void refuse(struct unsync__task *task)
{
    let_clock_go(task);
    unsync__failure_set(task, NULL, 0, UNSYNC_ESYSTEM, "the system gives no thread for %s",
                        task->kind->name);
    unsync__resolve(task);
}

static void starve(struct unsync__task *task)
{
    let_clock_go(task);
    unsync__failure_set(task, NULL, 0, UNSYNC_ENOMEM, "no memory for the pool of %s",
                        task->kind->name);
    unsync__resolve(task);
}

/* Not the twin of one that is abandoned, which is a child of that. */
static bool is_daemon(const struct unsync__task *task)
{
    const struct unsync__kind *kind = task->kind;
    const struct unsync__pooled *pooled = (const void *) kind->remote;
    return kind->lane == &unsync__lane_thread && pooled != NULL &&
           (pooled->flags & UNSYNC__DAEMON) != 0 && pooled->job != kind;
}

static void start(struct unsync__task *task)
{
    struct unsync__pool *pool = unsync__pool_of(task->kind);
    unsync__pools_hook();
    if (is_daemon(task)) unsync__adopt(task, &unsync__daemons);
    bool is_offered = (task->flags & UNSYNC__OFFERED) != 0;
    if (!is_offered && pool == NULL) {
        starve(task);
    } else if (!is_offered && !unsync__pool_submit(pool, task)) {
        refuse(task);
    } else {
        /* Until it leaves the queue by a cancel, or the door hears of its end. */
        unsync__clock_hold();
        unsync__door_expect();
        if (pool != NULL) unsync__pool_watch(pool);
    }
}

static void offer(struct unsync__task *task)
{
    struct unsync__pool *pool = unsync__pool_of(task->kind);
    if (pool == NULL)
        unsync__door_call(starve, task);
    else if (!unsync__pool_submit(pool, task))
        unsync__door_call(refuse, task);
    else
        unsync__pool_wait_for_room(pool, task);
}

static void cancel(struct unsync__task *task)
{
    struct unsync__pool *pool = unsync__pool_of(task->kind);
    if (pool == NULL || !unsync__pool_withdraw(pool, task)) {
        unsync__block_cancel(task);
        return;
    }
    unsync__clock_release();
    unsync__end_asked(task);
}

static bool claim(struct unsync__task *task)
{
    struct unsync__pool *pool = unsync__pool_of(task->kind);
    return pool != NULL && unsync__pool_claim(pool, task);
}

static void help(struct unsync__task *task)
{
    unsync__pool_help(unsync__pool_of(task->kind), task);
}

static const char *phase(const struct unsync__task *task, char *text, size_t room)
{
    struct unsync__pool *pool = unsync__pool_of(task->kind);
    (void) text;
    (void) room;
    return pool != NULL && unsync__pool_holds(pool, task) ? "queued" : "runs";
}

const struct unsync__lane unsync__lane_thread = {.name = "thread",
                                                 .start = start,
                                                 .offer = offer,
                                                 .wake = unsync__block_wake,
                                                 .cancel = cancel,
                                                 .claim = claim,
                                                 .help = help,
                                                 .phase = phase};
