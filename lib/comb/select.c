/* select.c: unsync_select, a task that ends when the first of some handles has; the others go on,
 * and all stay the caller's. It adopts them while it waits, as gather does, so that a cancel or a
 * deadline of the select reaches them; then it ends when all of them have. Handles are of any
 * types, so the list is its own. */
#include "../base/check.h"

#include <string.h>

#include "../core/cancel.h"
#include "../core/failure.h"
#include "../core/task.h"

struct frame {
    struct unsync__task task;
    size_t winner; /* the value */
    size_t count, attended;
    size_t running; /* of those attended */
    struct unsync__task *handles[];
};

/* They are no longer waited for. */
static void give_back(struct frame *self)
{
    for (size_t i = 0; i < self->attended; i++) {
        struct unsync__task *child = self->handles[i];
        if (child->flags & UNSYNC__STATIC) continue;
        unsync__store_flags(child, child->flags & ~(uint32_t) UNSYNC__AWAITED);
        unsync__give_back(child, self->task.parent);
    }
}

static void end(struct frame *self)
{
    if (self->task.flags & UNSYNC__CANCEL) unsync__failure_set_asked(&self->task, NULL, 0);
    give_back(self);
    unsync__resolve(&self->task);
}

static void start(struct unsync__task *task)
{
    struct frame *self = (struct frame *) task;
    for (size_t i = 0; i < self->count; i++) {
        struct unsync__task *child = self->handles[i];
        unsync__check(child != NULL, "unsync_select: handle %zu of %zu is NULL", i, self->count);
        self->attended++;
        if ((child->flags & UNSYNC__STATIC) || unsync__attend(task, child)) {
            self->winner = i;
            end(self);
            return;
        }
        self->running++;
    }
}

static void wake(struct unsync__task *task, struct unsync__task *child)
{
    struct frame *self = (struct frame *) task;
    self->running--;
    if ((task->flags & UNSYNC__CANCEL) && self->running > 0) return;
    while (self->handles[self->winner] != child) self->winner++;
    end(self);
}

/* The extra count keeps a handle that ends at once from ending the select below our feet. */
static void cancel(struct unsync__task *task)
{
    struct frame *self = (struct frame *) task;
    self->running++;
    for (size_t i = 0; i < self->attended; i++) unsync__request_cancel(self->handles[i]);
    if (--self->running == 0) end(self);
}

static const struct unsync__lane lane = {
    .name = "select", .start = start, .wake = wake, .cancel = cancel};
static const struct unsync__kind kind = {.name = "unsync_select",
                                         .file = "unsync",
                                         .size = sizeof(struct frame),
                                         .lane = &lane};

unsync_task_of(size_t) unsync__select(struct unsync__task *const *handles, size_t count)
{
    unsync__check(count > 0, "unsync_select: no handles");
    struct frame *self = unsync__new(&kind, sizeof *self + count * sizeof *handles);
    if (self == NULL) return (unsync_task_of(size_t)) &unsync__no_memory;
    memcpy(self->handles, handles, count * sizeof *handles);
    self->count = count;
    self->winner = self->attended = self->running = 0;
    return (unsync_task_of(size_t)) unsync__start(&self->task);
}
