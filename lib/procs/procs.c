/* procs.c: the process lane.
 *
 * A call joins the crew of its mark's pool (crew.h), which brings waiting calls and workers
 * together. While calls wait and there are fewer workers than UNSYNC_WORKERS (default: one a
 * processor), another is started. One that dies fails the call that it ran, and no other; those
 * that it had not begun go back to the head of the queue (lend.h), and it is replaced when there is
 * work. Workers that cannot even start fail the waiting calls, after three in a row. In a worker,
 * calls of the lane run on its threads.
 *
 * Everything happens on the loop thread, in reaction to three events: a task starts or is
 * cancelled, a worker says something, a worker has ended. Each ends in `pump`. */
#define _GNU_SOURCE

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

#include "../base/check.h"
#include "../base/environment.h"
#include "../core/cancel.h"
#include "../core/failure.h"
#include "../core/task.h"
#include "../loop/door.h"
#include "../wire/outcome.h"
#include "../worker/config.h"
#include "../worker/program.h"
#include "../worker/record.h"
#include "autopsy.h"
#include "backlog.h"
#include "breaker.h"
#include "call.h"
#include "crew.h"
#include "crews.h"
#include "fenced.h"
#include "flock.h"
#include "lack.h"
#include "lend.h"
#include "oom.h"
#include "patrol.h"
#include "proc.h"
#include "reason.h"
#include "stream.h"
#include "tally.h"
#include "voice.h"

enum { WORKERS_MAX = 1024, AHEAD_MOST = 512, TIMED = 64 };

static struct unsync__breaker breaker; /* of workers that never become ready */
static char failed_because[1200];      /* the last of them */
static pid_t owner;     /* the process that owns them all; 0: the lane is closed */
static uv_async_t bell; /* rung by the spawner, and when a worker was stopped */

static void pump(struct unsync__crew *crew);

static struct unsync__crew *crew_of(const struct unsync__call *call)
{
    return unsync__crew_of(call->task->kind);
}

/* --- Ends of tasks ---------------------------------------------------------------------------- */

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

static void finish(struct unsync__call *call, enum unsync_call_end how)
{
    struct unsync__task *task = call->task;
    unsync__tally_over(crew_of(call)->tally, how);
    if (call->backlog != NULL) crew_of(call)->stirred = true; /* some may wait for room */
    unsync__call_free(call);
    resolve(task);
}

/* Its arguments cannot be packed. */
static void failed(struct unsync__call *call)
{
    finish(call, UNSYNC_CALL_FAILED);
}

static uint64_t now_ms(void)
{
    return uv_hrtime() / 1000000;
}

static void fail_waiting(struct unsync__crew *crew, uint64_t left_ms)
{
    while (crew->waiting.first != NULL) {
        struct unsync__call *call = crew->waiting.first;
        unsync__calls_remove(&crew->waiting, call);
        unsync__failure_set(call->task, NULL, 0, UNSYNC_ENOWORKER,
                            "no worker process for %s: %s; the next try is in %llu ms",
                            call->task->kind->name, failed_because, (unsigned long long) left_ms);
        finish(call, UNSYNC_CALL_NO_WORKER);
    }
}

/* The worker of a call that had begun, or been cancelled, is dead. */
static void fail_running(struct unsync__proc *proc, struct unsync__call *call,
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

/* --- Events of workers ------------------------------------------------------------------------ */

static void ready(struct unsync__proc *proc)
{
    struct unsync__box box;
    unsync__breaker_worked(&breaker);
    unsync__service_begin(&proc->service, proc->pid);
    unsync__box_read(proc->request.ends.box, &box);
    unsync__lacks_say(&box);
    unsync__crew_is_ready(proc->crew, proc);
    pump(proc->crew);
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
    finish(call, has_failed ? UNSYNC_CALL_FAILED : UNSYNC_CALL_RETURNED);
}

/* A worker that never was ready. */
static void count_failure(const struct unsync__proc *proc, const struct unsync__death *death)
{
    char text[512];
    unsync__breaker_failed(&breaker, now_ms());
    unsync__death_describe(death, " while it started", text, sizeof text);
    snprintf(failed_because, sizeof failed_because, "%s (%u in a row)",
             proc->verdict != 0 ? proc->reason : text, breaker.failures);
}

/* Its body may run once more: the mark says so, and it was a crash. */
static bool tries_again(struct unsync__call *call, const struct unsync__death *death)
{
    const struct unsync__limits *limits = call->task->kind->remote->limits;
    if (death->verdict != 0 || unsync__call_streams(call)) return false;
    call->deaths++;
    if (unsync__death_code(death, limits) != UNSYNC_ECRASHED || call->deaths > limits->retries)
        return false;
    unsync__tally_count(crew_of(call)->tally, UNSYNC__TALLY_RETRIED);
    return true;
}

/* It never begins: workers die before they get to it. */
static void fail_lost(struct unsync__call *call, const struct unsync__death *death)
{
    const struct unsync__kind *kind = call->task->kind;
    char text[512];
    unsync__death_describe(death, "", text, sizeof text);
    unsync__failure_set(call->task, NULL, 0, UNSYNC_ENOWORKER,
                        "%s (%s:%d) did not run: %d workers had it, and died before they said that "
                        "they begin it; the last: %s",
                        kind->name, kind->file, kind->line, (int) UNSYNC__LOST_MAX, text);
    finish(call, UNSYNC_CALL_NO_WORKER);
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
            fail_running(proc, call, &death);
        } else if (!over && ++call->lost >= UNSYNC__LOST_MAX)
            fail_lost(call, &death);
        else
            unsync__calls_prepend(&crew->waiting, call);
    }
    if (!is_told) unsync__reason_say_loss(proc, &death);
    pump(crew);
}

static void late(struct unsync__proc *proc)
{
    if (proc->flights != NULL || !unsync__patrol_excuses(proc))
        unsync__crew_is_late(proc->crew, proc);
}

static const struct unsync__proc_events events = {
    .ready = ready, .result = result, .value = unsync__stream_gave, .late = late, .ended = ended};

/* --- The side door ---------------------------------------------------------------------------- */

#define EACH_CREW(crew)                                                                            \
    for (struct unsync__crew *crew = &unsync__crews; (crew) != NULL; (crew) = (crew)->next)

static bool has(void)
{
    EACH_CREW(crew)
        if (unsync__crew_has(crew)) return true;
    return false;
}

static void take(void)
{
    EACH_CREW(crew) {
        unsync__crew_collect(crew);
        if (crew->waiting.first != NULL && crew->stirred) pump(crew);
    }
}

static void settle(void)
{
    EACH_CREW(crew)
        if (crew->stirred) pump(crew);
}

static bool asleep(void)
{
    bool all = true;
    EACH_CREW(crew) all &= unsync__crew_asleep(crew);
    return all;
}

static void awake(void)
{
    EACH_CREW(crew) unsync__crew_awake(crew);
}

static const struct unsync__side_door side_door = {
    .has = has, .take = take, .settle = settle, .asleep = asleep, .awake = awake};

/* --- Opening and closing ---------------------------------------------------------------------- */

static unsigned read_most(void)
{
    return (unsigned) unsync__environment_number("UNSYNC_WORKERS", 1, WORKERS_MAX,
                                                 unsync__crews_processors(WORKERS_MAX));
}

static unsigned read_ahead(void)
{
    return (unsigned) unsync__environment_number("UNSYNC_AHEAD", 1, AHEAD_MOST, AHEAD_MOST);
}

static void ring(void)
{
    uv_async_send(&bell);
}

/* By the spawner, or because a worker was stopped. */
static void rang(uv_async_t *handle)
{
    struct unsync__spawn_request *request;
    (void) handle;
    while ((request = unsync__spawner_done()) != NULL)
        unsync__proc_spawned((struct unsync__proc *) request);
    EACH_CREW(crew)
        for (struct unsync__proc *proc = crew->procs; proc != NULL; proc = proc->next)
            if (proc->state != UNSYNC__SPAWNING && unsync__stops_look(proc->request.stops))
                unsync__patrol_look_at(proc);
}

static void disband(struct unsync__crew *crew)
{
    for (struct unsync__proc *proc = crew->procs, *next; proc != NULL; proc = next) {
        next = proc->next;
        unsync__proc_reap_now(proc);
    }
    unsync__alarm_stop(&crew->alarm);
    unsync__alarm_stop(&crew->trim);
    unsync__patrol_end(crew);
    unsync__crew_empty(crew);
}

/* The program ends. A forked child, which is not their parent, leaves the workers alone. */
static void close_lane(void)
{
    if (owner != getpid()) return;
    owner = 0;
    unsync__spawner_close(); /* kills them too: it was their thread */
    while (unsync__spawner_done() != NULL) {
    }
    EACH_CREW(crew) disband(crew);
    unsync__stops_close();
    unsync__door_set_side(NULL);
    unsync__backlogs_close();
    unsync__call_trim();
    unsync__voices_close();
    unsync__autopsies_close();
    unsync__record_close();
    uv_close((uv_handle_t *) &bell, NULL);
}

/* NULL: there may be workers. */
static const char *refusal(void)
{
    if (getauxval(AT_SECURE) != 0)
        return "the program has privileges that its user has not (AT_SECURE)";
    if (!unsync__program_can_serve())
        return "the program is not linked with libunsync, a library that it loads is; name a "
               "program that is: unsync_worker_program or UNSYNC_WORKER_PROGRAM";
    return NULL;
}

/* At the first task. NULL, or why it cannot be. */
static const char *open_lane(void)
{
    if (owner != 0) return NULL;
    const char *why = refusal();
    if (why != NULL) return why;
    why = "the spawner's thread cannot be started";
    if (uv_async_init(unsync__loop_uv(), &bell, rang) != 0) return why;
    if (unsync__spawner_open(ring) != 0) {
        uv_close((uv_handle_t *) &bell, NULL);
        return why;
    }
    uv_unref((uv_handle_t *) &bell);
    unsync__voices_open(); /* without them workers print by themselves */
    unsync__oom_open();
    unsync__config_open();
    unsync__record_open();
    unsync__backlogs_open();
    unsync__crews_open(read_most(), read_ahead(), failed);
    breaker = (struct unsync__breaker){0};
    owner = getpid();
    unsync__door_set_side(&side_door);
    unsync__loop_on_close(close_lane);
    return NULL;
}

/* --- Bringing calls and workers together ------------------------------------------------------ */

static void start_worker(struct unsync__crew *crew, uint32_t fences)
{
    int error;
    struct unsync__proc *proc = unsync__proc_new(&events, fences, crew->is_flock, &error);
    if (proc == NULL) {
        unsync__breaker_failed(&breaker, now_ms());
        snprintf(failed_because, sizeof failed_because, "%s", strerror(-error));
        return;
    }
    unsync__crew_add(crew, proc);
    unsync__tally_count(crew->tally, UNSYNC__TALLY_SPAWNED);
}

static bool may_start(const struct unsync__crew *crew)
{
    if (crew->is_flock && !unsync__flock_wants_worker(crew)) return false;
    if (!crew->is_flock &&
        (crew->waiting.count <= crew->starting || !unsync__crew_may_grow(crew)))
        return false;
    return breaker.pause_ms == 0 || crew->starting < unsync__breaker_lets(&breaker, now_ms());
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

static void bring_together(struct unsync__crew *crew)
{
    if (crew->is_flock) {
        while (may_start(crew)) start_worker(crew, crew->fences);
        unsync__flock_give(crew);
        return;
    }
    unsync__crew_give_to_idle(crew);
    while (may_start(crew))
        start_worker(crew, unsync__calls_fences_wanted(&crew->waiting, crew->starting_behind));
    make_room(crew);
    unsync__crew_give_ahead(crew);
}

static void pump(struct unsync__crew *crew)
{
    crew->stirred = false;
    bring_together(crew);
    unsync__patrol_begin(crew, pump);
    uint64_t left = breaker.pause_ms == 0 ? 0 : unsync__breaker_left_ms(&breaker, now_ms());
    /* while others live, calls wait for those */
    if (left > 0 && unsync__crew_has_nobody(crew)) fail_waiting(crew, left);
    unsync__crew_tell(crew);
    unsync__backlog_runs(crew->backlog,
                         crew->is_flock ? unsync__flock_runs(crew) : crew->busy);
}

/* --- The lane --------------------------------------------------------------------------------- */

static void waited_too_long(struct unsync__alarm *alarm)
{
    struct unsync__call *call =
        (struct unsync__call *) ((char *) alarm - offsetof(struct unsync__call, alarm));
    const struct unsync__kind *kind = call->task->kind;
    if (!unsync__crew_take_off(crew_of(call), call)) return; /* it runs */
    unsync__failure_set(call->task, NULL, 0, UNSYNC_ETIMEDOUT,
                        "%s (%s:%d) waited longer than %llu ms for a worker, and did not run",
                        kind->name, kind->file, kind->line,
                        (unsigned long long) kind->remote->limits->queue_timeout_ms);
    finish(call, UNSYNC_CALL_WAITED);
}

static void limit_wait(struct unsync__call *call)
{
    uint64_t ms = call->task->kind->remote->limits->queue_timeout_ms;
    if (ms == 0) return;
    call->alarm.fire = waited_too_long;
    unsync__alarm_start_real(&call->alarm, ms);
}

/* In a worker, and where UNSYNC_ROUTE says so, a call runs in this process, on a thread. */
static bool runs_here(const struct unsync__task *task)
{
    return unsync__runs_here(task->kind);
}

static void enqueue(struct unsync__crew *crew, struct unsync__call *call)
{
    if (!unsync__call_streams(call)) unsync__clock_hold(); /* until it is finished */
    unsync__calls_append(&crew->waiting, call);
    limit_wait(call);
    uint64_t number = unsync__tally_count(crew->tally, UNSYNC__TALLY_STARTED);
    call->since_ns = number % TIMED == 0 ? unsync__clock_ns() : 0;
    unsync__tally_queue(crew->tally, crew->waiting.count);
    if (!crew->is_flock && (crew->idle != NULL || unsync__crew_may_grow(crew)))
        pump(crew);
    else
        crew->stirred = true;
}

/* The call that the task becomes; NULL: its failure is set. */
static struct unsync__call *take_in(struct unsync__task *task, struct unsync__crew **crew)
{
    const char *why = open_lane();
    if (why != NULL) {
        unsync__failure_set(task, NULL, 0, UNSYNC_ENOWORKER, "no worker process for %s: %s",
                            task->kind->name, why);
        return NULL;
    }
    *crew = unsync__crew_of(task->kind);
    if (*crew != NULL) return unsync__call_new(task);
    unsync__failure_set(task, NULL, 0, UNSYNC_ENOMEM, "no memory for the pool of %s",
                        task->kind->name);
    return NULL;
}

static void start(struct unsync__task *task)
{
    if (runs_here(task)) {
        unsync__lane_thread.start(task);
        return;
    }
    struct unsync__crew *crew;
    struct unsync__backlog *backlog = unsync__backlog_of(task->kind);
    if ((task->flags & UNSYNC__OFFERED) == 0) unsync__backlog_enter(backlog);
    struct unsync__call *call = take_in(task, &crew);
    if (call == NULL) {
        unsync__backlog_leave(backlog);
        unsync__resolve(task);
        return;
    }
    call->backlog = backlog;
    enqueue(crew, call);
}

/* On another thread than the loop's, which hears of the start meanwhile. */
static void offer(struct unsync__task *task)
{
    if (runs_here(task)) {
        unsync__lane_thread.offer(task);
        return;
    }
    struct unsync__backlog *backlog = unsync__backlog_of(task->kind);
    unsync__backlog_enter(backlog);
    unsync__backlog_wait(backlog);
}

static void cancel(struct unsync__task *task)
{
    if (runs_here(task)) {
        unsync__lane_thread.cancel(task);
        return;
    }
    struct unsync__call *call = unsync__call_of(task);
    if (call == NULL) return; /* its worker is dead already */
    if (!unsync__crew_cancel(crew_of(call), call)) return;
    if (unsync__asked_code(task) == UNSYNC_ECANCELED)
        unsync__failure_set(task, NULL, 0, UNSYNC_ECANCELED, "cancelled before it ran");
    else
        unsync__failure_set_asked(task, NULL, 0);
    finish(call, UNSYNC_CALL_CANCELED);
}

void unsync__procs_want(struct unsync__task *task)
{
    struct unsync__call *call = unsync__call_of(task);
    if (call == NULL) return;
    call->wanted = true;
    if (call->proc == NULL || call->closes) return;
    unsync__lend_pause(call->proc, false);
    unsync__lend_collect(call->proc);
}

/* Only those that run here run code, and wait, in this process. */
static void wake(struct unsync__task *task, struct unsync__task *child)
{
    unsync__check(runs_here(task), "%s (%s:%d) runs in another process, but was woken here",
                  task->kind->name, task->kind->file, task->kind->line);
    unsync__lane_thread.wake(task, child);
}

static bool claim(struct unsync__task *task)
{
    return runs_here(task) && unsync__lane_thread.claim(task);
}

static void help(struct unsync__task *task)
{
    unsync__lane_thread.help(task);
}

static const char *phase(const struct unsync__task *task, char *text, size_t room)
{
    const struct unsync__call *call = runs_here(task) ? NULL : unsync__call_of(task);
    if (call == NULL) return "runs";
    if (call->proc == NULL) return "queued";
    if (call->proc->flights == NULL ? call->proc->lent.first != call
                                    : !unsync__lend_had_begun(call))
        return "queued";
    snprintf(text, room, "runs in worker %d", (int) call->proc->pid);
    return text;
}

const struct unsync__lane unsync__lane_process = {.name = "process",
                                                  .start = start,
                                                  .offer = offer,
                                                  .wake = wake,
                                                  .cancel = cancel,
                                                  .claim = claim,
                                                  .help = help,
                                                  .phase = phase};
