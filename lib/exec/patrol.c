/* patrol.c: see patrol.h. A worker is suspected when it gave nothing between two looks; only then
 * is the kernel asked. */
#include "patrol.h"

#include <unsync.h>

#include "lend.h"

enum { LOOK_MS = 200 };

static struct unsync__crew *watched;
static void (*is_back)(void);
static struct unsync__alarm next_look;
static bool is_set;

static bool is_stuck(struct unsync__proc *proc)
{
    bool suspect = proc->state == UNSYNC__BUSY && proc->results == proc->results_patrolled;
    proc->results_patrolled = proc->results;
    return suspect && !unsync__lend_had_begun(proc->lent.first) && unsync__proc_is_stopped(proc);
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

static void look(struct unsync__alarm *unused)
{
    bool some = false;
    (void) unused;
    is_set = false;
    for (struct unsync__proc *proc = watched->procs; proc != NULL; proc = proc->next) {
        if (!is_stuck(proc) || !take_all_back(watched, proc)) continue;
        unsync__crew_retire(proc, UNSYNC_WORKER_STOPPED);
        some = true;
    }
    if (watched->busy > 0) unsync__patrol_begin(watched, is_back);
    if (some) is_back();
}

void unsync__patrol_begin(struct unsync__crew *crew, void (*back)(void))
{
    watched = crew;
    is_back = back;
    if (is_set) return;
    is_set = true;
    next_look.fire = look;
    unsync__alarm_start_real(&next_look, LOOK_MS);
}

void unsync__patrol_end(void)
{
    if (is_set) unsync__alarm_stop(&next_look);
    is_set = false;
}
