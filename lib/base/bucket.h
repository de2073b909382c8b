/* bucket.h: times are counted in buckets, each twice as long as the one before (unsync_pool.h): the
 * first is for less than a microsecond. */
#ifndef UNSYNC_BASE_BUCKET_H
#define UNSYNC_BASE_BUCKET_H

#include <stdint.h>
#include <unsync.h>

static inline unsigned unsync__bucket_of(uint64_t ns)
{
    unsigned bucket = 0;
    for (uint64_t us = ns / 1000; us > 0 && bucket < UNSYNC_METRICS_BUCKETS - 1; us /= 2) bucket++;
    return bucket;
}

#endif
