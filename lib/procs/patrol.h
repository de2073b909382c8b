/* patrol.h: workers that were stopped.
 *
 * SIGSTOP is taken for a worker's end: it is killed, which fails the task that it ran. That is done
 * when the stop is seen (stops.h). A look, five times a second while calls are out or workers
 * start, finds those that nobody was told of. By another signal (SIGTSTP) a worker only pauses: a
 * call that runs there stays where it is, and its timeout holds; one that has not begun goes to
 * another worker, and the stopped one is replaced, unless it keeps what another would not have.
 * Loop thread. */
#ifndef UNSYNC_PROCS_PATROL_H
#define UNSYNC_PROCS_PATROL_H

#include "crew.h"

/* If there is something to look for. Once calls are back, `back` is called. */
void unsync__patrol_begin(struct unsync__crew *crew, void (*back)(struct unsync__crew *crew));
/* The first call of a worker has used up its time. True: it has not begun, and goes on waiting, or
 * to another worker. */
bool unsync__patrol_excuses(struct unsync__proc *proc);
void unsync__patrol_end(struct unsync__crew *crew);
/* The worker may have been stopped. */
void unsync__patrol_look_at(struct unsync__proc *proc);

#endif
