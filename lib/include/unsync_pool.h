/* unsync_pool.h: pools of threads, watched and waited for; a part of unsync.h.
 *
 * Jobs of @thread functions run in the pool that their mark names, `@thread(pool = disk, max = 4,
 * queue = 100)`, or in the one that all others share, whose name is "". A pool is made with the
 * first job that names it and stays until the program ends. Every mark that gives max or queue of a
 * pool has to give the same one: else the start aborts with a message. */
#ifndef UNSYNC_H
#include <unsync.h> /* which includes this one */
#elif !defined UNSYNC_POOL_H
#define UNSYNC_POOL_H

#ifdef __cplusplus
extern "C" {
#endif

/* Times are counted in buckets: [0] those below a microsecond, [n] those from 2 to the power n - 1
 * up to 2 to the power n microseconds, the last one all that were longer, half an hour and more. */
enum { UNSYNC_METRICS_BUCKETS = 32 };

struct unsync_pool_metrics {
    const char *name;     /* valid until the program ends */
    unsigned max;         /* most threads; those that wait for a task do not count */
    unsigned threads;     /* that there are now */
    unsigned idle;        /* of these, that wait for a job */
    unsigned blocked;     /* of these, whose job waits for a task, or for room in a queue */
    unsigned queued;      /* jobs that wait for a thread, or behind others of their key */
    unsigned queued_most; /* most that ever did */
    uint64_t started;     /* jobs that ever came in */
    uint64_t finished;    /* of these, that threads of the pool have run to their end */
    uint64_t failed;      /* of the finished, whose body failed */
    uint64_t withdrawn;   /* that left the queue again: cancelled, or there was no thread */
    /* Of one job in 64: until it was taken, and from there to the end of its body. */
    uint64_t wait_counts[UNSYNC_METRICS_BUCKETS], run_counts[UNSYNC_METRICS_BUCKETS];
};

/* Describes up to `count` pools in `metrics`, in the order in which they were made; gives how many
 * pools there are. The first is the one without a name. `metrics` may be NULL if count is 0. Any
 * thread; never suspends, holds up a pool for less than a microsecond. */
size_t unsync_metrics(struct unsync_pool_metrics *metrics, size_t count);

/* Ends when fewer jobs wait in the pool than its `queue` allows; at once if its mark gives none, or
 * if no job of the pool was ever started. Those that wait go on in their order, one for each job
 * that is taken. A start on the loop thread never waits for room itself: await this before. From a
 * thread that is not the loop's a start waits by itself. `name` is that of a pool, "" or NULL the
 * one without; it is not kept. A cancel ends it. */
__attribute__((warn_unused_result)) unsync_task_of(void) unsync_pool_room(const char *name);

#ifdef __cplusplus
} /* extern "C" */
#endif
#endif
