/* map.c: unsync_map, a function for each item of an array, so many at a time.
 *
 * Items are started from the ready queue, a slice at a time, never from inside the end of another
 * task. The first failure, or a cancel, stops it: nothing more is started, what runs is cancelled
 * and, when the map leaves, dropped. Which item a task belongs to is in a table with room for the
 * limit, not for the count. */
#include "../base/check.h"

#include <string.h>

#include "../core/cancel.h"
#include "../core/failure.h"
#include "../core/task.h"
#include "executor.h"
#include "places.h"

enum { SLICE = 128 };

struct frame {
    struct unsync__task task;
    unsync__starter *function;
    char *items, *results;
    size_t item_size, size, align; /* of an item; of a value */
    size_t count, limit, started, taken, running;
    struct unsync_executor *executor; /* or NULL */
    struct unsync__task *failed;
    bool is_stopped, is_ready;
    struct unsync__places places;
};

static void make_ready(struct frame *self)
{
    if (self->is_ready) return;
    self->is_ready = true;
    unsync__make_ready(unsync__here, &self->task);
}

static void stop(struct frame *self)
{
    self->is_stopped = true;
    for (struct unsync__task *child = self->task.children, *next; child != NULL; child = next) {
        next = child->next;
        if ((child->flags & UNSYNC__DONE) == 0) unsync__request_cancel(child);
    }
}

/* What ends after the stop is dropped when the map leaves. */
static void take(struct frame *self, struct unsync__task *child, size_t index)
{
    if (self->is_stopped) return;
    if (child->flags & UNSYNC__FAILED) {
        self->failed = child;
        stop(self);
        return;
    }
    self->taken++;
    if (self->results == NULL) {
        unsync__drop(child);
        return;
    }
    memcpy(self->results + index * self->size, unsync__value_at(child, self->align), self->size);
    unsync__consume_slow(child);
}

static void end(struct frame *self)
{
    if (self->failed != NULL) {
        unsync__failure_move(&self->task, self->failed, self->task.kind->file,
                             self->task.kind->line);
        unsync__consume_slow(self->failed);
    } else if (self->taken < self->count) {
        unsync__failure_set_asked(&self->task, NULL, 0);
    }
    if (self->executor != NULL) unsync__executor_disown(self->executor);
    unsync__leave_body(&self->task);
}

static void start_next(struct frame *self)
{
    size_t index = self->started++;
    void *item = self->items + index * self->item_size;
    struct unsync__task *child = self->executor == NULL
                                     ? self->function(item)
                                     : unsync__executor_submit(self->executor, self->function, item,
                                                               self->size, self->align);
    unsync__check(child != NULL, "unsync_map: the function has given no handle for item %zu",
                  index);
    if ((child->flags & UNSYNC__STATIC) != 0 || unsync__attend(&self->task, child)) {
        take(self, child, index);
        return;
    }
    unsync__places_put(&self->places, child, index);
    self->running++;
}

static void run(struct unsync__task *task)
{
    struct frame *self = (struct frame *) task;
    self->is_ready = false;
    for (int i = 0; i < SLICE && !self->is_stopped && self->started < self->count &&
                    self->running < self->limit;
         i++)
        start_next(self);
    bool is_full = self->is_stopped || self->started == self->count || self->running == self->limit;
    if (!is_full)
        make_ready(self);
    else if (self->running == 0 && !self->is_ready)
        end(self);
}

static void start(struct unsync__task *task)
{
    make_ready((struct frame *) task);
}

static void wake(struct unsync__task *task, struct unsync__task *child)
{
    struct frame *self = (struct frame *) task;
    self->running--;
    take(self, child, unsync__places_take(&self->places, child));
    make_ready(self);
}

static void cancel(struct unsync__task *task)
{
    struct frame *self = (struct frame *) task;
    if (!self->is_stopped) stop(self);
    make_ready(self);
}

static const struct unsync__lane lane = {
    .name = "map", .start = start, .wake = wake, .cancel = cancel};
static const struct unsync__kind kind = {.name = "unsync_map",
                                         .file = "unsync",
                                         .size = sizeof(struct frame),
                                         .lane = &lane,
                                         .run = run};

struct unsync__task *unsync__map(struct unsync_executor *executor, unsync__starter *function,
                                 const struct unsync__mapping *mapping)
{
    size_t limit = executor != NULL ? unsync__executor_limit(executor) : mapping->unsync__limit;
    if (limit == 0 || limit > mapping->unsync__count) limit = mapping->unsync__count;
    if (limit > UNSYNC__PLACES_MAX) return &unsync__no_memory;
    size_t slots = unsync__places_slots(limit);
    struct frame *self =
        unsync__new(&kind, sizeof *self + slots * sizeof *self->places.slots);
    if (self == NULL) return &unsync__no_memory;
    struct unsync__task task = self->task;
    memset(self, 0, sizeof *self);
    self->task = task;
    self->task.state = 1; /* begun: the scheduler leaves a cancel to the lane */
    self->function = function;
    self->items = (char *) (uintptr_t) mapping->unsync__items;
    self->item_size = mapping->unsync__item_size;
    self->results = mapping->unsync__results;
    self->size = mapping->unsync__size;
    self->align = mapping->unsync__align;
    self->count = mapping->unsync__count;
    self->limit = limit;
    self->executor = executor;
    if (executor != NULL) unsync__executor_own(executor);
    unsync__places_init(&self->places, (struct unsync__place *) (self + 1), limit);
    return unsync__start(&self->task);
}
