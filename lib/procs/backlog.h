/* backlog.h: the calls of one pool of workers that wait, counted where they start, and bounded:
 * `@cpu_bound(pool = render, queue = 100)`.
 *
 * Who starts a call on another thread than the loop's waits, when the call is in, until it is one
 * of the first hundred that wait. The loop thread never does: its tasks await unsync_worker_room
 * before. Counts are exact for calls in flight; those that run are as many as the loop has told
 * last. One a name, made by whoever names it first; it stays until the program ends. */
#ifndef UNSYNC_PROCS_BACKLOG_H
#define UNSYNC_PROCS_BACKLOG_H

#include <stdbool.h>
#include <unsync_gen.h>

struct unsync__backlog;

/* Of the pool that a function's mark names; NULL: it names none, or there is no memory. Marks that
 * contradict each other are a misuse. Any thread. */
struct unsync__backlog *unsync__backlog_of(const struct unsync__kind *kind);
/* A call is in; is over, which is the loop thread's to say. NULL: of no pool with a name. */
void unsync__backlog_enter(struct unsync__backlog *backlog);
void unsync__backlog_leave(struct unsync__backlog *backlog);
/* The caller waits for room. Not for the loop thread. */
void unsync__backlog_wait(struct unsync__backlog *backlog);
/* So many of the calls run in workers now, and tasks that wait for room may go on. Loop thread. */
void unsync__backlog_runs(struct unsync__backlog *backlog, unsigned running);
/* The lane is closed: nobody waits any more; it is open again. Loop thread. */
void unsync__backlogs_close(void);
void unsync__backlogs_open(void);

#endif
