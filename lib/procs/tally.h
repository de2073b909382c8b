/* tally.h: counts of the process lane, for unsync_metrics_workers. Written on the loop thread, read
 * on any. */
#ifndef UNSYNC_PROCS_TALLY_H
#define UNSYNC_PROCS_TALLY_H

#include <unsync.h>

enum unsync__tally {
    UNSYNC__TALLY_STARTED,
    UNSYNC__TALLY_FINISHED,
    UNSYNC__TALLY_RETRIED,
    UNSYNC__TALLY_SPAWNED,
    UNSYNC__TALLY_MAX,
    UNSYNC__TALLY_WORKERS,
    UNSYNC__TALLY_BUSY,
    UNSYNC__TALLY_QUEUED,
    UNSYNC__TALLIES,
};
void unsync__tally_count(enum unsync__tally what);
void unsync__tally_set(enum unsync__tally what, uint64_t number);
/* A worker has ended. */
void unsync__tally_ended(enum unsync_worker_end why);

#endif
