/* pool.h: the thread lane: an elastic pool of threads with one FIFO of jobs.
 *
 * Threads are made up to the number of processors at once; after that one is added only when the
 * oldest job has waited a millisecond and none was taken meanwhile, up to a cap (UNSYNC_THREADS,
 * default 256). An idle thread ends after some seconds. A thread whose job waits for a task leaves
 * the count while it waits, and first runs that task itself if it is still queued: jobs that wait
 * for jobs never deadlock. Not libuv's pool: user code must not starve fs and dns. */
#ifndef UNSYNC_EXEC_POOL_H
#define UNSYNC_EXEC_POOL_H

#include <unsync_gen.h>

/* How many threads there are now, and how many of them wait for a job. Any thread. */
struct unsync__pool_counts {
    unsigned threads, idle, blocked, queued;
};
struct unsync__pool_counts unsync__pool_counts(void);

#endif
