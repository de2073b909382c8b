/* flock.h: a crew whose workers run many calls at once, those of @async @cpu_bound functions.
 *
 * A call goes to the worker that has the fewest, as soon as there is one; while workers are
 * starting, each gets its share only. A worker has UNSYNC__FLIGHTS calls at most, what is beyond
 * waits unpacked. Results come in any order, each with its call's ticket. A call that is to end is
 * asked to (a record in the ring of calls), and ends like any task; its worker is watched then: if
 * its loop takes nothing out of the ring for the time of grace, it is killed. Loop thread. */
#ifndef UNSYNC_PROCS_FLOCK_H
#define UNSYNC_PROCS_FLOCK_H

#include "crew.h"
#include "death.h"

/* How long the loop of a worker may not look up while a call is to end. */
enum { UNSYNC__GRACE_MS = 2000 };

/* Should there be a worker more than there are? */
bool unsync__flock_wants_worker(const struct unsync__crew *crew);
/* How many calls its workers have. */
unsigned unsync__flock_runs(const struct unsync__crew *crew);
/* Gives away what waits, as far as there is room. */
void unsync__flock_give(struct unsync__crew *crew);
/* Is there room for the descriptors of the call that was packed? If not, the crew is stirred when
 * there is. */
bool unsync__flock_may_hand(struct unsync__proc *proc);
/* The call has begun, and is to end with this code. */
void unsync__flock_ask(struct unsync__proc *proc, struct unsync__call *call, int code);
/* The worker's alarm: does its loop take anything? */
void unsync__flock_look(struct unsync__proc *proc);
/* The code and the message of a call that it had begun when it was killed because it did not. */
void unsync__flock_fail(const struct unsync__proc *proc, const struct unsync__call *call);

/* Of the calls that ran in a worker that is dead, the one whose task it was that crashed. */
void unsync__flock_find_culprit(const struct unsync__proc *proc, struct unsync__death *death);

/* --- For lend.c ------------------------------------------------------------------------------- */

/* The worker has one more call; it has it no more; its results were collected. */
void unsync__flock_lent(struct unsync__proc *proc, struct unsync__call *call);
void unsync__flock_forget(struct unsync__proc *proc, struct unsync__call *call);
void unsync__flock_saw(struct unsync__proc *proc);

#endif
