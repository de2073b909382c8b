/* pump.c: see pump.h. */
#include "pump.h"

#include <stdio.h>
#include <string.h>
#include <uv.h>

#include "backlog.h"
#include "breaker.h"
#include "events.h"
#include "flock.h"
#include "over.h"
#include "patrol.h"

static struct unsync__breaker breaker;
static char failed_because[1200]; /* the last of those that never became ready */

static uint64_t now_ms(void)
{
    return uv_hrtime() / 1000000;
}

void unsync__pump_worked(void)
{
    unsync__breaker_worked(&breaker);
}

void unsync__pump_failed(const char *why)
{
    unsync__breaker_failed(&breaker, now_ms());
    snprintf(failed_because, sizeof failed_because, "%s (%u in a row)", why, breaker.failures);
}

static void start_worker(struct unsync__crew *crew, uint32_t fences)
{
    int error;
    struct unsync__proc *proc = unsync__proc_new(&unsync__events, fences, crew->is_flock, &error);
    if (proc == NULL) {
        unsync__breaker_failed(&breaker, now_ms());
        snprintf(failed_because, sizeof failed_because, "%s", strerror(-error));
        return;
    }
    unsync__crew_add(crew, proc);
    unsync__tally_count(crew->tally, UNSYNC__TALLY_SPAWNED);
}

static bool may_start(const struct unsync__crew *crew, uint64_t now)
{
    if (crew->is_flock && !unsync__flock_wants_worker(crew)) return false;
    if (!crew->is_flock &&
        (crew->waiting.count <= crew->starting || !unsync__crew_may_grow(crew)))
        return false;
    return breaker.pause_ms == 0 || crew->starting < unsync__breaker_lets(&breaker, now);
}

/* An idle worker that no call wants, because of its fences, is in the way of one that is wanted. */
static void make_room(struct unsync__crew *crew)
{
    if (crew->waiting.first == NULL || crew->idle == NULL || unsync__crew_may_grow(crew)) return;
    struct unsync__proc *proc = crew->idle;
    bool serves = proc->state == UNSYNC__IDLE;
    if (serves && proc->fences == unsync__call_fences(crew->waiting.first)) return;
    crew->idle = proc->next_idle;
    if (serves) unsync__crew_retire(proc, UNSYNC_WORKER_MADE_ROOM);
}

static void bring_together(struct unsync__crew *crew, uint64_t now)
{
    if (crew->is_flock) {
        while (may_start(crew, now)) start_worker(crew, crew->fences);
        unsync__flock_give(crew);
        return;
    }
    unsync__crew_give_to_idle(crew);
    while (may_start(crew, now))
        start_worker(crew, unsync__calls_fences_wanted(&crew->waiting, crew->starting_behind));
    make_room(crew);
    unsync__crew_give_ahead(crew);
}

static void fail_waiting(struct unsync__crew *crew, uint64_t left_ms)
{
    while (crew->waiting.first != NULL) {
        struct unsync__call *call = crew->waiting.first;
        unsync__calls_remove(&crew->waiting, call);
        unsync__over_unserved(call, failed_because, left_ms);
    }
}

static bool is_stranded(const struct unsync__crew *crew)
{
    return crew->waiting.first != NULL && unsync__crew_has_nobody(crew);
}

/* By one look at the clock: a pause that ended between two would start nobody and fail nothing, and
 * the calls would wait for ever. */
void unsync__pump(struct unsync__crew *crew)
{
    uint64_t now;
    crew->stirred = false;
    do {
        now = breaker.pause_ms == 0 ? 0 : now_ms();
        bring_together(crew, now);
    } while (now == 0 && breaker.pause_ms != 0 && is_stranded(crew)); /* it has just begun */
    unsync__patrol_begin(crew, unsync__pump);
    uint64_t left = breaker.pause_ms == 0 ? 0 : unsync__breaker_left_ms(&breaker, now);
    /* while others live, calls wait for those */
    if (left > 0 && is_stranded(crew)) fail_waiting(crew, left);
    unsync__crew_tell(crew);
    unsync__backlog_runs(crew->backlog,
                         crew->is_flock ? unsync__flock_runs(crew) : crew->busy);
}
