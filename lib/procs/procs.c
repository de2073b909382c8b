/* procs.c: the process lane: how a call of a @cpu_bound function comes in, and how the lane opens
 * with the first of them and closes with the program.
 *
 * A call joins the crew of its mark's pool (crew.h); the pump (pump.h) brings it together with a
 * worker of that, and it is over when its result comes, it is cancelled, or its worker ends
 * (over.h). There may be as many workers as UNSYNC_WORKERS says (default: one a processor). In a
 * worker, and where UNSYNC_ROUTE says so, calls of the lane run on threads of this process.
 *
 * Everything happens on the loop thread, in reaction to three events: a task starts or is
 * cancelled, a worker says something, a worker has ended (events.h). Each ends in the pump. */
#define _GNU_SOURCE

#include <stdio.h>
#include <sys/auxv.h>
#include <unistd.h>
#include <unsync.h>

#include "../base/check.h"
#include "../base/environment.h"
#include "../core/cancel.h"
#include "../core/failure.h"
#include "../core/task.h"
#include "../loop/door.h"
#include "../worker/config.h"
#include "../worker/program.h"
#include "../worker/record.h"
#include "autopsy.h"
#include "backlog.h"
#include "crews.h"
#include "lend.h"
#include "oom.h"
#include "over.h"
#include "patrol.h"
#include "pump.h"
#include "stream.h"
#include "voice.h"

enum { WORKERS_MAX = 1024, AHEAD_MOST = 512, TIMED = 64 };

static pid_t owner;     /* the process that owns them all; 0: the lane is closed */
static uv_async_t bell; /* rung by the spawner, and when a worker was stopped */

static struct unsync__crew *crew_of(const struct unsync__call *call)
{
    return unsync__crew_of(call->task->kind);
}

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
        if (crew->waiting.first != NULL && crew->stirred) unsync__pump(crew);
    }
}

static void settle(void)
{
    EACH_CREW(crew)
        if (crew->stirred) unsync__pump(crew);
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
    unsync__crews_open(read_most(), read_ahead(), unsync__over_failed);
    unsync__pump_worked();
    owner = getpid();
    unsync__door_set_side(&side_door);
    unsync__loop_on_close(close_lane);
    return NULL;
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
    unsync__over(call, UNSYNC_CALL_WAITED);
}

static void limit_wait(struct unsync__call *call)
{
    uint64_t ms = call->task->kind->remote->limits->queue_timeout_ms;
    if (ms == 0) return;
    call->alarm.fire = waited_too_long;
    unsync__alarm_start_real(&call->alarm, ms);
}

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
        unsync__pump(crew);
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
    unsync__over(call, UNSYNC_CALL_CANCELED);
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
