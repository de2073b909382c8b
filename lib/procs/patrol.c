/* patrol.c: see patrol.h. A worker is suspected when it gave nothing between two looks; only then
 * is the kernel asked. */
#include "patrol.h"

#include <unsync.h>

#include "lend.h"

enum { LOOK_MS = 200 };

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

static void look(struct unsync__alarm *alarm)
{
    struct unsync__crew *crew =
        (struct unsync__crew *) ((char *) alarm - offsetof(struct unsync__crew, patrol));
    void (*back)(struct unsync__crew *crew) = crew->back;
    bool some = false;
    crew->back = NULL;
    for (struct unsync__proc *proc = crew->procs; proc != NULL; proc = proc->next) {
        if (!is_stuck(proc) || !take_all_back(crew, proc)) continue;
        unsync__crew_retire(proc, UNSYNC_WORKER_STOPPED);
        some = true;
    }
    if (crew->busy > 0) unsync__patrol_begin(crew, back);
    if (some) back(crew);
}

void unsync__patrol_begin(struct unsync__crew *crew, void (*back)(struct unsync__crew *crew))
{
    if (crew->back != NULL) return;
    crew->back = back;
    crew->patrol.fire = look;
    unsync__alarm_start_real(&crew->patrol, LOOK_MS);
}

void unsync__patrol_end(struct unsync__crew *crew)
{
    if (crew->back != NULL) unsync__alarm_stop(&crew->patrol);
    crew->back = NULL;
}
