/* flock.c: see flock.h. Which calls have begun is known in two ways: by their state in the ring, as
 * for any worker, and by how far the worker has taken the ring, whose room is used again. Since
 * calls begin in their order, a pointer to the first that may not have begun is enough. */
#include "flock.h"

#include <stdio.h>
#include <unsync.h>

#include "../core/failure.h"
#include "../loop/door.h"
#include "lend.h"

enum { LEASES_MOST = 64, HANDED_MOST = 64 }; /* a socket has room for some 200 descriptors */
#define LEASED_MOST ((size_t) 64 << 20)

/* --- What a worker has ------------------------------------------------------------------------ */

static void watch(struct unsync__proc *proc);

/* The call's own deadline has passed in the worker, and nothing came of it. */
static void is_overdue(struct unsync__alarm *alarm)
{
    struct unsync__call *call =
        (struct unsync__call *) ((char *) alarm - offsetof(struct unsync__call, overdue));
    struct unsync__proc *proc = call->proc;
    if (proc->state != UNSYNC__BUSY || call->asked != 0) return;
    call->asked = UNSYNC_ETIMEDOUT;
    call->told = true;
    proc->flights->asked++;
    watch(proc);
}

static void count_handed(struct unsync__proc *proc)
{
    unsigned count;
    unsync__call_handed(&count);
    if (count == 0) return;
    proc->flights->handed += count;
    proc->flights->handed_at = proc->channel.calls.at;
}

void unsync__flock_lent(struct unsync__proc *proc, struct unsync__call *call)
{
    struct unsync__flights *flights = proc->flights;
    uint64_t ms = call->task->kind->remote->limits->timeout_ms;
    flights->by_ticket[call->ticket & UNSYNC__FLIGHTS_MASK] = call;
    call->at = proc->channel.calls.at;
    call->asked = 0;
    count_handed(proc);
    if (flights->unbegun == NULL) flights->unbegun = call;
    if (call->lease.first != 0) flights->leases++;
    if (ms == 0) return;
    call->overdue.fire = is_overdue;
    unsync__alarm_start_real(&call->overdue, ms + UNSYNC__GRACE_MS);
}

void unsync__flock_forget(struct unsync__proc *proc, struct unsync__call *call)
{
    struct unsync__flights *flights = proc->flights;
    flights->by_ticket[call->ticket & UNSYNC__FLIGHTS_MASK] = NULL;
    if (flights->unbegun == call) flights->unbegun = call->next;
    if (call->lease.first != 0) flights->leases--;
    if (call->asked != 0) flights->asked--;
    if (call->asked != 0 && !call->told) flights->untold--;
    if (call->overdue.fire != NULL) unsync__alarm_stop(&call->overdue);
    call->overdue.fire = NULL;
    bool is_last = proc->lent.count == 1;
    if (!is_last || proc->state != UNSYNC__BUSY || flights->probed_at == 0) return;
    flights->probed_at = 0;
    unsync__proc_set_alarm(proc, 0);
}

/* --- Giving ----------------------------------------------------------------------------------- */

unsigned unsync__flock_runs(const struct unsync__crew *crew)
{
    size_t calls = 0;
    for (const struct unsync__proc *proc = crew->procs; proc != NULL; proc = proc->next)
        calls += proc->lent.count;
    return (unsigned) calls;
}

static size_t count_calls(const struct unsync__crew *crew)
{
    size_t calls = crew->waiting.count;
    for (const struct unsync__proc *proc = crew->procs; proc != NULL; proc = proc->next)
        if (proc->retired == 0) calls += proc->lent.count;
    return calls;
}

/* Those that will serve what comes; one that only ends what it has is not among them. */
static size_t count_workers(const struct unsync__crew *crew)
{
    size_t workers = 0;
    for (const struct unsync__proc *proc = crew->procs; proc != NULL; proc = proc->next)
        workers += proc->retired == 0 && proc->state != UNSYNC__DYING;
    return workers;
}

bool unsync__flock_wants_worker(const struct unsync__crew *crew)
{
    size_t workers = count_workers(crew);
    return crew->waiting.first != NULL && workers < crew->most && workers < count_calls(crew);
}

/* It has read the descriptors of a call before it takes that out of the ring. So there is something
 * that it will take, and tell, when it is waited for. */
bool unsync__flock_may_hand(struct unsync__proc *proc)
{
    struct unsync__flights *flights = proc->flights;
    unsigned count;
    unsync__call_handed(&count);
    if (proc->channel.calls.seen >= flights->handed_at) flights->handed = 0;
    if (count == 0 || flights->handed == 0 || flights->handed + count <= HANDED_MOST) return true;
    proc->channel.wants_room = true;
    return false;
}

static bool may_have_more(struct unsync__proc *proc)
{
    const struct unsync__flights *flights = proc->flights;
    return unsync__crew_speaks(proc) && proc->lent.count < UNSYNC__FLIGHTS &&
           flights->leases < LEASES_MOST && proc->store.leased <= LEASED_MOST &&
           unsync__lend_has_room(proc);
}

static struct unsync__proc *with_fewest(const struct unsync__crew *crew)
{
    struct unsync__proc *best = NULL;
    for (struct unsync__proc *proc = crew->procs; proc != NULL; proc = proc->next)
        if ((best == NULL || proc->lent.count < best->lent.count) && may_have_more(proc))
            best = proc;
    return best;
}

/* As many as each will have when those that are starting have theirs. */
static size_t fair_share(const struct unsync__crew *crew)
{
    size_t workers = count_workers(crew);
    return crew->starting == 0 || workers == 0 ? SIZE_MAX
                                               : (count_calls(crew) + workers - 1) / workers;
}

void unsync__flock_give(struct unsync__crew *crew)
{
    if (crew->waiting.first == NULL) return;
    size_t share = fair_share(crew);
    while (crew->waiting.first != NULL) {
        struct unsync__proc *proc = with_fewest(crew);
        if (proc == NULL || proc->lent.count >= share) break;
        if (!unsync__crew_give(crew, proc, crew->waiting.first)) break;
        unsync__door_expect();
    }
    for (struct unsync__proc *proc = crew->procs; proc != NULL; proc = proc->next)
        if (unsync__crew_speaks(proc)) unsync__lend_ring(proc);
}

/* --- Asking ----------------------------------------------------------------------------------- */

/* If there is room; else it is told when there is. */
static void tell(struct unsync__proc *proc, struct unsync__call *call)
{
    const int32_t code = call->asked;
    if (unsync__channel_call(&proc->channel, call->ticket, UNSYNC__ASK, &code, sizeof code) ==
        NULL) {
        proc->channel.wants_room = true;
        return;
    }
    call->told = true;
    proc->flights->untold--;
    proc->rings = true;
}

static void watch(struct unsync__proc *proc)
{
    if (proc->flights->probed_at != 0) return;
    proc->flights->probed_at = proc->channel.calls.at;
    unsync__proc_wait(proc, UNSYNC__GRACE_MS);
}

void unsync__flock_ask(struct unsync__proc *proc, struct unsync__call *call, int code)
{
    struct unsync__flights *flights = proc->flights;
    if (proc->state != UNSYNC__BUSY || call->asked == code) return;
    if (call->asked == 0) flights->asked++;
    if (call->asked == 0 || call->told) flights->untold++;
    call->asked = code;
    call->told = false;
    tell(proc, call);
    unsync__lend_ring(proc);
    watch(proc);
}

static void tell_all(struct unsync__proc *proc)
{
    for (struct unsync__call *call = proc->lent.first; call != NULL; call = call->next)
        if (call->asked != 0 && !call->told) tell(proc, call);
    unsync__lend_ring(proc);
}

/* The room of what was taken may be used from now on. */
void unsync__flock_saw(struct unsync__proc *proc)
{
    struct unsync__flights *flights = proc->flights;
    while (flights->unbegun != NULL && flights->unbegun->at <= proc->channel.calls.seen) {
        flights->unbegun->record = NULL;
        flights->unbegun = flights->unbegun->next;
    }
    if (flights->untold > 0 && proc->state == UNSYNC__BUSY) tell_all(proc);
}

/* --- A loop that does not answer -------------------------------------------------------------- */

static const struct unsync__call *first_asked(const struct unsync__proc *proc)
{
    const struct unsync__call *call = proc->lent.first;
    while (call->asked == 0) call = call->next;
    return call;
}

static void kill_stuck(struct unsync__proc *proc)
{
    const struct unsync__call *call = first_asked(proc);
    const struct unsync__kind *kind = call->task->kind;
    struct unsync__crew *crew = proc->crew;
    for (struct unsync__call *last; (last = proc->lent.last) != NULL;) {
        if (!unsync__lend_take_back(proc, last)) break;
        unsync__calls_prepend(&crew->waiting, last);
        crew->stirred = true;
    }
    proc->flights->stuck = true;
    unsync__proc_kill(proc, call->asked,
                      "worker %d was killed: its loop had not answered for %d ms when %s (%s:%d) "
                      "was to end",
                      (int) proc->pid, UNSYNC__GRACE_MS, kind->name, kind->file, kind->line);
}

void unsync__flock_look(struct unsync__proc *proc)
{
    struct unsync__flights *flights = proc->flights;
    unsync__lend_collect(proc);
    if (proc->state != UNSYNC__BUSY) return;
    uint64_t probed_at = flights->probed_at;
    flights->probed_at = 0;
    if (flights->asked == 0) return;
    if (proc->channel.calls.seen < probed_at) {
        kill_stuck(proc);
        return;
    }
    if (unsync__channel_call(&proc->channel, 0, UNSYNC__PROBE, "", 0) != NULL) proc->rings = true;
    unsync__lend_ring(proc);
    watch(proc);
}

void unsync__flock_fail(const struct unsync__proc *proc, const struct unsync__call *call)
{
    const struct unsync__kind *kind = call->task->kind;
    int pid = (int) proc->pid;
    if (call->asked == 0)
        unsync__failure_set(call->task, NULL, 0, UNSYNC_ECRASHED,
                            "%s; %s (%s:%d) was under way there", proc->reason, kind->name,
                            kind->file, kind->line);
    else
        unsync__failure_set(call->task, NULL, 0, call->asked,
                            "%s; the loop of worker %d had not answered for %d ms, and it was "
                            "killed",
                            call->asked == UNSYNC_ETIMEDOUT ? "a deadline has passed" : "cancelled",
                            pid, UNSYNC__GRACE_MS);
}

void unsync__flock_find_culprit(const struct unsync__proc *proc, struct unsync__death *death)
{
    uint32_t ticket = death->box.ticket;
    const struct unsync__call *call = proc->flights->by_ticket[ticket & UNSYNC__FLIGHTS_MASK];
    if (call != NULL && call->ticket == ticket) death->culprit = call->task->kind;
}
