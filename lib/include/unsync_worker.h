/* unsync_worker.h: worker processes, bounded and watched; a part of unsync.h. */
#ifndef UNSYNC_H
#include <unsync.h> /* which includes this one */
#elif !defined UNSYNC_WORKER_H
#define UNSYNC_WORKER_H

#ifdef __cplusplus
extern "C" {
#endif

/* Limits of @cpu_bound functions that are known only when the program runs: they are written over
 * the options of the marks, in the same words, a function at a time, or for all (*):
 * unsync_worker_limits("parse: timeout = 2s, memory = 64M; *: cpu = 10s"). 0 takes a limit away.
 * UNSYNC_LIMITS of the environment comes after it. Before the first @cpu_bound call, from one
 * thread. Returns 0; UNSYNC_EINVAL: it makes no sense, and is said on stderr; UNSYNC_EBUSY: too
 * late; UNSYNC_ENOMEM. */
int unsync_worker_limits(const char *text);

/* Ends when fewer calls wait for a worker of that pool than its `queue` allows:
 * @cpu_bound(pool = render, queue = 100), or (worker = db, queue = 100); at once if no mark gives
 * one, or no call of the pool was ever started. Those that wait go on in their order, one for each
 * call that ends. A start on the loop thread never waits for room itself: await this before. From
 * a thread that is not the loop's a start waits by itself. `name` is not kept. A cancel ends it. */
__attribute__((warn_unused_result)) unsync_task_of(void) unsync_worker_room(const char *name);

/* Why a worker has ended. */
enum unsync_worker_end {
    UNSYNC_WORKER_CRASHED,         /* while it ran a task, or had none to run */
    UNSYNC_WORKER_MEMORY,          /* the same, after its memory limit refused a request */
    UNSYNC_WORKER_TIMED_OUT,       /* killed: a run took longer, or more CPU time, than it may */
    UNSYNC_WORKER_CANCELED,        /* killed: the task that it ran was cancelled */
    UNSYNC_WORKER_BROKEN,          /* killed: it sent what makes no sense */
    UNSYNC_WORKER_NOT_STARTED,     /* before it was ready */
    UNSYNC_WORKER_RECYCLED,        /* it had served `recycle` calls */
    UNSYNC_WORKER_RECYCLED_AGE,    /* it was `recycle_after` old */
    UNSYNC_WORKER_RECYCLED_GROWTH, /* it had gained `recycle_growth` of memory */
    UNSYNC_WORKER_MADE_ROOM,       /* for one with other fences (no_network, ...) */
    UNSYNC_WORKER_STOPPED, /* killed: by SIGSTOP; or paused, or held up for long, with none begun */
    UNSYNC_WORKER_ENDS
};

/* How a call has ended. */
enum unsync_call_end {
    UNSYNC_CALL_RETURNED,  /* with its result */
    UNSYNC_CALL_FAILED,    /* its body did, or what was to cross could not be packed or unpacked */
    UNSYNC_CALL_CRASHED,   /* its worker died while it ran (UNSYNC_ECRASHED) */
    UNSYNC_CALL_MEMORY,    /* the same, after its memory limit refused a request (UNSYNC_EMEMORY) */
    UNSYNC_CALL_TIMED_OUT, /* killed: it took longer, or more CPU time, than its mark allows */
    UNSYNC_CALL_WAITED,    /* longer than `queue_timeout`, and it did not run */
    UNSYNC_CALL_CANCELED,  /* or a deadline has passed, whether it ran or not */
    UNSYNC_CALL_BROKEN,    /* its worker sent what makes no sense, or more than there is memory */
    UNSYNC_CALL_NO_WORKER, /* none could be started, or lived to begin it (UNSYNC_ENOWORKER) */
    UNSYNC_CALL_ENDS
};

struct unsync_worker_metrics {
    const char *name;     /* that marks give: `pool = NAME`, `worker = NAME`; "": of those that give
                             none; NULL: all together. Valid until the program ends */
    unsigned max;         /* most workers; 0: none was ever needed */
    unsigned workers;     /* that there are now */
    unsigned busy;        /* of these, that run a call */
    uint64_t queued;      /* calls that wait for one */
    uint64_t queued_most; /* most that ever did */
    uint64_t in_flight;   /* calls that workers have: that they run, or will run next */
    uint64_t started;     /* calls that ever came in */
    uint64_t finished;    /* of these, that have a result, or failed in their body */
    uint64_t retried;     /* runs that were begun again, for `retries` */
    uint64_t spawned;     /* workers that were ever started */
    uint64_t ended[UNSYNC_WORKER_ENDS];     /* of these, that have ended, by the reason */
    uint64_t calls_ended[UNSYNC_CALL_ENDS]; /* of the started, that have, by the reason */
    /* Of one call in 64 that has a result, in the buckets of unsync_pool.h: until a worker got to
     * it, and from there to its result, as the loop thread has seen it. */
    uint64_t wait_counts[UNSYNC_METRICS_BUCKETS], run_counts[UNSYNC_METRICS_BUCKETS];
};

/* Describes all worker processes together as they are at about this moment. Any thread; never
 * waits. */
void unsync_metrics_workers(struct unsync_worker_metrics *metrics);
/* Describes up to `count` pools of them in `metrics`, in the order in which they were made; gives
 * how many there are. The first is the one without a name. `metrics` may be NULL if count is 0.
 * Any thread; never waits. */
size_t unsync_metrics_worker_pools(struct unsync_worker_metrics *metrics, size_t count);

/* Prints what there is to tell of all pools that were ever used, of threads (unsync_pool.h) and of
 * workers. `out` is a FILE *. Any thread; waits for nothing but the file. */
struct _IO_FILE;
void unsync_metrics_print(struct _IO_FILE *out);

#ifdef __cplusplus
} /* extern "C" */
#endif
#endif
