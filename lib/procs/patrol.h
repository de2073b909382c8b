/* patrol.h: a look, five times a second while calls are out or workers start, for workers that were
 * stopped (SIGSTOP) before they were ready, or before they had begun the call that they were given.
 *
 * Nothing tells the program of a stop. A call that runs stays where it is: its worker may be
 * continued, and its timeout holds. One that has not begun goes to another worker; the stopped one
 * is replaced, unless it keeps what another would not have. Loop thread. */
#ifndef UNSYNC_PROCS_PATROL_H
#define UNSYNC_PROCS_PATROL_H

#include "crew.h"

/* If there is something to look for. Once calls are back, `back` is called. */
void unsync__patrol_begin(struct unsync__crew *crew, void (*back)(struct unsync__crew *crew));
/* The first call of a worker has used up its time. True: it has not begun, and goes on waiting, or
 * to another worker. */
bool unsync__patrol_excuses(struct unsync__proc *proc);
void unsync__patrol_end(struct unsync__crew *crew);

#endif
