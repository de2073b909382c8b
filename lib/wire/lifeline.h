/* lifeline.h: the kernel kills a worker when its program has ended, whatever a body has done.
 *
 * The signal of the parent's death (PR_SET_PDEATHSIG) does that, too, but the kernel takes it off a
 * process that changes its user, as one does that gives up its rights before it looks at what came
 * from strangers. The lifeline is a pipe into which nothing is ever written. The program has one
 * end; when that is closed, which is when it has ended, the kernel sends SIGKILL to the owner of
 * the other. Nobody has to run for that, neither here nor there. A body that closes it has the
 * signal of the parent's death still. */
#ifndef UNSYNC_WIRE_LIFELINE_H
#define UNSYNC_WIRE_LIFELINE_H

#include <stdbool.h>

/* The program's end and the worker's; both are -1 where there is none to be had. */
void unsync__lifeline_new(int *programs, int *workers);
/* In the worker. False: the program has ended already. */
bool unsync__lifeline_hold(int fd);

#endif
