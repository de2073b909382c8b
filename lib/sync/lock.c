/* lock.c: unsync_lock, and several locks in a safe order. Who gives the lock back hands it to the
 * first in the line, so nobody can come in between and nobody starves. */
#include "../base/check.h"

#include <stdlib.h>
#include <string.h>

#include "../core/cancel.h"
#include "../core/failure.h"
#include "../core/task.h"
#include "ticket.h"

static int admit(struct unsync__ticket *ticket, bool first)
{
    struct unsync_lock *lock = ticket->object;
    if (lock->unsync__taken || !first) return 0;
    lock->unsync__taken = true;
    return 1;
}

static void give(struct unsync_lock *lock, bool later)
{
    struct unsync__grants grants = {NULL, NULL};
    bool owns = unsync__gate_enter(&lock->unsync__gate);
    bool taken = lock->unsync__taken;
    lock->unsync__taken = false;
    unsync__line_settle(&lock->unsync__line, &grants);
    unsync__gate_leave(&lock->unsync__gate, owns);
    unsync__check(taken, "unsync_lock_give: nobody has taken this lock");
    if (grants.first != NULL) unsync__grants_deliver(&grants, later);
}

static void undo(struct unsync__ticket *ticket)
{
    give(ticket->object, true);
}

static const struct unsync__turn turn = UNSYNC__TURN("unsync_lock_take", admit, NULL, undo);

unsync_task_of(void) unsync_lock_take(struct unsync_lock *lock)
{
    return (unsync_task_of(void)) unsync__ticket_begin(&turn, lock, &lock->unsync__line, NULL, 0);
}

int unsync_lock_try(struct unsync_lock *lock)
{
    return unsync__ticket_try(&turn, lock, &lock->unsync__line, NULL) > 0 ? 0 : UNSYNC_EAGAIN;
}

void unsync_lock_give(struct unsync_lock *lock)
{
    give(lock, false);
}

/* --- Several --------------------------------------------------------------------------------
 * A task that takes one lock after the other, sorted by address. */

struct several {
    struct unsync__task task;
    size_t count, held;
    struct unsync_lock *locks[];
};

static int by_address(const void *one, const void *other)
{
    uintptr_t a = (uintptr_t) *(struct unsync_lock *const *) one;
    uintptr_t b = (uintptr_t) *(struct unsync_lock *const *) other;
    return (a > b) - (a < b);
}

static void give_several(struct several *self, bool later)
{
    while (self->held > 0) give(self->locks[--self->held], later);
}

/* Goes on until it has to wait. */
static void take_next(struct several *self)
{
    while (self->held < self->count) {
        struct unsync_lock *lock = self->locks[self->held];
        if (unsync_lock_try(lock) != 0) {
            struct unsync__ticket *child =
                unsync__ticket_new(&turn, lock, &lock->unsync__line, NULL, 0);
            if (child == NULL) {
                unsync__failure_set(&self->task, NULL, 0, UNSYNC_ENOMEM, "no memory for a wait");
                break;
            }
            unsync__start(&child->task);
            if (!unsync__attend(&self->task, &child->task)) return;
            unsync__consume_slow(&child->task);
        }
        self->held++;
    }
    if (self->task.flags & UNSYNC__FAILED) give_several(self, true);
    unsync__resolve(&self->task);
}

static void start_several(struct unsync__task *task)
{
    struct several *self = (struct several *) task;
    if (task->flags & UNSYNC__CANCEL) {
        unsync__end_asked(task);
        return;
    }
    take_next(self);
}

static void wake_several(struct unsync__task *task, struct unsync__task *child)
{
    struct several *self = (struct several *) task;
    if (child->flags & UNSYNC__FAILED) {
        unsync__failure_move(task, child, NULL, 0);
        unsync__consume_slow(child);
        give_several(self, true);
        unsync__resolve(task);
        return;
    }
    unsync__consume_slow(child);
    self->held++;
    if ((task->flags & UNSYNC__CANCEL) && self->held < self->count) {
        unsync__failure_set_asked(task, NULL, 0);
        give_several(self, true);
        unsync__resolve(task);
        return;
    }
    take_next(self);
}

static void cancel_several(struct unsync__task *task)
{
    if (task->children != NULL) unsync__pass_request(task, task->children);
}

static void drop_several(struct unsync__task *task)
{
    if ((task->flags & UNSYNC__OBSERVED) == 0) give_several((struct several *) task, true);
}

static const struct unsync__lane lane_several = {
    .name = "locks", .start = start_several, .wake = wake_several, .cancel = cancel_several};
static const struct unsync__kind kind_several = {.name = "unsync_locks_take",
                                                 .file = "unsync",
                                                 .size = sizeof(struct several),
                                                 .lane = &lane_several,
                                                 .drop = drop_several};

unsync_task_of(void) unsync_locks_take(struct unsync_lock *const *locks, size_t count)
{
    if (count > SIZE_MAX / 2 / sizeof *locks) return (unsync_task_of(void)) &unsync__no_memory;
    struct several *self = unsync__new(&kind_several, sizeof *self + count * sizeof *locks);
    if (self == NULL) return (unsync_task_of(void)) &unsync__no_memory;
    self->held = self->count = 0;
    if (count > 0) {
        memcpy(self->locks, locks, count * sizeof *locks);
        qsort(self->locks, count, sizeof *locks, by_address);
    }
    for (size_t i = 0; i < count; i++)
        if (i == 0 || self->locks[i] != self->locks[self->count - 1])
            self->locks[self->count++] = self->locks[i];
    return (unsync_task_of(void)) unsync__start(&self->task);
}

static bool is_named_before(struct unsync_lock *const *locks, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (locks[i] == locks[at]) return true;
    return false;
}

void unsync_locks_give(struct unsync_lock *const *locks, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!is_named_before(locks, i)) give(locks[i], false);
}
