/* condition.c: a wait stands first in the line of the condition, then in that of its lock, which it
 * holds when it ends, however it ends. So its cancel does not end it, but sends it to the lock's
 * line, and its turn is that of the lock. A signal for one that is cancelled afterwards is passed
 * on when it is dropped. */
#include "../core/cancel.h"
#include "ticket.h"

enum { MOVED, WAITS };

static struct unsync_lock *lock_of(const struct unsync__ticket *ticket)
{
    return ticket->data;
}

static int admit(struct unsync__ticket *ticket, bool first)
{
    struct unsync_lock *lock = lock_of(ticket);
    if (lock->unsync__taken || !first) return 0;
    lock->unsync__taken = true;
    return 1;
}

/* From no line into that of the lock. */
static void move(struct unsync__ticket *ticket, bool later)
{
    struct unsync__grants grants = {NULL, NULL};
    struct unsync_lock *lock = lock_of(ticket);
    bool owns = unsync__gate_enter(&lock->unsync__gate);
    unsync__line_add(&lock->unsync__line, ticket);
    unsync__line_settle(&lock->unsync__line, &grants);
    unsync__gate_leave(&lock->unsync__gate, owns);
    unsync__grants_deliver(&grants, later);
}

/* The stamp is the condition's, behind its gate; `queued` may be the lock's meanwhile. */
static void leave_line(struct unsync__ticket *ticket)
{
    unsync__line_remove(ticket);
    ticket->stamp = MOVED;
}

/* Takes one out of the condition's line and moves it; false: there was none. */
static bool signal_one(struct unsync_condition *condition, bool later)
{
    bool owns = unsync__gate_enter(&condition->unsync__gate);
    struct unsync__ticket *ticket = condition->unsync__line.unsync__first;
    if (ticket != NULL) leave_line(ticket);
    unsync__gate_leave(&condition->unsync__gate, owns);
    if (ticket == NULL) return false;
    move(ticket, later);
    return true;
}

static void undo(struct unsync__ticket *ticket)
{
    signal_one(ticket->object, true);
}

static void start(struct unsync__task *task)
{
    struct unsync__ticket *ticket = (struct unsync__ticket *) task;
    struct unsync_condition *condition = ticket->object;
    if (task->flags & UNSYNC__CANCEL) { /* a deadline that was over before; the lock is held */
        ticket->asked = true;
        unsync__ticket_end(ticket);
        return;
    }
    bool owns = unsync__gate_enter(&condition->unsync__gate);
    unsync__line_add(&condition->unsync__line, ticket);
    ticket->stamp = WAITS;
    unsync__gate_leave(&condition->unsync__gate, owns);
    unsync_lock_give(lock_of(ticket));
}

static void cancel(struct unsync__task *task)
{
    struct unsync__ticket *ticket = (struct unsync__ticket *) task;
    struct unsync_condition *condition = ticket->object;
    bool owns = unsync__gate_enter(&condition->unsync__gate);
    bool waited = ticket->stamp == WAITS;
    if (waited) leave_line(ticket);
    unsync__gate_leave(&condition->unsync__gate, owns);
    if (!waited) return;
    ticket->asked = true;
    move(ticket, true);
}

static const struct unsync__lane lane = {.name = "condition", .start = start, .cancel = cancel};
static const struct unsync__turn turn = {.kind = {.name = "unsync_condition_wait",
                                                  .file = "unsync",
                                                  .size = sizeof(struct unsync__ticket),
                                                  .lane = &lane,
                                                  .drop = unsync__ticket_drop},
                                         .admit = admit,
                                         .undo = undo};

unsync_task_of(void) unsync_condition_wait(struct unsync_condition *condition,
                                           struct unsync_lock *lock)
{
    struct unsync__ticket *ticket =
        unsync__ticket_new(&turn, condition, &condition->unsync__line, lock, 0);
    if (ticket == NULL) return (unsync_task_of(void)) &unsync__no_memory;
    ticket->stamp = MOVED;
    return (unsync_task_of(void)) unsync__start(&ticket->task);
}

void unsync_condition_signal(struct unsync_condition *condition)
{
    signal_one(condition, false);
}

/* Those in the line now: one that waits again meanwhile is not woken twice. */
void unsync_condition_signal_all(struct unsync_condition *condition)
{
    bool owns = unsync__gate_enter(&condition->unsync__gate);
    size_t count = condition->unsync__line.unsync__count;
    unsync__gate_leave(&condition->unsync__gate, owns);
    while (count-- > 0 && signal_one(condition, false)) {
    }
}
