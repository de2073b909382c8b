/* tally.c: one writer, so that no addition has to be atomic; see tally.h. A list that only grows,
 * so it is walked without a lock. */
#include "tally.h"

#include <stdatomic.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/bucket.h"

struct unsync__tally {
    _Atomic(struct unsync__tally *) next;
    const char *name; /* "" of the first */
    _Atomic uint64_t numbers[UNSYNC__TALLIED];
    _Atomic uint64_t ends[UNSYNC_WORKER_ENDS], calls[UNSYNC_CALL_ENDS];
    _Atomic uint64_t waits[UNSYNC_METRICS_BUCKETS], runs[UNSYNC_METRICS_BUCKETS];
};
static struct unsync__tally first = {.name = ""};

static struct unsync__tally *next_of(struct unsync__tally *tally)
{
    return atomic_load_explicit(&tally->next, memory_order_acquire);
}

struct unsync__tally *unsync__tally_of(const char *name)
{
    struct unsync__tally *tally = &first, *last = NULL;
    if (name == NULL) return tally;
    for (; tally != NULL && strcmp(tally->name, name) != 0; tally = next_of(tally)) last = tally;
    if (tally != NULL) return tally;
    tally = unsync__zalloc(sizeof *tally);
    if (tally == NULL) return NULL;
    tally->name = name;
    atomic_store_explicit(&last->next, tally, memory_order_release);
    return tally;
}

/* --- Counting --------------------------------------------------------------------------------- */

static uint64_t look(_Atomic uint64_t *number)
{
    return atomic_load_explicit(number, memory_order_relaxed);
}

static void put(_Atomic uint64_t *number, uint64_t value)
{
    atomic_store_explicit(number, value, memory_order_relaxed);
}

static uint64_t add(_Atomic uint64_t *number)
{
    uint64_t before = look(number);
    put(number, before + 1);
    return before;
}

uint64_t unsync__tally_count(struct unsync__tally *tally, enum unsync__tallied what)
{
    return add(&tally->numbers[what]);
}

void unsync__tally_set(struct unsync__tally *tally, enum unsync__tallied what, uint64_t number)
{
    put(&tally->numbers[what], number);
}

void unsync__tally_queue(struct unsync__tally *tally, uint64_t number)
{
    put(&tally->numbers[UNSYNC__TALLY_QUEUED], number);
    if (number > look(&tally->numbers[UNSYNC__TALLY_QUEUED_MOST]))
        put(&tally->numbers[UNSYNC__TALLY_QUEUED_MOST], number);
}

void unsync__tally_ended(struct unsync__tally *tally, enum unsync_worker_end why)
{
    add(&tally->ends[why]);
}

void unsync__tally_over(struct unsync__tally *tally, enum unsync_call_end how)
{
    add(&tally->calls[how]);
}

void unsync__tally_timed(struct unsync__tally *tally, uint64_t waited_ns, uint64_t ran_ns)
{
    add(&tally->waits[unsync__bucket_of(waited_ns)]);
    add(&tally->runs[unsync__bucket_of(ran_ns)]);
}

/* --- For people ------------------------------------------------------------------------------- */

static void sum_up(struct unsync__tally *tally, struct unsync_worker_metrics *metrics)
{
    _Atomic uint64_t *numbers = tally->numbers;
    metrics->max += (unsigned) look(&numbers[UNSYNC__TALLY_MAX]);
    metrics->workers += (unsigned) look(&numbers[UNSYNC__TALLY_WORKERS]);
    metrics->busy += (unsigned) look(&numbers[UNSYNC__TALLY_BUSY]);
    metrics->queued += look(&numbers[UNSYNC__TALLY_QUEUED]);
    metrics->queued_most += look(&numbers[UNSYNC__TALLY_QUEUED_MOST]);
    metrics->in_flight += look(&numbers[UNSYNC__TALLY_IN_FLIGHT]);
    metrics->started += look(&numbers[UNSYNC__TALLY_STARTED]);
    metrics->finished += look(&numbers[UNSYNC__TALLY_FINISHED]);
    metrics->retried += look(&numbers[UNSYNC__TALLY_RETRIED]);
    metrics->spawned += look(&numbers[UNSYNC__TALLY_SPAWNED]);
    for (int i = 0; i < UNSYNC_WORKER_ENDS; i++) metrics->ended[i] += look(&tally->ends[i]);
    for (int i = 0; i < UNSYNC_CALL_ENDS; i++) metrics->calls_ended[i] += look(&tally->calls[i]);
    for (int i = 0; i < UNSYNC_METRICS_BUCKETS; i++) {
        metrics->wait_counts[i] += look(&tally->waits[i]);
        metrics->run_counts[i] += look(&tally->runs[i]);
    }
}

void unsync_metrics_workers(struct unsync_worker_metrics *metrics)
{
    *metrics = (struct unsync_worker_metrics){.name = NULL};
    for (struct unsync__tally *tally = &first; tally != NULL; tally = next_of(tally))
        sum_up(tally, metrics);
}

size_t unsync_metrics_worker_pools(struct unsync_worker_metrics *metrics, size_t count)
{
    size_t there_are = 0;
    for (struct unsync__tally *tally = &first; tally != NULL; tally = next_of(tally)) {
        if (there_are < count) {
            metrics[there_are] = (struct unsync_worker_metrics){.name = tally->name};
            sum_up(tally, &metrics[there_are]);
        }
        there_are++;
    }
    return there_are;
}
