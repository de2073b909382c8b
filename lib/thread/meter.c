/* meter.c: see meter.h. */
#include "meter.h"

#include <time.h>

#include "../base/bucket.h"

static uint64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t) now.tv_sec * 1000000000u + (uint64_t) now.tv_nsec;
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
    meter->wait_counts[unsync__bucket_of(now - meter->since_ns)]++;
    atomic_store(&meter->task, NULL);
    return now;
}

void unsync__meter_end(struct unsync__meter *meter, uint64_t began_ns)
{
    if (began_ns != 0) meter->run_counts[unsync__bucket_of(now_ns() - began_ns)]++;
}
