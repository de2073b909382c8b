/* meter.c: see meter.h. Bucket 0 is for less than a microsecond. */
#include "meter.h"

#include <time.h>

static uint64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t) now.tv_sec * 1000000000u + (uint64_t) now.tv_nsec;
}

static void count(uint64_t *counts, uint64_t ns)
{
    unsigned bucket = 0;
    for (uint64_t us = ns / 1000; us > 0 && bucket < UNSYNC_METRICS_BUCKETS - 1; us /= 2) bucket++;
    counts[bucket]++;
}

void unsync__meter_choose(struct unsync__meter *meter, const struct unsync__task *task)
{
    if (atomic_load(&meter->task) != NULL) return;
    meter->since_ns = now_ns();
    atomic_store(&meter->task, task);
}

void unsync__meter_forget(struct unsync__meter *meter, const struct unsync__task *task)
{
    if (atomic_load(&meter->task) == task) atomic_store(&meter->task, NULL);
}

uint64_t unsync__meter_begin(struct unsync__meter *meter, const struct unsync__task *task)
{
    const struct unsync__task *chosen = atomic_load_explicit(&meter->task, memory_order_acquire);
    if (unsync__likely(chosen != task)) return 0;
    uint64_t now = now_ns();
    count(meter->wait_counts, now - meter->since_ns);
    atomic_store(&meter->task, NULL);
    return now;
}

void unsync__meter_end(struct unsync__meter *meter, uint64_t began_ns)
{
    if (began_ns != 0) count(meter->run_counts, now_ns() - began_ns);
}
