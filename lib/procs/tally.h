/* tally.h: what each pool of workers has to tell of itself, for unsync_metrics_workers: one tally a
 * pool, which stays. Written on the loop thread, read on any. */
#ifndef UNSYNC_PROCS_TALLY_H
#define UNSYNC_PROCS_TALLY_H

#include <stdint.h>
#include <unsync.h>

enum unsync__tallied {
    UNSYNC__TALLY_STARTED,
    UNSYNC__TALLY_FINISHED,
    UNSYNC__TALLY_RETRIED,
    UNSYNC__TALLY_SPAWNED,
    UNSYNC__TALLY_MAX,
    UNSYNC__TALLY_WORKERS,
    UNSYNC__TALLY_BUSY,
    UNSYNC__TALLY_QUEUED,
    UNSYNC__TALLY_QUEUED_MOST,
    UNSYNC__TALLY_IN_FLIGHT,
    UNSYNC__TALLIED,
};
struct unsync__tally;

/* That of the pool of this name, which is kept; of NULL: that of calls which name none. NULL: no
 * memory for a new one. */
struct unsync__tally *unsync__tally_of(const char *name);
/* One more; how many there were. */
uint64_t unsync__tally_count(struct unsync__tally *tally, enum unsync__tallied what);
void unsync__tally_set(struct unsync__tally *tally, enum unsync__tallied what, uint64_t number);
/* So many calls wait. */
void unsync__tally_queue(struct unsync__tally *tally, uint64_t number);
/* A worker has ended; a call. */
void unsync__tally_ended(struct unsync__tally *tally, enum unsync_worker_end why);
void unsync__tally_over(struct unsync__tally *tally, enum unsync_call_end how);
/* One of those calls that are timed has a result. */
void unsync__tally_timed(struct unsync__tally *tally, uint64_t waited_ns, uint64_t ran_ns);

#endif
