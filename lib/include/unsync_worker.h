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
    UNSYNC_WORKER_MADE_ROOM,       /* for one with other fences (no_network, no_new_files) */
    UNSYNC_WORKER_STOPPED, /* killed: stopped (SIGSTOP), or held up for long, with no call begun */
    UNSYNC_WORKER_ENDS
};

struct unsync_worker_metrics {
    unsigned max;      /* most workers; 0: none was ever needed */
    unsigned workers;  /* that there are now */
    unsigned busy;     /* of these, that run a call */
    uint64_t queued;   /* calls that wait for one */
    uint64_t started;  /* calls that ever came in */
    uint64_t finished; /* of these, that have a result, or failed in their body */
    uint64_t retried;  /* runs that were begun again, for `retries` */
    uint64_t spawned;  /* workers that were ever started */
    uint64_t ended[UNSYNC_WORKER_ENDS]; /* of these, that have ended, by the reason */
};

/* Describes the pool of worker processes as it is at about this moment. Any thread; never waits. */
void unsync_metrics_workers(struct unsync_worker_metrics *metrics);

#ifdef __cplusplus
} /* extern "C" */
#endif
#endif
