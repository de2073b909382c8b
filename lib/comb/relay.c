/* relay.c: see relay.h. */
#include "relay.h"

#include <string.h>

#include "../base/check.h"
#include "../core/cancel.h"
#include "../core/failure.h"
#include "../core/task.h"

struct unsync__relay *unsync__relay_of(const struct unsync__task *task)
{
    return (struct unsync__relay *) (void *) ((char *) task + task->state * (size_t) UNSYNC__GRAIN);
}

struct unsync__task *unsync__relay_new(const struct unsync__kind *kind, unsync__starter *function,
                                       void *argument, size_t size, size_t align)
{
    size_t value = (sizeof(struct unsync__task) + align - 1) / align * align;
    size_t grains = (value + size + UNSYNC__GRAIN - 1) / UNSYNC__GRAIN;
    unsync__check(grains <= UINT16_MAX, "%s: a value of %zu bytes; the limit is 1 MiB", kind->name,
                  size);
    size_t all = grains * UNSYNC__GRAIN + sizeof(struct unsync__relay);
    struct unsync__task *task = align > UNSYNC__GRAIN ? unsync__new_apart(kind, all, align)
                                                      : unsync__new(kind, all);
    if (task == NULL) return NULL;
    task->state = (uint16_t) grains;
    *unsync__relay_of(task) = (struct unsync__relay){
        .function = function, .argument = argument, .size = size, .align = align, .task = task};
    return task;
}

void unsync__relay_wake(struct unsync__task *task, struct unsync__task *child)
{
    (void) child;
    unsync__make_ready(unsync__here, task);
}

bool unsync__relay_go_on(struct unsync__task *task)
{
    struct unsync__relay *self = unsync__relay_of(task);
    if (self->inner != NULL || (task->flags & UNSYNC__CANCEL)) return true;
    struct unsync__task *inner = self->function(self->argument);
    unsync__check(inner != NULL, "%s: the function has given no handle", task->kind->name);
    self->inner = inner;
    if ((inner->flags & UNSYNC__STATIC) != 0 || unsync__attend(task, inner)) return true;
    unsync__pass_request(task, inner); /* the function may have cancelled this very task */
    return false;
}

void unsync__relay_end(struct unsync__task *task)
{
    struct unsync__relay *self = unsync__relay_of(task);
    struct unsync__task *inner = self->inner;
    if (inner == NULL) {
        unsync__failure_set_asked(task, NULL, 0);
    } else if (inner->flags & UNSYNC__FAILED) {
        unsync__failure_move(task, inner, task->kind->file, task->kind->line);
        unsync__consume_slow(inner);
    } else {
        self->drop = inner->kind->drop;
        memcpy(unsync__value_at(task, self->align), unsync__value_at(inner, self->align),
               self->size);
        unsync__consume_slow(inner);
    }
    unsync__leave_body(task);
}

void unsync__relay_drop(struct unsync__task *task)
{
    struct unsync__relay *self = unsync__relay_of(task);
    if (self->drop != NULL) self->drop(task);
}
