/* room.c: unsync_pool_room, a task that stands in the line of a pool whose queue is bounded. */
#include "../core/cancel.h"
#include "../core/failure.h"
#include "../core/task.h"
#include "../loop/clock.h"
#include "pools.h"

struct frame {
    struct unsync__task task;
    struct unsync__pool *pool; /* NULL: there is none of that name */
};

static void start(struct unsync__task *task)
{
    struct unsync__pool *pool = ((struct frame *) task)->pool;
    if (pool == NULL || unsync__pool_admit(pool, task))
        unsync__resolve(task);
    else
        unsync__clock_hold(); /* until it leaves the line, or comes in by the door */
}

/* One that was let in ends well: the door has it. */
static void cancel(struct unsync__task *task)
{
    struct unsync__pool *pool = ((struct frame *) task)->pool;
    if (!unsync__pool_turn_away(pool, task)) return;
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
