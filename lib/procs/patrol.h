/* patrol.h: a look, five times a second while calls are out, for workers that were stopped
 * (SIGSTOP) before they had begun the call that they were given.
 *
 * Nothing tells the program of a stop. A call that runs stays where it is: its worker may be
 * continued, and its timeout holds. One that has not begun goes to another worker; the stopped one
 * is replaced. Loop thread. */
#ifndef UNSYNC_PROCS_PATROL_H
#define UNSYNC_PROCS_PATROL_H

#include "crew.h"

/* Some worker of the crew is busy. Once the calls are back, `back` is called. */
void unsync__patrol_begin(struct unsync__crew *crew, void (*back)(struct unsync__crew *crew));
void unsync__patrol_end(struct unsync__crew *crew);

#endif
