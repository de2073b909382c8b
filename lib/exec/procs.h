/* procs.h: the process lane: a pool of workers with one FIFO of calls.
 *
 * A call goes to a worker that is idle; while calls wait and there are fewer workers than
 * UNSYNC_WORKERS (default: one a processor), another is started. A worker runs one call at a time.
 * One that dies fails the task that it ran, and no other; it is replaced when there is work. A call
 * that the dead worker had not read goes back to the head of the queue. Workers that cannot even
 * start fail the waiting tasks, after three in a row. In a worker, calls of the lane run on its
 * threads. Loop thread. */
#ifndef UNSYNC_EXEC_PROCS_H
#define UNSYNC_EXEC_PROCS_H

#include <unsync_gen.h>

/* How many workers there are, how many of them serve a call, how many calls wait. Loop thread. */
struct unsync__procs_counts {
    unsigned workers, busy;
    size_t queued;
};
struct unsync__procs_counts unsync__procs_counts(void);

#endif
