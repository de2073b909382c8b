/* report.c: unsync_metrics_print: what all pools have to tell, in words. It goes by nothing but the
 * public numbers; times come in powers of two, so what is said of them is a bound. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unsync.h>

static const char *const call_ends[UNSYNC_CALL_ENDS] = {
    [UNSYNC_CALL_RETURNED] = "returned",   [UNSYNC_CALL_FAILED] = "failed",
    [UNSYNC_CALL_CRASHED] = "crashed",     [UNSYNC_CALL_MEMORY] = "had not the memory",
    [UNSYNC_CALL_TIMED_OUT] = "timed out", [UNSYNC_CALL_WAITED] = "waited too long",
    [UNSYNC_CALL_CANCELED] = "cancelled",  [UNSYNC_CALL_BROKEN] = "broke the protocol",
    [UNSYNC_CALL_NO_WORKER] = "had no worker",
};
static const char *const worker_ends[UNSYNC_WORKER_ENDS] = {
    [UNSYNC_WORKER_CRASHED] = "crashed",
    [UNSYNC_WORKER_MEMORY] = "out of memory",
    [UNSYNC_WORKER_TIMED_OUT] = "timed out",
    [UNSYNC_WORKER_CANCELED] = "cancelled",
    [UNSYNC_WORKER_BROKEN] = "broke the protocol",
    [UNSYNC_WORKER_NOT_STARTED] = "never ready",
    [UNSYNC_WORKER_RECYCLED] = "had served",
    [UNSYNC_WORKER_RECYCLED_AGE] = "too old",
    [UNSYNC_WORKER_RECYCLED_GROWTH] = "grown",
    [UNSYNC_WORKER_MADE_ROOM] = "made room",
    [UNSYNC_WORKER_STOPPED] = "stopped",
};

/* Those that there were. */
static void print_ends(FILE *file, const uint64_t *counts, const char *const *names, int count)
{
    const char *before = ": ";
    for (int i = 0; i < count; i++) {
        if (counts[i] == 0) continue;
        fprintf(file, "%s%" PRIu64 " %s", before, counts[i], names[i]);
        before = ", ";
    }
}

/* The bucket below whose end `percent` of them lie; -1: there are none. */
static int bucket_of(const uint64_t *counts, unsigned percent)
{
    uint64_t all = 0, sum = 0;
    for (int i = 0; i < UNSYNC_METRICS_BUCKETS; i++) all += counts[i];
    for (int i = 0; all > 0 && i < UNSYNC_METRICS_BUCKETS; i++)
        if ((sum += counts[i]) * 100 >= all * percent) return i;
    return -1;
}

static void print_time(FILE *file, int bucket)
{
    uint64_t us = UINT64_C(1) << bucket;
    if (bucket == UNSYNC_METRICS_BUCKETS - 1)
        fputs("longer", file);
    else if (us < 1024)
        fprintf(file, "%" PRIu64 " us", us);
    else if (us < UINT64_C(1024) * 1024)
        fprintf(file, "%" PRIu64 " ms", us / 1024);
    else
        fprintf(file, "%" PRIu64 " s", us / 1024 / 1024);
}

static void print_times(FILE *file, const char *what, const uint64_t *counts)
{
    if (bucket_of(counts, 50) < 0) return;
    fprintf(file, "  %s: half within ", what);
    print_time(file, bucket_of(counts, 50));
    fputs(", 99 % within ", file);
    print_time(file, bucket_of(counts, 99));
    fputc('\n', file);
}

static void print_threads(FILE *file, const struct unsync_pool_metrics *pool)
{
    if (pool->started == 0) return;
    fprintf(file, "threads \"%s\": %u of %u, %u idle, %u blocked; %u queued, at most %u\n",
            pool->name, pool->threads, pool->max, pool->idle, pool->blocked, pool->queued,
            pool->queued_most);
    fprintf(file,
            "  jobs: %" PRIu64 " started, %" PRIu64 " finished, of which %" PRIu64
            " failed, %" PRIu64 " withdrawn\n",
            pool->started, pool->finished, pool->failed, pool->withdrawn);
    print_times(file, "waited", pool->wait_counts);
    print_times(file, "ran", pool->run_counts);
}

static void print_workers(FILE *file, const struct unsync_worker_metrics *pool)
{
    uint64_t ended = 0;
    if (pool->started == 0) return;
    for (int i = 0; i < UNSYNC_WORKER_ENDS; i++) ended += pool->ended[i];
    fprintf(file,
            "workers \"%s\": %u of %u, %u busy; %" PRIu64 " queued, at most %" PRIu64
            "; %" PRIu64 " in flight\n",
            pool->name, pool->workers, pool->max, pool->busy, pool->queued, pool->queued_most,
            pool->in_flight);
    fprintf(file, "  calls: %" PRIu64 " started", pool->started);
    print_ends(file, pool->calls_ended, call_ends, UNSYNC_CALL_ENDS);
    fprintf(file, "; %" PRIu64 " begun again\n", pool->retried);
    fprintf(file, "  processes: %" PRIu64 " started, %" PRIu64 " ended", pool->spawned, ended);
    print_ends(file, pool->ended, worker_ends, UNSYNC_WORKER_ENDS);
    fputc('\n', file);
    print_times(file, "waited", pool->wait_counts);
    print_times(file, "ran", pool->run_counts);
}

/* Pools that come meanwhile are not among them. */
static void print_all_threads(FILE *file)
{
    size_t count = unsync_metrics(NULL, 0);
    struct unsync_pool_metrics *pools = calloc(count, sizeof *pools);
    if (pools == NULL) return;
    unsync_metrics(pools, count);
    for (size_t i = 0; i < count; i++) print_threads(file, &pools[i]);
    free(pools);
}

static void print_all_workers(FILE *file)
{
    size_t count = unsync_metrics_worker_pools(NULL, 0);
    struct unsync_worker_metrics *pools = calloc(count, sizeof *pools);
    if (pools == NULL) return;
    unsync_metrics_worker_pools(pools, count);
    for (size_t i = 0; i < count; i++) print_workers(file, &pools[i]);
    free(pools);
}

void unsync_metrics_print(FILE *file)
{
    print_all_threads(file);
    print_all_workers(file);
}
