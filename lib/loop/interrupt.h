/* interrupt.h: what Ctrl-C does to a program with `@async main`.
 *
 * Only if SIGINT is at its default when main begins. The first one cancels main, which has a time
 * of grace to leave in order (UNSYNC_GRACE_MS, else 5000); then, or at the second one, the process
 * ends by the signal at once. After a main that ended because of it the process ends by the signal
 * too, so that whoever started it sees the truth. */
#ifndef UNSYNC_LOOP_INTERRUPT_H
#define UNSYNC_LOOP_INTERRUPT_H

#include <unsync_gen.h>

/* The loop thread, when the loop is open; then, when main's task is known. */
void unsync__interrupt_open(void);
void unsync__interrupt_target(struct unsync__task *task);
/* Has SIGINT come? */
bool unsync__interrupted(void);
/* Main has ended: from here on SIGINT ends the process. True if it has come. */
bool unsync__interrupt_close(void);
/* Ends the process by SIGINT. Returns if that is blocked. */
void unsync__interrupt_raise(void);

#endif
