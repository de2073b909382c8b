/* events.h: what workers do, and what follows for their calls (proc.h says when each comes).
 *
 * One that dies fails the call that it ran, and no other; those that it had not begun go back to
 * the head of the queue (lend.h). Each ends in the pump. Loop thread. */
#ifndef UNSYNC_PROCS_EVENTS_H
#define UNSYNC_PROCS_EVENTS_H

#include "proc.h"

extern const struct unsync__proc_events unsync__events;

#endif
