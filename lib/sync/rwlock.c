/* rwlock.c: many readers or one writer. One line for both: a reader that comes after a waiting
 * writer stands behind it, so that readers without end do not keep a writer out. */
#include "../base/check.h"
#include "ticket.h"

static int admit_reader(struct unsync__ticket *ticket, bool first)
{
    struct unsync_rwlock *lock = ticket->object;
    if (lock->unsync__written || !first) return 0;
    lock->unsync__readers++;
    return 1;
}

static int admit_writer(struct unsync__ticket *ticket, bool first)
{
    struct unsync_rwlock *lock = ticket->object;
    if (lock->unsync__written || lock->unsync__readers > 0 || !first) return 0;
    lock->unsync__written = true;
    return 1;
}

static void give(struct unsync_rwlock *lock, bool writer, bool later)
{
    struct unsync__grants grants = {NULL, NULL};
    bool owns = unsync__gate_enter(&lock->unsync__gate);
    bool held = writer ? lock->unsync__written : lock->unsync__readers > 0;
    if (held && writer)
        lock->unsync__written = false;
    else if (held)
        lock->unsync__readers--;
    unsync__line_settle(&lock->unsync__line, &grants);
    unsync__gate_leave(&lock->unsync__gate, owns);
    unsync__check(held, "unsync_rwlock_give_%s: nobody has taken this lock so",
                  writer ? "write" : "read");
    if (grants.first != NULL) unsync__grants_deliver(&grants, later);
}

static void undo_read(struct unsync__ticket *ticket)
{
    give(ticket->object, false, true);
}

static void undo_write(struct unsync__ticket *ticket)
{
    give(ticket->object, true, true);
}

static const struct unsync__turn reads =
    UNSYNC__TURN("unsync_rwlock_read", admit_reader, NULL, undo_read);
static const struct unsync__turn writes =
    UNSYNC__TURN("unsync_rwlock_write", admit_writer, NULL, undo_write);

unsync_task_of(void) unsync_rwlock_read(struct unsync_rwlock *lock)
{
    return (unsync_task_of(void)) unsync__ticket_begin(&reads, lock, &lock->unsync__line, NULL, 0);
}

unsync_task_of(void) unsync_rwlock_write(struct unsync_rwlock *lock)
{
    return (unsync_task_of(void)) unsync__ticket_begin(&writes, lock, &lock->unsync__line, NULL, 0);
}

int unsync_rwlock_try_read(struct unsync_rwlock *lock)
{
    return unsync__ticket_try(&reads, lock, &lock->unsync__line, NULL) > 0 ? 0 : UNSYNC_EAGAIN;
}

int unsync_rwlock_try_write(struct unsync_rwlock *lock)
{
    return unsync__ticket_try(&writes, lock, &lock->unsync__line, NULL) > 0 ? 0 : UNSYNC_EAGAIN;
}

void unsync_rwlock_give_read(struct unsync_rwlock *lock)
{
    give(lock, false, false);
}

void unsync_rwlock_give_write(struct unsync_rwlock *lock)
{
    give(lock, true, false);
}
