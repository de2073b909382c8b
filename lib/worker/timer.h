/* timer.h: the kernel's own clock on a body: it kills the worker, whatever the program is doing.
 *
 * The first line is the program, which counts the time of a run and kills to the millisecond; but
 * its loop may be held up, or stopped. The second line is a timer of the kernel in the worker,
 * which sends SIGKILL: no handler, no mask and no stop keeps that off. It is a little late on
 * purpose, up to an eighth of the time: so one setting serves many short runs, and a run costs a
 * look at the clock instead of two system calls. CPU time has the kernel's timer alone. Worker's
 * main thread. */
#ifndef UNSYNC_WORKER_TIMER_H
#define UNSYNC_WORKER_TIMER_H

#include <unsync_gen.h>

/* Once: the timers that the functions of this program need. */
void unsync__timers_open(void);
void unsync__timers_begin(const struct unsync__limits *limits);
void unsync__timers_end(const struct unsync__limits *limits);
/* The worker is about to wait, for a call or for room for a result: that is no run. */
void unsync__timers_rest(void);

#endif
