/* pool.h: an elastic pool of threads with one FIFO of jobs.
 *
 * Threads are made up to the number of processors at once; after that one is added only when the
 * oldest job has waited a millisecond and none was taken meanwhile, up to a cap. An idle thread
 * ends after some seconds. A thread whose job waits for a task leaves the count while it waits:
 * jobs that wait for jobs never deadlock. Not libuv's pools: user code must not starve fs and dns.
 *
 * A job is in one place: in the queue, behind another one of its key (serial.h), or taken by who
 * runs or cancels it. Which one its `budget` says, that jobs have no other use for. Starters and
 * threads meet as rarely as can be: a start has a lock of its own, under which it puts the job in a
 * list, and the threads take that list over as a whole when the queue is empty. */
#ifndef UNSYNC_THREAD_POOL_H
#define UNSYNC_THREAD_POOL_H

#include <pthread.h>
#include <stdatomic.h>
#include <unsync_gen.h>

#include "../base/line.h"
#include "../loop/loop.h"
#include "jobs.h"
#include "meter.h"
#include "serial.h"

enum { UNSYNC__TAKEN, UNSYNC__QUEUED, UNSYNC__BEHIND };

struct unsync__hand; /* a thread of the pool */

struct unsync__pool {
    struct unsync__pool *next; /* of all pools */
    const char *name;          /* NULL: of jobs that name none */
    void *block;               /* what was allocated */
    unsigned max_said, bound_said; /* by marks; 0: by none */
    atomic_uint bound;         /* jobs that may wait before a starter has to; 0: any */
    /* Threads without a job: all; that look out for one; that sleep and were not woken yet. And how
     * many threads might be made at once. Written under the lock. */
    atomic_uint idle, spinning, sleeping, spare;

    _Alignas(UNSYNC__LINE) atomic_flag gate; /* of what starters touch */
    struct unsync__jobs entering;
    _Atomic uint64_t entered;  /* jobs that ever came in */
    uint64_t known_taken;      /* at least so many were taken */
    unsigned deepest;          /* most jobs that ever waited */

    _Alignas(UNSYNC__LINE) pthread_mutex_t lock; /* of what threads touch; before the gate */
    struct unsync__jobs queue;
    _Atomic uint64_t taken;    /* jobs that ever were taken */
    uint64_t finished, failed, withdrawn;
    unsigned eager, cap;       /* threads made at once; at the most */
    unsigned threads, blocked, starters;
    unsigned waking;           /* threads that were woken and did not go on yet */
    bool closing;
    pthread_cond_t some_job, some_room;
    struct unsync__hand *hands;
    struct unsync__keys keys;
    struct unsync__jobs guests; /* wait for room */
    struct unsync__meter meter;

    /* The loop's watch for growth. Loop thread only. */
    _Alignas(UNSYNC__LINE) struct unsync__alarm watch;
    bool watching;
    uint64_t taken_at_watch;
    const struct unsync__task *first_at_watch; /* of the queue */
    unsigned starved_ms; /* for how long all threads have waited and none could be added */
};

/* Jobs that wait. */
static inline unsigned unsync__pool_waiting(struct unsync__pool *pool)
{
    uint64_t taken = atomic_load(&pool->taken); /* first: never more than ever came in */
    return (unsigned) (atomic_load(&pool->entered) - taken);
}

void unsync__pool_init(struct unsync__pool *pool, const char *name, unsigned cap);
/* Sets how many threads there may be, and how many jobs may wait; 0: any number. Any thread. */
void unsync__pool_limit(struct unsync__pool *pool, unsigned cap, unsigned bound);
/* What there is to tell of it. Any thread. */
void unsync__pool_metrics(struct unsync__pool *pool, struct unsync_pool_metrics *metrics);

/* Puts the job in the queue, or behind another of its key. False: there is no thread at all, and
 * none to be had. Any thread. */
bool unsync__pool_submit(struct unsync__pool *pool, struct unsync__task *task);
/* After a submission on a thread that may wait: until the job (NULL: it is not known) is taken, or
 * the queue is no longer than its bound. */
void unsync__pool_wait_for_room(struct unsync__pool *pool, const struct unsync__task *task);
/* A job of a bounded queue was taken: those who waited for room may go on. Under the lock. */
void unsync__pool_make_room(struct unsync__pool *pool);
/* Does the job wait? Any thread. */
bool unsync__pool_holds(struct unsync__pool *pool, const struct unsync__task *task);
/* Takes the job out, if it waits. Any thread. */
bool unsync__pool_withdraw(struct unsync__pool *pool, struct unsync__task *task);
/* The same for a thread that is about to wait for it, and runs it by unsync__pool_help meanwhile:
 * also if only a job that this very thread runs stands before it. */
bool unsync__pool_claim(struct unsync__pool *pool, struct unsync__task *task);
void unsync__pool_help(struct unsync__pool *pool, struct unsync__task *task);
/* Jobs were submitted: looks after growth until the queue is empty. Loop thread. */
void unsync__pool_watch(struct unsync__pool *pool);
/* The loop ends, so the threads do; one that runs a job stays as long as that. */
void unsync__pool_close(struct unsync__pool *pool);

#endif
