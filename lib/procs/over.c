/* over.c: see over.h. */
#include "over.h"

#include "../core/failure.h"
#include "../core/task.h"
#include "../loop/clock.h"
#include "../worker/record.h"
#include "autopsy.h"
#include "crews.h"
#include "flock.h"
#include "reason.h"
#include "stream.h"

/* The task's outcome is set. */
static void resolve(struct unsync__task *task)
{
    if (task->kind->remote->flow == NULL)
        unsync__clock_release();
    else
        unsync__stream_rests(task);
    unsync__resolve(task);
}

/* Its worker did, and why is known. */
static void died(struct unsync__task *task)
{
    unsync__record_call(task);
    resolve(task);
}

void unsync__over(struct unsync__call *call, enum unsync_call_end how)
{
    struct unsync__task *task = call->task;
    struct unsync__crew *crew = unsync__crew_of(task->kind);
    unsync__tally_over(crew->tally, how);
    if (call->backlog != NULL) crew->stirred = true; /* some may wait for room */
    unsync__call_free(call);
    resolve(task);
}

void unsync__over_failed(struct unsync__call *call)
{
    unsync__over(call, UNSYNC_CALL_FAILED);
}

void unsync__over_unserved(struct unsync__call *call, const char *why, uint64_t left_ms)
{
    unsync__failure_set(call->task, NULL, 0, UNSYNC_ENOWORKER,
                        "no worker process for %s: %s; the next try is in %llu ms",
                        call->task->kind->name, why, (unsigned long long) left_ms);
    unsync__over(call, UNSYNC_CALL_NO_WORKER);
}

void unsync__over_with_worker(struct unsync__proc *proc, struct unsync__call *call,
                              const struct unsync__death *death)
{
    struct unsync__task *task = call->task;
    unsync__tally_over(proc->crew->tally, unsync__reason_of_call(call, proc, death));
    bool is_stuck = proc->flights != NULL && proc->flights->stuck;
    if (!is_stuck && unsync__reason_is_told(proc, death)) {
        unsigned tries = call->deaths;
        unsync__call_free(call); /* from here on a cancel does nothing */
        unsync__autopsy(death, task, tries, died);
        return;
    }
    if (is_stuck)
        unsync__flock_fail(proc, call);
    else
        unsync__failure_set(task, NULL, 0, proc->verdict, "%s", proc->reason);
    unsync__call_free(call);
    died(task);
}

void unsync__over_lost(struct unsync__call *call, const struct unsync__death *death)
{
    const struct unsync__kind *kind = call->task->kind;
    char text[512];
    unsync__death_describe(death, "", text, sizeof text);
    unsync__failure_set(call->task, NULL, 0, UNSYNC_ENOWORKER,
                        "%s (%s:%d) did not run: %d workers had it, and died before they said that "
                        "they begin it; the last: %s",
                        kind->name, kind->file, kind->line, (int) UNSYNC__LOST_MAX, text);
    unsync__over(call, UNSYNC_CALL_NO_WORKER);
}
