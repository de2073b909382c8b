/* stream.h: a @cpu_bound @generator as who asks sees it: an async generator whose values come from
 * a worker that runs ahead.
 *
 * The handle is a task of the loop that is asked by questions (core/question.h); its child is the
 * call, which goes through the lane like any other and has a worker while the stream is open. What
 * the worker gives lies in the ring of results until it is asked for: when that is full the worker
 * waits, so neither side keeps more than the ring and a few blocks. A question that finds a value
 * there takes it at once; else the handle awaits the call, which a value interrupts. Closing tells
 * the worker, which closes its generator at the next value; after a while without an answer it is
 * killed. A worker that dies leaves its whole values to be taken, before its failure is told.
 *
 * In a worker, and by UNSYNC_ROUTE, the body runs here: each question is a job of the thread pool.
 * Loop thread, but for that job and where it says otherwise. */
#ifndef UNSYNC_PROCS_STREAM_H
#define UNSYNC_PROCS_STREAM_H

#include "proc.h"

/* An event of a worker (proc.h). */
bool unsync__stream_gave(struct unsync__proc *proc, struct unsync__call *call, const char *text,
                         size_t len);
/* The call is over: nobody waits for it by the clock any more. */
void unsync__stream_rests(struct unsync__task *call);

/* --- What procs.c does for it ----------------------------------------------------------------- */

/* Somebody waits for a value of the call; what is there comes at once. */
void unsync__procs_want(struct unsync__task *call);

#endif
