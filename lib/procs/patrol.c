/* patrol.c: see patrol.h. A worker is suspected when it gave nothing between two looks; only then
 * is the kernel asked. One that starts is killed at the second look that finds it stopped, for that
 * counts against all workers. */
#define _GNU_SOURCE
#include "patrol.h"

#include <signal.h>
#include <string.h>
#include <unsync.h>

#include "crews.h"
#include "lend.h"

/* A worker that is only held up may take so long to begin a call. */
enum { LOOK_MS = 200, HELD_UP_MS = 1000 };

/* Its worker has what another would not have. */
static bool keeps(const struct unsync__crew *crew)
{
    return crew->said_by != NULL && unsync__crew_keeps(crew->said_by) != NULL;
}

static void look_at_start(struct unsync__proc *proc)
{
    int before = proc->stopped_by;
    proc->stopped_by = unsync__proc_stopped_by(proc);
    if (before == 0 || proc->stopped_by == 0) return;
    proc->retired = UNSYNC_WORKER_STOPPED;
    unsync__proc_kill(proc, UNSYNC_ENOWORKER, "worker %d was stopped by SIG%s while it started",
                      (int) proc->pid, sigabbrev_np(proc->stopped_by));
}

/* Without a verdict: a stop is a way to die, as a signal that kills. */
void unsync__patrol_look_at(struct unsync__proc *proc)
{
    if (!unsync__crew_speaks(proc) || unsync__proc_stopped_by(proc) != SIGSTOP) return;
    proc->retired = UNSYNC_WORKER_STOPPED;
    proc->stopped_by = SIGSTOP;
    unsync__proc_kill(proc, 0, "stopped");
}

static bool is_stuck(struct unsync__proc *proc)
{
    bool suspect = proc->state == UNSYNC__BUSY && proc->results == proc->results_patrolled;
    proc->results_patrolled = proc->results;
    if (suspect) unsync__patrol_look_at(proc);
    return suspect && proc->state == UNSYNC__BUSY && !unsync__lend_had_begun(proc->lent.first) &&
           unsync__proc_stopped_by(proc) != 0;
}

/* False: one has begun after all. */
static bool take_all_back(struct unsync__crew *crew, struct unsync__proc *proc)
{
    while (proc->lent.last != NULL) {
        struct unsync__call *call = proc->lent.last;
        if (!unsync__crew_take_off(crew, call)) return false;
        unsync__calls_prepend(&crew->waiting, call);
    }
    return true;
}

/* Nothing but the state in memory that the worker can write to says that it has not begun; so one
 * that takes too long is killed all the same. */
bool unsync__patrol_excuses(struct unsync__proc *proc)
{
    struct unsync__call *call = proc->lent.first;
    if (call == NULL || unsync__lend_had_begun(call)) return false;
    if (call->lost >= UNSYNC__LOST_MAX) return false;
    proc->held_up_ms += call->task->kind->remote->limits->timeout_ms;
    unsync__lend_time(proc);
    if (proc->held_up_ms < HELD_UP_MS || (keeps(proc->crew) && unsync__proc_stopped_by(proc) != 0))
        return true;
    if (!take_all_back(proc->crew, proc)) return true;
    call->lost++;
    unsync__crew_retire(proc, UNSYNC_WORKER_STOPPED);
    return true;
}

static void look(struct unsync__alarm *alarm)
{
    struct unsync__crew *crew =
        (struct unsync__crew *) ((char *) alarm - offsetof(struct unsync__crew, patrol));
    void (*back)(struct unsync__crew *crew) = crew->back;
    bool some = false;
    crew->back = NULL;
    for (struct unsync__proc *proc = crew->procs; proc != NULL; proc = proc->next) {
        if (proc->state == UNSYNC__SPAWNING) unsync__spawn_look();
        if (proc->state == UNSYNC__STARTING) look_at_start(proc);
        if (!is_stuck(proc) || keeps(crew) || !take_all_back(crew, proc)) continue;
        unsync__crew_retire(proc, UNSYNC_WORKER_STOPPED);
        some = true;
    }
    unsync__patrol_begin(crew, back);
    if (some) back(crew);
}

void unsync__patrol_begin(struct unsync__crew *crew, void (*back)(struct unsync__crew *crew))
{
    bool is_needed = crew->starting > 0 || crew->busy > 0;
    if (crew->back != NULL || !is_needed) return;
    crew->back = back;
    crew->patrol.fire = look;
    unsync__alarm_start_real(&crew->patrol, LOOK_MS);
}

void unsync__patrol_end(struct unsync__crew *crew)
{
    if (crew->back != NULL) unsync__alarm_stop(&crew->patrol);
    crew->back = NULL;
}
