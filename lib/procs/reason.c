/* reason.c: see reason.h. */
#include "reason.h"

#include <stdio.h>

#include "crews.h"
#include "death.h"
#include "proc.h"

bool unsync__reason_is_told(const struct unsync__proc *proc, const struct unsync__death *death)
{
    return death->verdict == 0 || proc->was_late;
}

enum unsync_call_end unsync__reason_of_call(const struct unsync__call *call,
                                            const struct unsync__proc *proc,
                                            const struct unsync__death *death)
{
    switch (unsync__death_code(death, call->task->kind->remote->limits)) {
    case UNSYNC_ECRASHED: return UNSYNC_CALL_CRASHED;
    case UNSYNC_EMEMORY: return UNSYNC_CALL_MEMORY;
    case UNSYNC_EPROTO:
    case UNSYNC_ENOMEM: return UNSYNC_CALL_BROKEN;
    case UNSYNC_ETIMEDOUT:
        return unsync__reason_is_told(proc, death) ? UNSYNC_CALL_TIMED_OUT : UNSYNC_CALL_CANCELED;
    default: return UNSYNC_CALL_CANCELED;
    }
}

enum unsync_worker_end unsync__reason_of_worker(const struct unsync__proc *proc,
                                                const struct unsync__death *death)
{
    static const struct unsync__limits none;
    if (proc->retired != 0) return (enum unsync_worker_end) proc->retired;
    if (!proc->was_ready) return UNSYNC_WORKER_NOT_STARTED;
    const struct unsync__limits *limits =
        proc->lent.first == NULL ? &none : proc->lent.first->task->kind->remote->limits;
    switch (unsync__death_code(death, limits)) {
    case UNSYNC_ETIMEDOUT: return UNSYNC_WORKER_TIMED_OUT;
    case UNSYNC_ECRASHED: return UNSYNC_WORKER_CRASHED;
    case UNSYNC_EMEMORY: return UNSYNC_WORKER_MEMORY;
    case UNSYNC_EPROTO:
    case UNSYNC_ENOMEM: return UNSYNC_WORKER_BROKEN;
    default: return UNSYNC_WORKER_CANCELED;
    }
}

void unsync__reason_say_loss(const struct unsync__proc *proc, const struct unsync__death *death)
{
    const struct unsync__kind *kind = proc->crew->said_by;
    const char *name = kind == NULL ? NULL : unsync__crew_keeps(kind);
    char text[512];
    if (name == NULL || !proc->was_ready) return;
    unsync__death_describe(death, "", text, sizeof text);
    fprintf(stderr, "unsync: what worker = %s kept is lost: %s\n", name,
            proc->verdict != 0 ? proc->reason : text);
}
