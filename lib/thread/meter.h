/* meter.h: how long jobs of a pool wait and run, of one job in 64.
 *
 * A clock costs more than a short job, so one job in 64 is timed, and only one at a time: the one
 * that is chosen is in `task` until it is taken. Times are counted in buckets, each twice as long
 * as the one before. Choosing is a starter's, all else is under the pool's lock. */
#ifndef UNSYNC_THREAD_METER_H
#define UNSYNC_THREAD_METER_H

#include <stdatomic.h>
#include <unsync_gen.h>

enum { UNSYNC__SAMPLE = 64 };

struct unsync__meter {
    _Atomic(const struct unsync__task *) task;
    uint64_t since_ns;
    uint64_t wait_counts[UNSYNC_METRICS_BUCKETS], run_counts[UNSYNC_METRICS_BUCKETS];
};

/* The job comes in; it is one of those to be timed. */
void unsync__meter_choose(struct unsync__meter *meter, const struct unsync__task *task);
/* It was taken, and not to be run. */
void unsync__meter_forget(struct unsync__meter *meter, const struct unsync__task *task);
/* It was taken to be run: 0, or when it began, if it is timed. */
uint64_t unsync__meter_begin(struct unsync__meter *meter, const struct unsync__task *task);
/* It was run; `began_ns` as unsync__meter_begin gave it. */
void unsync__meter_end(struct unsync__meter *meter, uint64_t began_ns);

#endif
