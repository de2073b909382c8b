/* events.c: see events.h. */
#include "events.h"

#include <unsync.h>

#include "../core/failure.h"
#include "../loop/clock.h"
#include "../wire/box.h"
#include "../wire/outcome.h"
#include "../worker/record.h"
#include "crews.h"
#include "flock.h"
#include "lack.h"
#include "lend.h"
#include "over.h"
#include "patrol.h"
#include "pump.h"
#include "reason.h"
#include "stream.h"

static void ready(struct unsync__proc *proc)
{
    struct unsync__box box;
    unsync__pump_worked();
    unsync__service_begin(&proc->service, proc->pid);
    unsync__box_read(proc->request.ends.box, &box);
    unsync__lacks_say(&box);
    unsync__crew_is_ready(proc->crew, proc);
    unsync__pump(proc->crew);
}

static void result(struct unsync__proc *proc, struct unsync__call *call, const char *text,
                   size_t len)
{
    const struct unsync__limits *limits = call->task->kind->remote->limits;
    struct unsync__tally *tally = proc->crew->tally;
    int why;
    unsync__tally_count(tally, UNSYNC__TALLY_FINISHED);
    if (call->began_ns != 0)
        unsync__tally_timed(tally, call->began_ns - call->since_ns,
                            unsync__clock_ns() - call->began_ns);
    if (unsync__service_is_over(&proc->service, proc->pid, limits, &why) && proc->retired == 0)
        proc->retired = why;
    unsync__crew_had_result(proc->crew, proc);
    if (proc->lent.first == NULL) unsync__crew_tell(proc->crew); /* before anybody hears of it */
    if (text != NULL)
        unsync__outcome_take(call->task, text, len, &proc->store);
    else
        unsync__failure_set(call->task, NULL, 0, UNSYNC_ENOMEM, "no memory for the result of %s",
                            call->task->kind->name);
    bool has_failed = (call->task->flags & UNSYNC__FAILED) != 0;
    if (has_failed) unsync__record_call(call->task);
    unsync__over(call, has_failed ? UNSYNC_CALL_FAILED : UNSYNC_CALL_RETURNED);
}

/* A worker that never was ready. */
static void count_failure(const struct unsync__proc *proc, const struct unsync__death *death)
{
    char text[512];
    unsync__death_describe(death, " while it started", text, sizeof text);
    unsync__pump_failed(proc->verdict != 0 ? proc->reason : text);
}

/* Its body may run once more: the mark says so, and it was a crash. */
static bool tries_again(struct unsync__call *call, const struct unsync__death *death)
{
    const struct unsync__limits *limits = call->task->kind->remote->limits;
    if (death->verdict != 0 || unsync__call_streams(call)) return false;
    call->deaths++;
    if (unsync__death_code(death, limits) != UNSYNC_ECRASHED || call->deaths > limits->retries)
        return false;
    unsync__tally_count(unsync__crew_of(call->task->kind)->tally, UNSYNC__TALLY_RETRIED);
    return true;
}

/* Of a call that its dead worker had: is it over with it? It was killed for a call that ran. */
static bool is_over(const struct unsync__proc *proc, struct unsync__call *call)
{
    if (unsync__lend_had_begun(call)) return true;
    return proc->verdict != 0 && proc->verdict != UNSYNC_EPROTO;
}

static void ended(struct unsync__proc *proc)
{
    struct unsync__crew *crew = proc->crew;
    struct unsync__death death;
    bool is_told = false;
    unsync__death_of(proc, &death);
    unsync__tally_ended(crew->tally, unsync__reason_of_worker(proc, &death));
    unsync__crew_remove(crew, proc);
    if (!proc->was_ready) count_failure(proc, &death);
    unsync__crew_take_unbegun(crew, proc);
    if (proc->flights != NULL) unsync__flock_find_culprit(proc, &death);
    for (struct unsync__call *call; (call = proc->lent.first) != NULL;) {
        bool over = is_over(proc, call);
        unsync__lend_forget(proc, call);
        death.is_bystander = proc->flights != NULL && call->ticket != death.box.ticket;
        if (over && !tries_again(call, &death)) {
            is_told |= unsync__reason_is_told(proc, &death);
            unsync__over_with_worker(proc, call, &death);
        } else if (!over && ++call->lost >= UNSYNC__LOST_MAX)
            unsync__over_lost(call, &death);
        else
            unsync__calls_prepend(&crew->waiting, call);
    }
    if (!is_told) unsync__reason_say_loss(proc, &death);
    unsync__pump(crew);
}

static void late(struct unsync__proc *proc)
{
    if (proc->flights != NULL || !unsync__patrol_excuses(proc))
        unsync__crew_is_late(proc->crew, proc);
}

const struct unsync__proc_events unsync__events = {
    .ready = ready, .result = result, .value = unsync__stream_gave, .late = late, .ended = ended};
