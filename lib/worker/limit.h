/* limit.h: what a body in a worker is held to: memory, descriptors, the size of files, time.
 *
 * The kernel refuses what is beyond (malloc gives NULL, open gives EMFILE, write gives EFBIG), and
 * the body may go on; a body that dies after memory was refused says so by the black box. Limits of
 * time kill (timer.h). They hold for the body alone and are soft, for they are taken off again:
 * what a program does by accident is stopped, a body that raises its own limits is not. Only where
 * no other body follows, with `recycle = 1`, they are hard. What the worker cannot enforce is in
 * the box's `lacks`. Worker's main thread. */
#ifndef UNSYNC_WORKER_LIMIT_H
#define UNSYNC_WORKER_LIMIT_H

#include <stdbool.h>
#include <unsync_gen.h>

/* Once, before the first body. */
void unsync__limits_open(void);
/* Around each body. */
void unsync__limits_begin(const struct unsync__limits *limits);
/* For a worker that runs many calls: what it may add to its data in all, from the first call that
 * has such a limit on; of several the largest counts. */
void unsync__limits_keep(const struct unsync__limits *limits);
void unsync__limits_end(const struct unsync__limits *limits);
/* There is no body for a while: what is left of the last one's limits goes. */
void unsync__limits_rest(void);
/* With errno as a body left it: was the last thing that it saw its memory limit? In a handler too.
 */
bool unsync__limit_was_refused(int error);

#endif
