/* cancel.h: asking a task to end, because somebody wants it or because a deadline has passed.
 *
 * What is asked is a flag that stays (level-triggered): CANCEL, with EXPIRED if it was a deadline.
 * A task that waits is asked through what it waits for; the end of that delivers its own. Two
 * things hold it off: a SHIELDED task is not asked by those that own it, and a HELD one (in a
 * defer) is marked, but goes on until the defer is over. A cancel takes the place of a deadline
 * that has passed, as long as the task has not ended; never the other way round. Loop thread
 * throughout. */
#ifndef UNSYNC_CORE_CANCEL_H
#define UNSYNC_CORE_CANCEL_H

#include <unsync_gen.h>

/* An owner asks its task to end: it leaves, it was cancelled, another of its tasks has failed.
 * Never ends the caller's own frame. */
void unsync__request_cancel(struct unsync__task *task);
/* The holder of the handle asks; no shield stops that. */
void unsync__cancel_directly(struct unsync__task *task);
/* `owner`, which was asked itself, now waits for `child`: it is asked for the same reason. */
void unsync__pass_request(const struct unsync__task *owner, struct unsync__task *child);
/* The task's own deadline has passed: it and everything below it is asked, but not past a
 * shield. */
void unsync__expire(struct unsync__task *task);
/* There was no memory for what was asked of the task, so it is to end as UNSYNC_ENOMEM. */
void unsync__starve(struct unsync__task *task);
/* The task shall not be asked by its owners any more. */
void unsync__shield(struct unsync__task *task);

/* Has the task to end at the wait that is over now? */
static inline bool unsync__is_asked(const struct unsync__task *task)
{
    return (task->flags & (UNSYNC__CANCEL | UNSYNC__HELD)) == UNSYNC__CANCEL;
}
/* The code with which an asked task ends. */
int unsync__asked_code(const struct unsync__task *task);
/* Sets that failure; `file` NULL: the place is the mark of the task's function. */
void unsync__failure_set_asked(struct unsync__task *task, const char *file, int line);
/* Sets it and resolves: for tasks that are nothing but a wait. */
void unsync__end_asked(struct unsync__task *task);
/* The same at a wait for `child`, which has ended: with the trace of the child's failure, if that
 * is of the same kind. Then, and if `consumes`, the child is gone. */
void unsync__failure_take_asked(struct unsync__task *task, struct unsync__task *child,
                                const char *file, int line, bool consumes);

#endif
