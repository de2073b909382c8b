/* gather.c: tasks that end when all of an array have ended: unsync_gather, _settle, _race, _first.
 *
 * They adopt the handles while they run, so that a cancel reaches these through the tree, and give
 * them back to their own parent when they end: the handles stay the caller's. The four differ in
 * which outcome decides, and so cancels the rest: the first failure (gather), none (settle), the
 * first of all (race), the first that ends well (first). There is no list: the caller's array is
 * read at the start, when it is decided, and at the end. */
#include "../base/check.h"
#include "../core/cancel.h"
#include "../core/failure.h"
#include "../core/lost.h"
#include "../core/task.h"

/* The array's real element type is some handle type; all of them are one pointer. */
typedef struct unsync__task *handle __attribute__((may_alias));

/* Which outcomes decide. */
enum decides { FAILURES = 1, VALUES = 2 };

struct frame {
    struct unsync__task task;
    size_t index; /* the value of race and first: the place of `decisive` */
    const handle *handles;
    size_t count;
    size_t running;
    struct unsync__task *decisive;
    struct unsync__task *last_failed;
    unsigned decides;
};

static void give_back(struct frame *self)
{
    for (size_t i = self->count; i-- > 0;) unsync__give_back(self->handles[i], self->task.parent);
}

/* What the task itself fails with; NULL: it ends well. */
static const struct unsync__task *failed_one(const struct frame *self)
{
    if (self->decides == FAILURES) return self->decisive;
    return self->decides == VALUES && self->decisive == NULL ? self->last_failed : NULL;
}

static void end(struct frame *self)
{
    bool has_value = (self->decides & VALUES) != 0;
    const struct unsync__task *failed = failed_one(self);
    if (self->decisive == NULL && (self->task.flags & UNSYNC__CANCEL))
        unsync__failure_set_asked(&self->task, NULL, 0);
    else if (failed != NULL)
        unsync__failure_copy(&self->task, failed);
    else if (self->decisive == NULL && has_value)
        unsync__failure_set(&self->task, NULL, 0, UNSYNC_EINVAL, "there are no handles");
    for (size_t i = 0; has_value && i < self->count; i++)
        if (self->handles[i] == self->decisive) self->index = i;
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

static void observe(struct unsync__task *child)
{
    unsync__lost_look(child);
    if ((child->flags & UNSYNC__STATIC) == 0)
        unsync__store_flags(child, child->flags | UNSYNC__OBSERVED);
}

/* The failures that the task passes on, or had to do without, are seen; the others are the
 * caller's. */
static void note_outcome(struct frame *self, struct unsync__task *child)
{
    bool failed = (child->flags & UNSYNC__FAILED) != 0;
    bool asked = (self->decides & VALUES) && (self->task.flags & UNSYNC__CANCEL);
    if (self->decisive != NULL || asked) return;
    if (self->decides & (failed ? FAILURES : VALUES)) self->decisive = child;
    if (failed && (self->decides == FAILURES || self->decides == VALUES)) observe(child);
    if (failed) self->last_failed = child;
}

static void start(struct unsync__task *task)
{
    struct frame *self = (struct frame *) task;
    for (size_t i = 0; i < self->count; i++) {
        struct unsync__task *child = self->handles[i];
        unsync__check(child != NULL, "%s: handle %zu of %zu is NULL", task->kind->name, i,
                      self->count);
        unsync__check(child->parent != task, "%s: handle %zu of %zu is there twice",
                      task->kind->name, i, self->count);
        if ((child->flags & UNSYNC__STATIC) != 0 || unsync__attend(task, child))
            note_outcome(self, child);
        else
            self->running++;
    }
    if (self->running == 0)
        end(self);
    else if (self->decisive != NULL)
        cancel_rest(self);
}

static void wake(struct unsync__task *task, struct unsync__task *child)
{
    struct frame *self = (struct frame *) task;
    bool first = self->decisive == NULL;
    self->running--;
    note_outcome(self, child);
    if (self->running == 0)
        end(self);
    else if (first && self->decisive != NULL)
        cancel_rest(self);
}

static void cancel(struct unsync__task *task)
{
    cancel_rest((struct frame *) task);
}

static const struct unsync__lane lane = {
    .name = "gather", .start = start, .wake = wake, .cancel = cancel};
#define KIND(title)                                                                                \
    {.name = (title), .file = "unsync", .size = sizeof(struct frame), .lane = &lane}
static const struct unsync__kind gather = KIND("unsync_gather"), settle = KIND("unsync_settle"),
                                 race = KIND("unsync_race"), first = KIND("unsync_first");

static struct unsync__task *start_all(const struct unsync__kind *kind, unsigned decides,
                                      const void *handles, size_t count)
{
    struct frame *self = unsync__new(kind, sizeof *self);
    if (self == NULL) return &unsync__no_memory;
    self->handles = handles;
    self->count = count;
    self->running = 0;
    self->decisive = NULL;
    self->last_failed = NULL;
    self->decides = decides;
    return unsync__start(&self->task);
}

struct unsync__task *unsync__gather(const void *handles, size_t count)
{
    return start_all(&gather, FAILURES, handles, count);
}

struct unsync__task *unsync__settle(const void *handles, size_t count)
{
    return start_all(&settle, 0, handles, count);
}

struct unsync__task *unsync__race(const void *handles, size_t count)
{
    return start_all(&race, FAILURES | VALUES, handles, count);
}

struct unsync__task *unsync__first(const void *handles, size_t count)
{
    return start_all(&first, VALUES, handles, count);
}
