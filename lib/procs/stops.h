/* stops.h: sees at once that a worker was stopped (SIGSTOP).
 *
 * No descriptor tells of a stop, and SIGCHLD is the program's own. But the kernel wakes who waits
 * for a child when that is stopped, whatever becomes of the signal. So each worker has a thread
 * that does nothing but wait for it to be stopped or continued; its end it leaves to others. What a
 * tracer stops (a debugger) is told to the tracer alone. */
#ifndef UNSYNC_PROCS_STOPS_H
#define UNSYNC_PROCS_STOPS_H

#include <stdbool.h>
#include <sys/types.h>

struct unsync__stops; /* of one worker */

/* Watches the child; `ring` is called on another thread when it was stopped. The caller blocks all
 * signals, since that thread is to handle none. NULL: there is no memory or no thread for it. */
struct unsync__stops *unsync__stops_watch(pid_t pid, void (*ring)(void));
/* Was it stopped since the last look? NULL: no. */
bool unsync__stops_look(struct unsync__stops *stops);
/* The signal that it was stopped by, if it was not continued; else 0. May be NULL. */
int unsync__stops_now(const struct unsync__stops *stops);
/* Nobody looks any more. May be NULL. */
void unsync__stops_forget(struct unsync__stops *stops);
/* All children are dead: waits until their threads are over; `ring` is not called any more. */
void unsync__stops_close(void);

#endif
