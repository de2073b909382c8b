/* crew.c: see crew.h. How fast a worker drains is seen when its results are taken: so many in the
 * time since the last were. That holds while it had more to do; one that has run dry may have been
 * faster, so it gets twice as many, unless even so it was slow. */
#include "crew.h"

#include <unsync.h>

#include "../core/cancel.h"
#include "../loop/clock.h"
#include "../loop/door.h"
#include "crews.h"
#include "fenced.h"
#include "flock.h"
#include "lend.h"

enum { AHEAD_NS = 100000, SLOW_NS = 1000000, LOOK_MS = 1, TRIM_MS = 1000 };
#define AHEAD_BYTES ((size_t) 4 << 20) /* in blocks: with more, nothing is put ahead */

/* --- Who is there ----------------------------------------------------------------------------- */

void unsync__crew_empty(struct unsync__crew *crew)
{
    *crew = (struct unsync__crew){.next = crew->next,
                                  .name = crew->name,
                                  .tally = crew->tally,
                                  .is_flock = crew->is_flock,
                                  .fences = crew->fences,
                                  .said_by = crew->said_by,
                                  .backlog = crew->backlog,
                                  .max_said = crew->max_said,
                                  .most = crew->most,
                                  .ahead_most = crew->ahead_most,
                                  .failed = crew->failed};
}

void unsync__crew_add(struct unsync__crew *crew, struct unsync__proc *proc)
{
    proc->crew = crew;
    proc->next = crew->procs;
    crew->procs = proc;
    crew->count++;
    crew->starting++;
    crew->starting_behind[proc->fences]++;
}

/* In a flock nobody has to look for one. */
static void make_idle(struct unsync__crew *crew, struct unsync__proc *proc)
{
    if (crew->is_flock) return;
    proc->next_idle = crew->idle;
    crew->idle = proc;
}

/* It is not starting any more. */
static void has_started(struct unsync__crew *crew, const struct unsync__proc *proc)
{
    crew->starting--;
    crew->starting_behind[proc->fences]--;
}

void unsync__crew_is_ready(struct unsync__crew *crew, struct unsync__proc *proc)
{
    has_started(crew, proc);
    proc->ahead = 1;
    make_idle(crew, proc);
}

void unsync__crew_remove(struct unsync__crew *crew, struct unsync__proc *proc)
{
    struct unsync__proc **at = &crew->procs;
    while (*at != proc) at = &(*at)->next;
    *at = proc->next;
    crew->count--;
    if (!proc->was_ready) has_started(crew, proc);
    if (proc->lent.first != NULL) crew->busy--;
    if (proc->held) crew->held--;
    proc->held = false;
    for (at = &crew->idle; *at != NULL; at = &(*at)->next_idle)
        if (*at == proc) {
            *at = proc->next_idle;
            return;
        }
}

void unsync__crew_retire(struct unsync__proc *proc, int why)
{
    proc->retired = why;
    unsync__proc_kill(proc, UNSYNC_ECANCELED, "worker %d was replaced", (int) proc->pid);
}

/* One more than there may be is left over from a time when streams waited. While they are open they
 * soon wait again. */
static bool is_surplus(const struct unsync__crew *crew)
{
    return crew->count > crew->most + crew->streams;
}

/* Workers that do not count; one that keeps something is to be the only one. */
static unsigned held(const struct unsync__crew *crew)
{
    const struct unsync__kind *kind = crew->said_by;
    return kind != NULL && unsync__crew_keeps(kind) != NULL ? 0 : crew->held;
}

bool unsync__crew_may_grow(const struct unsync__crew *crew)
{
    return crew->count < crew->most + held(crew);
}

bool unsync__crew_has_nobody(const struct unsync__crew *crew)
{
    return crew->count == held(crew);
}

/* It may have nothing to do now. */
static void is_less(struct unsync__crew *crew, struct unsync__proc *proc)
{
    crew->stirred = true;
    if (proc->lent.first != NULL) return;
    crew->busy--;
    if (proc->retired != 0 || is_surplus(crew))
        unsync__crew_retire(proc, proc->retired != 0 ? proc->retired : UNSYNC_WORKER_MADE_ROOM);
    else
        make_idle(crew, proc);
}

void unsync__crew_had_result(struct unsync__crew *crew, struct unsync__proc *proc)
{
    proc->results++;
    is_less(crew, proc);
}

bool unsync__crew_speaks(const struct unsync__proc *proc)
{
    return proc->state == UNSYNC__IDLE || proc->state == UNSYNC__BUSY;
}

/* --- Giving ----------------------------------------------------------------------------------- */

static void trim(struct unsync__alarm *alarm)
{
    struct unsync__crew *crew =
        (struct unsync__crew *) ((char *) alarm - offsetof(struct unsync__crew, trim));
    bool more = false;
    for (struct unsync__proc *proc = crew->procs; proc != NULL; proc = proc->next)
        if (unsync__crew_speaks(proc) && unsync__store_trim(&proc->store, proc->lent.first == NULL))
            more = true;
    crew->trims = more;
    if (more) unsync__alarm_start_real(alarm, TRIM_MS);
}

static void trim_later(struct unsync__crew *crew)
{
    if (crew->trims) return;
    crew->trims = true;
    crew->trim.fire = trim;
    unsync__alarm_start_real(&crew->trim, TRIM_MS);
}

/* A call with descriptors goes to an idle worker only, who serves another one does not read the
 * socket; or to one that runs many and has room for them. */
static bool may_hand(struct unsync__proc *proc)
{
    unsigned count;
    if (proc->crew->is_flock) return unsync__flock_may_hand(proc);
    unsync__call_handed(&count);
    return count == 0 || proc->lent.first == NULL;
}

bool unsync__crew_give(struct unsync__crew *crew, struct unsync__proc *proc,
                       struct unsync__call *call)
{
    size_t len;
    bool was_idle = proc->lent.first == NULL;
    if (!unsync__lend_has_room(proc)) return false;
    unsync__calls_remove(&crew->waiting, call);
    const char *text = unsync__call_pack(call, &proc->store, &len);
    if (text != NULL && !may_hand(proc)) {
        unsync__store_end(&proc->store, &call->lease);
        unsync__calls_prepend(&crew->waiting, call);
        return false;
    }
    int code = text == NULL ? UNSYNC_EPROTO : unsync__lend_call(proc, call, text, len);
    if (code == 0 && was_idle) crew->busy++;
    if (code == 0) return true;
    if (text != NULL) unsync__call_has_no_room(call, code);
    crew->failed(call);
    return true;
}

void unsync__crew_give_to_idle(struct unsync__crew *crew)
{
    struct unsync__proc **at = &crew->idle;
    while (crew->waiting.first != NULL && *at != NULL) {
        struct unsync__proc *proc = *at;
        bool serves = proc->state == UNSYNC__IDLE;
        struct unsync__call *call =
            serves ? unsync__calls_fitting(&crew->waiting, proc->fences) : NULL;
        if (serves && call == NULL) {
            at = &proc->next_idle;
            continue;
        }
        *at = proc->next_idle;
        if (!serves) continue;
        bool fits = unsync__crew_give(crew, proc, call);
        if (proc->state == UNSYNC__IDLE) make_idle(crew, proc);
        if (!fits) return;
        unsync__lend_ring(proc);
        unsync__door_expect();
        at = &crew->idle; /* what followed from a failure may have changed the list */
    }
}

/* Each gets as many as the others, if there are not enough for all. */
static size_t fair_share(const struct unsync__crew *crew)
{
    size_t calls = crew->waiting.count;
    for (const struct unsync__proc *proc = crew->procs; proc != NULL; proc = proc->next)
        if (proc->state == UNSYNC__BUSY) calls += proc->lent.count;
    return crew->busy == 0 ? calls : (calls + crew->busy - 1) / crew->busy;
}

static void look_later(struct unsync__crew *crew);

/* A worker that is to be replaced after a run is not given the next one before; one with a stream
 * may take any time. */
static bool stands_alone(const struct unsync__call *call)
{
    const struct unsync__limits *limits = call->task->kind->remote->limits;
    if (unsync__call_streams(call)) return true;
    return limits->recycle_runs != 0 || limits->recycle_ms != 0 || limits->recycle_bytes != 0;
}

/* One more ahead; false: there is none for it. */
static bool give_one_ahead(struct unsync__crew *crew, struct unsync__proc *proc)
{
    if (proc->state != UNSYNC__BUSY || proc->retired != 0) return false;
    if (stands_alone(proc->lent.last) || proc->store.leased > AHEAD_BYTES) return false;
    struct unsync__call *call = unsync__calls_fitting(&crew->waiting, proc->fences);
    return call != NULL && !stands_alone(call) && unsync__crew_give(crew, proc, call);
}

void unsync__crew_give_ahead(struct unsync__crew *crew)
{
    if (crew->waiting.first == NULL) return;
    size_t share = fair_share(crew);
    for (struct unsync__proc *proc = crew->procs; proc != NULL; proc = proc->next) {
        size_t most = proc->ahead < share ? proc->ahead : share;
        while (proc->lent.count < most && give_one_ahead(crew, proc)) {
        }
        unsync__lend_ring(proc);
        if (proc->lent.count > 1) look_later(crew);
    }
}

/* --- Taking ----------------------------------------------------------------------------------- */

/* It has given `results` since `proc->since_ns`. */
static void learn(struct unsync__crew *crew, struct unsync__proc *proc, unsigned results,
                  uint64_t now)
{
    uint64_t each = (now - proc->since_ns) / results, ahead = proc->ahead;
    if (proc->lent.first != NULL)
        ahead = AHEAD_NS / (each + 1) < 2 * ahead ? AHEAD_NS / (each + 1) : 2 * ahead;
    else if (each < SLOW_NS && crew->waiting.first != NULL)
        ahead = 2 * ahead;
    proc->ahead = ahead < 1                  ? 1
                  : ahead > crew->ahead_most ? crew->ahead_most
                                             : (unsigned) ahead;
}

/* While a single call goes there and back nobody asks for the time. */
static void collect(struct unsync__crew *crew, struct unsync__proc *proc)
{
    unsigned before = proc->results;
    if (proc->channel.wants_room) crew->stirred = true;
    unsync__lend_collect(proc);
    unsigned results = proc->results - before;
    if (results == 0) return;
    if (proc->store.count > 0) trim_later(crew);
    if (crew->waiting.first == NULL && proc->lent.first == NULL) {
        proc->since_ns = 0;
        return;
    }
    uint64_t now = unsync__clock_ns();
    if (proc->since_ns != 0) learn(crew, proc, results, now);
    proc->since_ns = now;
}

bool unsync__crew_has(const struct unsync__crew *crew)
{
    for (const struct unsync__proc *proc = crew->procs; proc != NULL; proc = proc->next)
        if (unsync__crew_speaks(proc) && (proc->doomed != 0 || unsync__channel_has(&proc->channel)))
            return true;
    return false;
}

bool unsync__crew_asleep(struct unsync__crew *crew)
{
    bool nothing = !crew->stirred;
    for (struct unsync__proc *proc = crew->procs; proc != NULL; proc = proc->next)
        if (unsync__crew_speaks(proc) && !unsync__channel_asleep(&proc->channel)) nothing = false;
    return nothing;
}

void unsync__crew_awake(struct unsync__crew *crew)
{
    for (struct unsync__proc *proc = crew->procs; proc != NULL; proc = proc->next)
        if (unsync__crew_speaks(proc)) unsync__channel_awake(&proc->channel);
}

/* --- Taking back ------------------------------------------------------------------------------ */

/* All but the first. False: one of them has begun, so the first is over. */
static bool take_back_behind(struct unsync__crew *crew, struct unsync__proc *proc)
{
    while (proc->lent.last != proc->lent.first) {
        struct unsync__call *call = proc->lent.last;
        if (!unsync__lend_take_back(proc, call)) return false;
        crew->stirred = true;
        unsync__calls_prepend(&crew->waiting, call);
    }
    return true;
}

/* Where one runs at a time, behind the first none has begun, unless results were lost with the
 * protocol: then what stands in the ring counts, and nonsense there means that one may have. */
void unsync__crew_take_unbegun(struct unsync__crew *crew, struct unsync__proc *proc)
{
    bool one_by_one = crew->is_flock || proc->verdict == UNSYNC_EPROTO;
    struct unsync__call *end = proc->lent.first;
    if (crew->is_flock && end != NULL && unsync__lend_had_begun(end)) end = NULL;
    for (struct unsync__call *call = proc->lent.last, *before; call != end; call = before) {
        before = call->before;
        if (one_by_one && unsync__lend_had_begun(call)) continue;
        unsync__lend_forget(proc, call);
        unsync__calls_prepend(&crew->waiting, call);
    }
}

/* Workers that have given nothing since the last look are at a long body. */
static void look(struct unsync__alarm *alarm)
{
    struct unsync__crew *crew =
        (struct unsync__crew *) ((char *) alarm - offsetof(struct unsync__crew, alarm));
    crew->looks = false;
    for (struct unsync__proc *proc = crew->procs; proc != NULL; proc = proc->next) {
        if (proc->state != UNSYNC__BUSY || proc->lent.count < 2) continue;
        if (proc->results == proc->results_seen && !unsync__channel_has(&proc->channel)) {
            take_back_behind(crew, proc);
            proc->ahead = 1;
        }
        proc->results_seen = proc->results;
        if (proc->lent.count > 1) look_later(crew);
    }
}

static void look_later(struct unsync__crew *crew)
{
    if (crew->looks) return;
    crew->looks = true;
    crew->alarm.fire = look;
    unsync__alarm_start_real(&crew->alarm, LOOK_MS);
}

/* --- Killing for one call --------------------------------------------------------------------- */

/* Nothing but the call's result can have come before what has come. */
static void keeps_back(struct unsync__proc *proc)
{
    unsync__proc_kill(proc, UNSYNC_EPROTO, "worker %d kept a result back", (int) proc->pid);
}

static void kill_cancelled(struct unsync__proc *proc, const struct unsync__call *call)
{
    int code = unsync__asked_code(call->task);
    unsync__proc_kill(proc, code, "%s while it ran in worker %d",
                      code == UNSYNC_ETIMEDOUT ? "a deadline passed" : "cancelled",
                      (int) proc->pid);
}

/* Its result may be there already. None of those behind it may begin while it is killed. */
void unsync__crew_is_late(struct unsync__crew *crew, struct unsync__proc *proc)
{
    if (crew->is_flock) {
        unsync__flock_look(proc);
        return;
    }
    const struct unsync__call *call = proc->lent.first;
    unsync__lend_collect(proc);
    if (proc->lent.first != call || proc->state != UNSYNC__BUSY) return;
    if (call->closes) {
        kill_cancelled(proc, call);
        return;
    }
    if (unsync__call_streams(call) && unsync__lend_goes_on(proc)) return;
    if (take_back_behind(crew, proc)) {
        proc->was_late = true;
        unsync__proc_kill(proc, UNSYNC_ETIMEDOUT, "timed out");
        return;
    }
    unsync__lend_collect(proc);
    if (proc->lent.first == call) keeps_back(proc);
}

/* Tickets go round, past 0. */
static bool is_after(uint32_t ticket, uint32_t other)
{
    return (int32_t) (ticket - other) > 0;
}

/* The results that there are were collected, and the doomed call's is not among them. */
static void kill_doomed(struct unsync__crew *crew, struct unsync__proc *proc)
{
    struct unsync__call *call = proc->lent.first;
    uint32_t doomed = proc->doomed;
    proc->doomed = 0;
    if (call == NULL || is_after(call->ticket, doomed) || proc->state != UNSYNC__BUSY) return;
    if (call->ticket == doomed && take_back_behind(crew, proc)) {
        kill_cancelled(proc, call);
        return;
    }
    unsync__lend_collect(proc);
    if (proc->lent.first == call) keeps_back(proc);
}

bool unsync__crew_take_off(struct unsync__crew *crew, struct unsync__call *call)
{
    struct unsync__proc *proc = call->proc;
    if (proc == NULL)
        unsync__calls_remove(&crew->waiting, call);
    else if (unsync__lend_take_back(proc, call))
        is_less(crew, proc);
    else
        return false;
    return true;
}

/* Where its body has begun nothing is done now: no result may be collected here, where tasks are
 * being cancelled. */
bool unsync__crew_cancel(struct unsync__crew *crew, struct unsync__call *call)
{
    if (unsync__crew_take_off(crew, call)) return true;
    struct unsync__proc *proc = call->proc;
    if (crew->is_flock)
        unsync__flock_ask(proc, call, unsync__asked_code(call->task));
    else if (proc->lent.first == call && proc->state == UNSYNC__DYING)
        kill_cancelled(proc, call);
    else if (unsync__call_streams(call))
        unsync__lend_end_stream(proc, call);
    else if (proc->doomed == 0 || is_after(call->ticket, proc->doomed))
        proc->doomed = call->ticket;
    return false;
}

void unsync__crew_collect(struct unsync__crew *crew)
{
    for (struct unsync__proc *proc = crew->procs, *next; proc != NULL; proc = next) {
        next = proc->next;
        if (!unsync__crew_speaks(proc)) continue;
        collect(crew, proc);
        if (proc->doomed != 0) kill_doomed(crew, proc);
    }
}

/* --- For the metrics -------------------------------------------------------------------------- */

void unsync__crew_tell(const struct unsync__crew *crew)
{
    uint64_t in_flight = 0;
    for (const struct unsync__proc *proc = crew->procs; proc != NULL; proc = proc->next)
        in_flight += proc->lent.count;
    unsync__tally_set(crew->tally, UNSYNC__TALLY_MAX, crew->most);
    unsync__tally_set(crew->tally, UNSYNC__TALLY_WORKERS, crew->count);
    unsync__tally_set(crew->tally, UNSYNC__TALLY_BUSY, crew->busy);
    unsync__tally_set(crew->tally, UNSYNC__TALLY_IN_FLIGHT, in_flight);
    unsync__tally_queue(crew->tally, crew->waiting.count);
}
