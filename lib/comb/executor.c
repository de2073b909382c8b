/* executor.c: a bound on how many calls run at a time, whatever the lane of what is called.
 *
 * A submission is a relay: a task that waits in the executor's queue until there is room, then
 * calls the function, which starts a thread's job, a worker's or a loop task. It belongs to who
 * submitted it; the executor only counts. So it is no task itself but memory that is counted: one
 * for its holder, one for each submission, map and join. Closing is a flag; a join waits until no
 * submission is left. */
#include "executor.h"

#include <stdatomic.h>

#include "../base/alloc.h"
#include "../base/check.h"
#include "../core/cancel.h"
#include "../core/failure.h"
#include "../core/task.h"
#include "visit.h"

struct unsync_executor {
    size_t limit;
    atomic_size_t owners;
    /* The loop thread's: */
    bool closed;
    size_t running, waiting;
    struct unsync__relay *first, **last;
    struct join *joins;
};

struct join {
    struct unsync__task task;
    struct unsync_executor *executor;
    struct join *next, **back; /* NULL: not in the list */
};

struct unsync_executor *unsync_executor_new(size_t limit)
{
    struct unsync_executor *executor = unsync__zalloc(sizeof *executor);
    if (executor == NULL) return NULL;
    executor->limit = limit > 0 ? limit : 1;
    executor->last = &executor->first;
    atomic_init(&executor->owners, 1);
    return executor;
}

size_t unsync__executor_limit(const struct unsync_executor *executor)
{
    return executor->limit;
}

void unsync__executor_own(struct unsync_executor *executor)
{
    atomic_fetch_add(&executor->owners, 1);
}

void unsync__executor_disown(struct unsync_executor *executor)
{
    if (atomic_fetch_sub(&executor->owners, 1) == 1) unsync__free(executor);
}

/* --- Joins ------------------------------------------------------------------------------------ */

static struct unsync_executor *unlink_join(struct join *join)
{
    if (join->back != NULL) {
        *join->back = join->next;
        if (join->next != NULL) join->next->back = join->back;
        join->back = NULL;
    }
    return join->executor;
}

static bool is_idle(const struct unsync_executor *executor)
{
    return executor->running + executor->waiting == 0;
}

static void end_join(struct join *join)
{
    unsync__executor_disown(unlink_join(join));
    unsync__resolve(&join->task);
}

static void start_join(struct unsync__task *task)
{
    struct join *join = (struct join *) task;
    struct unsync_executor *executor = join->executor;
    executor->closed = true;
    if (is_idle(executor)) {
        end_join(join);
        return;
    }
    join->next = executor->joins;
    join->back = &executor->joins;
    if (join->next != NULL) join->next->back = &join->next;
    executor->joins = join;
}

static void cancel_join(struct unsync__task *task)
{
    unsync__failure_set_asked(task, NULL, 0);
    end_join((struct join *) task);
}

/* --- Submissions ------------------------------------------------------------------------------ */

static void dequeue(struct unsync_executor *executor, struct unsync__relay *relay)
{
    *relay->back = relay->next;
    if (relay->next != NULL)
        relay->next->back = relay->back;
    else
        executor->last = relay->back;
    relay->back = NULL;
    executor->waiting--;
}

static void admit(struct unsync_executor *executor, struct unsync__relay *relay)
{
    executor->running++;
    relay->is_admitted = true;
    unsync__make_ready(unsync__here, relay->task);
}

/* One has left: the next may go; and when it was the last, those who join. */
static void leave(struct unsync_executor *executor)
{
    struct unsync__relay *next = executor->first;
    if (next != NULL && executor->running < executor->limit) {
        dequeue(executor, next);
        admit(executor, next);
    }
    while (is_idle(executor) && executor->joins != NULL) end_join(executor->joins);
    unsync__executor_disown(executor);
}

static void end(struct unsync__task *task)
{
    struct unsync__relay *self = unsync__relay_of(task);
    struct unsync_executor *executor = self->keeper;
    if (self->is_admitted) executor->running--;
    unsync__relay_end(task);
    leave(executor);
}

static void start(struct unsync__task *task)
{
    struct unsync__relay *self = unsync__relay_of(task);
    struct unsync_executor *executor = self->keeper;
    if (executor->closed) {
        unsync__failure_set(task, NULL, 0, UNSYNC_ECANCELED, "the executor is closed");
        unsync__resolve(task);
        unsync__executor_disown(executor);
        return;
    }
    if (executor->running < executor->limit) {
        admit(executor, self);
        return;
    }
    self->next = NULL;
    self->back = executor->last;
    *executor->last = self;
    executor->last = &self->next;
    executor->waiting++;
}

static void run(struct unsync__task *task)
{
    if (unsync__relay_go_on(task)) end(task);
}

/* While it is ready there is nobody to be asked: it looks itself when it runs. */
static void cancel(struct unsync__task *task)
{
    struct unsync__relay *self = unsync__relay_of(task);
    if (self->back != NULL) {
        dequeue(self->keeper, self);
        end(task);
    } else if (self->inner != NULL) {
        unsync__pass_request(task, self->inner);
    }
}

static const struct unsync__lane lane = {
    .name = "executor", .start = start, .wake = unsync__relay_wake, .cancel = cancel};
static const struct unsync__kind kind = {.name = "unsync_executor_submit",
                                         .file = "unsync",
                                         .size = sizeof(struct unsync__task),
                                         .lane = &lane,
                                         .run = run,
                                         .drop = unsync__relay_drop};
static const struct unsync__lane join_lane = {
    .name = "join", .start = start_join, .cancel = cancel_join};
static const struct unsync__kind join_kind = {.name = "unsync_executor_join",
                                              .file = "unsync",
                                              .size = sizeof(struct join),
                                              .lane = &join_lane};

/* --- For people ------------------------------------------------------------------------------- */

struct unsync__task *unsync__executor_submit(struct unsync_executor *executor,
                                             unsync__starter *function, void *argument, size_t size,
                                             size_t align)
{
    unsync__check(executor != NULL, "unsync_executor_submit: the executor is NULL");
    struct unsync__task *task = unsync__relay_new(&kind, function, argument, size, align);
    if (task == NULL) return &unsync__no_memory;
    unsync__executor_own(executor);
    unsync__relay_of(task)->keeper = executor;
    return unsync__start(task);
}

static void close_executor(void *argument)
{
    ((struct unsync_executor *) argument)->closed = true;
}

void unsync_executor_close(struct unsync_executor *executor)
{
    unsync__check(executor != NULL, "unsync_executor_close: the executor is NULL");
    unsync__visit(close_executor, executor);
}

unsync_task_of(void) unsync_executor_join(struct unsync_executor *executor)
{
    unsync__check(executor != NULL, "unsync_executor_join: the executor is NULL");
    struct join *join = unsync__new(&join_kind, sizeof *join);
    if (join == NULL) return (unsync_task_of(void)) &unsync__no_memory;
    unsync__executor_own(executor);
    join->executor = executor;
    join->back = NULL;
    return (unsync_task_of(void)) unsync__start(&join->task);
}

void unsync_executor_free(struct unsync_executor *executor)
{
    if (executor == NULL) return;
    unsync_executor_close(executor);
    unsync__executor_disown(executor);
}
