/* tally.c: one writer, so that no addition has to be atomic; see tally.h. */
#include "tally.h"

#include <stdatomic.h>

static _Atomic(uint64_t) tallies[UNSYNC__TALLIES], ends[UNSYNC_WORKER_ENDS];

static void add(_Atomic(uint64_t) *tally)
{
    uint64_t now = atomic_load_explicit(tally, memory_order_relaxed);
    atomic_store_explicit(tally, now + 1, memory_order_relaxed);
}

static uint64_t look(_Atomic(uint64_t) *tally)
{
    return atomic_load_explicit(tally, memory_order_relaxed);
}

void unsync__tally_count(enum unsync__tally what)
{
    add(&tallies[what]);
}

void unsync__tally_set(enum unsync__tally what, uint64_t number)
{
    atomic_store_explicit(&tallies[what], number, memory_order_relaxed);
}

void unsync__tally_ended(enum unsync_worker_end why)
{
    add(&ends[why]);
}

void unsync_metrics_workers(struct unsync_worker_metrics *metrics)
{
    metrics->max = (unsigned) look(&tallies[UNSYNC__TALLY_MAX]);
    metrics->workers = (unsigned) look(&tallies[UNSYNC__TALLY_WORKERS]);
    metrics->busy = (unsigned) look(&tallies[UNSYNC__TALLY_BUSY]);
    metrics->queued = look(&tallies[UNSYNC__TALLY_QUEUED]);
    metrics->started = look(&tallies[UNSYNC__TALLY_STARTED]);
    metrics->finished = look(&tallies[UNSYNC__TALLY_FINISHED]);
    metrics->retried = look(&tallies[UNSYNC__TALLY_RETRIED]);
    metrics->spawned = look(&tallies[UNSYNC__TALLY_SPAWNED]);
    for (int i = 0; i < UNSYNC_WORKER_ENDS; i++) metrics->ended[i] = look(&ends[i]);
}
