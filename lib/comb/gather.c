/* gather.c: unsync_gather, a task that ends when all of an array have ended.
 *
 * It adopts the handles while it runs, so that a cancel reaches them through the tree, and gives them
 * back to its own parent when it ends: the handles stay the caller's. The first failure cancels the rest;
 * the gather fails with a copy of it when all have ended. It holds no list of its own: the caller's array
 * is read at the start, at a cancel and at the end. */
#include "../base/check.h"
#include "../core/cancel.h"
#include "../core/failure.h"
#include "../core/task.h"

/* The array's real element type is some handle type; all of them are one pointer. */
typedef struct unsync__task *handle __attribute__((may_alias));

struct frame {
    struct unsync__task task;
    const handle *handles;
    size_t count;
    size_t running;
    struct unsync__task *first_failed;
};

/* An owner that is leaving already has no more use for them. */
static void give_back(struct frame *self)
{
    struct unsync__task *owner = self->task.parent;
    for (size_t i = self->count; i-- > 0;) {
        struct unsync__task *child = self->handles[i];
        if (owner != NULL && (owner->flags & UNSYNC__JOINING))
            unsync__drop(child);
        else
            unsync__adopt(child, owner);
    }
}

static void end(struct frame *self)
{
    if (self->first_failed != NULL)
        unsync__failure_copy(&self->task, self->first_failed);
    else if (self->task.flags & UNSYNC__CANCEL)
        unsync__failure_set_asked(&self->task, NULL, 0);
    give_back(self);
    unsync__resolve(&self->task);
}

/* The extra count keeps a child that ends at once from ending the gather below our feet. */
static void cancel_rest(struct frame *self)
{
    self->running++;
    for (size_t i = 0; i < self->count; i++) unsync__request_cancel(self->handles[i]);
    if (--self->running == 0) end(self);
}

static void note_outcome(struct frame *self, struct unsync__task *child)
{
    if ((child->flags & UNSYNC__FAILED) == 0 || self->first_failed != NULL) return;
    self->first_failed = child;
    if ((child->flags & UNSYNC__STATIC) == 0)
        unsync__store_flags(child, child->flags | UNSYNC__OBSERVED);
}

static void start(struct unsync__task *task)
{
    struct frame *self = (struct frame *) task;
    for (size_t i = 0; i < self->count; i++) {
        struct unsync__task *child = self->handles[i];
        unsync__check(child != NULL, "unsync_gather: handle %zu of %zu is NULL", i, self->count);
        if ((child->flags & UNSYNC__STATIC) != 0 || unsync__attend(task, child))
            note_outcome(self, child);
        else
            self->running++;
    }
    if (self->running == 0)
        end(self);
    else if (self->first_failed != NULL)
        cancel_rest(self);
}

static void wake(struct unsync__task *task, struct unsync__task *child)
{
    struct frame *self = (struct frame *) task;
    bool first = self->first_failed == NULL;
    self->running--;
    note_outcome(self, child);
    if (self->running == 0)
        end(self);
    else if (first && self->first_failed != NULL)
        cancel_rest(self);
}

static void cancel(struct unsync__task *task)
{
    cancel_rest((struct frame *) task);
}

static const struct unsync__lane lane = {
    .name = "gather", .start = start, .wake = wake, .cancel = cancel};
static const struct unsync__kind kind = {.name = "unsync_gather",
                                         .file = "unsync",
                                         .size = sizeof(struct frame),
                                         .lane = &lane};

struct unsync__task *unsync__gather(const void *handles, size_t count)
{
    struct frame *self = unsync__new(&kind, sizeof *self);
    if (self == NULL) return &unsync__no_memory;
    self->handles = handles;
    self->count = count;
    self->running = 0;
    self->first_failed = NULL;
    return unsync__start(&self->task);
}
