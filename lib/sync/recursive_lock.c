/* recursive_lock.c: a lock with an owner. On the loop that is the task that runs, in the blocking
 * lanes the job, else the thread (by the address of a variable that each has). */
#include "../base/check.h"
#include "../loop/block.h"
#include "ticket.h"

static const void *me(void)
{
    static __thread char mine;
    if (unsync__here != NULL) return unsync__here->current;
    struct unsync__task *job = unsync__owner;
    return job != NULL ? (const void *) job : &mine;
}

static int admit(struct unsync__ticket *ticket, bool first)
{
    struct unsync_recursive_lock *lock = ticket->object;
    bool again = lock->unsync__depth > 0 && lock->unsync__owner == ticket->data;
    if (!again && (lock->unsync__depth > 0 || !first)) return 0;
    lock->unsync__owner = ticket->data;
    lock->unsync__depth++;
    return 1;
}

static void give(struct unsync_recursive_lock *lock, const void *owner, bool later)
{
    struct unsync__grants grants = {NULL, NULL};
    bool owns = unsync__gate_enter(&lock->unsync__gate);
    bool mine = lock->unsync__depth > 0 && lock->unsync__owner == owner;
    if (mine && --lock->unsync__depth == 0) unsync__line_settle(&lock->unsync__line, &grants);
    unsync__gate_leave(&lock->unsync__gate, owns);
    unsync__check(mine, "unsync_recursive_lock_give: the caller has not taken this lock");
    if (grants.first != NULL) unsync__grants_deliver(&grants, later);
}

static void undo(struct unsync__ticket *ticket)
{
    give(ticket->object, ticket->data, true);
}

static const struct unsync__turn turn =
    UNSYNC__TURN("unsync_recursive_lock_take", admit, NULL, undo);

unsync_task_of(void) unsync_recursive_lock_take(struct unsync_recursive_lock *lock)
{
    return (unsync_task_of(void)) unsync__ticket_begin(&turn, lock, &lock->unsync__line,
                                                       (void *) me(), 0);
}

int unsync_recursive_lock_try(struct unsync_recursive_lock *lock)
{
    return unsync__ticket_try(&turn, lock, &lock->unsync__line, (void *) me()) > 0 ? 0
                                                                                   : UNSYNC_EAGAIN;
}

void unsync_recursive_lock_give(struct unsync_recursive_lock *lock)
{
    give(lock, me(), false);
}
