/* lend.c: see lend.h. What comes from a worker is copied once, then checked. Whether a call had
 * begun is in its state; where the worker has written nonsense there, it had. */
#include "lend.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <unsync.h>

#include "../base/alloc.h"
#include "../wire/pack.h"
#include "crew.h"
#include "flock.h"

enum { END_MS = 1000 }; /* after so long a stream that does not end loses its worker */

/* A worker that takes nothing any more has ended: its pidfd says how, and what it was given and has
 * not begun goes to another one. */
static bool is_end(int error)
{
    return error == -EPIPE || error == -ECONNRESET;
}

/* A block for calls, of which the worker is told. */
int unsync__lend_block(struct unsync__store *store, size_t size)
{
    struct unsync__proc *proc =
        (struct unsync__proc *) ((char *) store - offsetof(struct unsync__proc, store));
    int fd, error = unsync__store_make(store, size, true, &fd);
    if (error != 0) return error;
    error = unsync__wire_send_fd(proc->socket, UNSYNC__BLOCK, fd);
    close(fd);
    if (error == 0 || is_end(error)) return 0;
    unsync__store_unmake(store);
    return error;
}

/* --- Out ------------------------------------------------------------------------------------- */

void unsync__lend_time(struct unsync__proc *proc)
{
    struct unsync__call *call = proc->lent.first;
    if (call != NULL && call->since_ns != 0) call->began_ns = unsync__clock_ns();
    unsync__proc_set_alarm(proc, call == NULL ? 0 : call->task->kind->remote->limits->timeout_ms);
}

static void time_first(struct unsync__proc *proc)
{
    if (proc->flights != NULL) return;
    proc->held_up_ms = 0;
    unsync__lend_time(proc);
}

/* Before the call itself. */
static bool hand_over(struct unsync__proc *proc, uint32_t ticket)
{
    unsigned count;
    const int *fds = unsync__call_handed(&count);
    for (unsigned i = 0; i < count; i++) {
        int error = unsync__wire_hand(proc->socket, ticket, fds[i]);
        if (is_end(error)) return true;
        if (error != 0) return false;
    }
    return true;
}

/* Where many run, one whose place no other has: so that is how they are found. */
static uint32_t next_ticket(struct unsync__proc *proc)
{
    do proc->ticket = proc->ticket == UINT32_MAX ? 1 : proc->ticket + 1;
    while (proc->flights != NULL &&
           proc->flights->by_ticket[proc->ticket & UNSYNC__FLIGHTS_MASK] != NULL);
    return proc->ticket;
}

bool unsync__lend_has_room(struct unsync__proc *proc)
{
    return proc->retired == 0 && unsync__channel_has_room(&proc->channel);
}

int unsync__lend_call(struct unsync__proc *proc, struct unsync__call *call, const char *text,
                      size_t len)
{
    struct unsync__spot spot;
    enum unsync__record_kind kind = UNSYNC__WHOLE;
    if (len > UNSYNC__RECORD_MAX) {
        if (!unsync__store_put(&proc->store, &call->lease, text, len, &spot)) {
            unsync__store_end(&proc->store, &call->lease);
            return UNSYNC_ENOMEM;
        }
        kind = UNSYNC__APART; /* what goes into the ring then is the spot */
        text = (const char *) &spot;
        len = sizeof spot;
    }
    call->ticket = next_ticket(proc);
    if (!hand_over(proc, call->ticket)) {
        unsync__store_end(&proc->store, &call->lease);
        return UNSYNC_ENOMEM;
    }
    call->record = unsync__channel_call(&proc->channel, call->ticket, kind, text, len);
    proc->state = UNSYNC__BUSY;
    proc->rings = true;
    call->proc = proc;
    call->began_ns = 0;
    unsync__calls_append(&proc->lent, call);
    if (proc->flights != NULL) unsync__flock_lent(proc, call);
    if (proc->lent.first == call) time_first(proc);
    if (unsync__call_streams(call)) {
        proc->crew->streams++;
        unsync__lend_pause(proc, !call->wanted);
    }
    return 0;
}

void unsync__lend_ring(struct unsync__proc *proc)
{
    if (!proc->rings) return;
    proc->rings = false;
    unsync__channel_ring(&proc->channel);
}

/* The worker has the call no more, however that came. */
void unsync__lend_forget(struct unsync__proc *proc, struct unsync__call *call)
{
    bool first = proc->lent.first == call;
    if (unsync__call_streams(call)) {
        proc->crew->streams--;
        unsync__lend_pause(proc, false);
    }
    if (proc->flights != NULL) unsync__flock_forget(proc, call);
    unsync__calls_remove(&proc->lent, call);
    unsync__store_end(&proc->store, &call->lease);
    call->proc = NULL;
    call->record = NULL;
    if (proc->state != UNSYNC__BUSY) return;
    if (proc->lent.first == NULL) proc->state = proc->dead ? UNSYNC__DYING : UNSYNC__IDLE;
    if (first) time_first(proc);
}

bool unsync__lend_take_back(struct unsync__proc *proc, struct unsync__call *call)
{
    if (call->record == NULL || !unsync__channel_take_back(call->record)) return false;
    unsync__lend_forget(proc, call);
    return true;
}

bool unsync__lend_had_begun(const struct unsync__call *call)
{
    if (call->record == NULL || call->values > 0) return true;
    return unsync__channel_state(call->record) != UNSYNC__QUEUED;
}

/* --- In -------------------------------------------------------------------------------------- */

/* The worker waits for it. */
static void answer_need(struct unsync__proc *proc, const struct unsync__taken *taken)
{
    uint64_t size;
    int fd = -1;
    memcpy(&size, taken->text, sizeof size);
    if (unsync__store_make(&proc->store, size, false, &fd) != 0) {
        unsync__wire_send_empty(proc->socket, UNSYNC__ANSWER);
        return;
    }
    if (unsync__wire_send_fd(proc->socket, UNSYNC__ANSWER, fd) != 0)
        unsync__store_unmake(&proc->store); /* it is about to end */
    close(fd);
}

static void give_result(struct unsync__proc *proc, struct unsync__call *call, const char *text,
                        size_t len)
{
    if (unsync__call_streams(call)) unsync__voice_flush(proc->voice);
    unsync__lend_forget(proc, call);
    proc->events->result(proc, call, text, len);
}

/* False: the protocol is broken. Of what goes wrong with a value itself the worker knows. */
static bool give_value(struct unsync__proc *proc, struct unsync__call *call, const char *text,
                       size_t len)
{
    if (!unsync__call_streams(call)) return false;
    call->values++;
    return call->closes || proc->events->value(proc, call, text, len);
}

static bool give(struct unsync__proc *proc, struct unsync__call *call, uint32_t kind,
                 const char *text, size_t len)
{
    if (kind == UNSYNC__VALUE || kind == UNSYNC__VALUE_APART)
        return give_value(proc, call, text, len);
    give_result(proc, call, text, len);
    return true;
}

/* A long text is read as what it was at one moment: a copy. */
static bool take_apart(struct unsync__proc *proc, struct unsync__call *call,
                       const struct unsync__taken *taken)
{
    struct unsync__spot spot;
    memcpy(&spot, taken->text, sizeof spot);
    const void *there = unsync__store_at(&proc->store, &spot);
    if (there == NULL || spot.len > UNSYNC__TEXT_MAX) return false;
    char *text = unsync__alloc(spot.len + 1);
    if (text != NULL) memcpy(text, there, spot.len);
    bool is_good = give(proc, call, taken->kind, text, spot.len);
    unsync__free(text);
    return is_good;
}

/* The call that this may be the result of; NULL: there is none. */
static struct unsync__call *call_of(struct unsync__proc *proc, const struct unsync__taken *taken)
{
    struct unsync__call *call =
        proc->flights == NULL ? proc->lent.first
                              : proc->flights->by_ticket[taken->ticket & UNSYNC__FLIGHTS_MASK];
    if (call == NULL || call->ticket != taken->ticket) return NULL;
    uint32_t runs = call->closes ? UNSYNC__CLOSED : UNSYNC__STARTED;
    return call->record == NULL || unsync__channel_state(call->record) == runs ? call : NULL;
}

/* The result of a call that the worker has to be running; else false. */
static bool take_result(struct unsync__proc *proc, const struct unsync__taken *taken)
{
    struct unsync__call *call = call_of(proc, taken);
    if (proc->flights != NULL && taken->kind == UNSYNC__NEED && taken->len == sizeof(uint64_t)) {
        answer_need(proc, taken);
        return true;
    }
    if (call == NULL) return false;
    bool is_apart = taken->kind == UNSYNC__APART || taken->kind == UNSYNC__VALUE_APART;
    if (taken->kind == UNSYNC__WHOLE || taken->kind == UNSYNC__VALUE)
        return give(proc, call, taken->kind, (const char *) taken->text, taken->len);
    else if (is_apart && taken->len == sizeof(struct unsync__spot))
        return take_apart(proc, call, taken);
    else if (taken->kind == UNSYNC__NEED && taken->len == sizeof(uint64_t))
        answer_need(proc, taken);
    else
        return false;
    return true;
}

/* There may be one worker more, or one less. */
static void tell_held(struct unsync__proc *proc)
{
    if (proc->held == proc->channel.holds || proc->crew == NULL) return;
    proc->held = proc->channel.holds;
    proc->crew->held += proc->held ? 1 : -1u;
    proc->crew->stirred = true;
}

static bool is_trusted(const struct unsync__proc *proc)
{
    return proc->verdict != UNSYNC_EPROTO && proc->verdict != UNSYNC_ENOMEM;
}

static void break_off(struct unsync__proc *proc)
{
    unsync__proc_kill(proc, UNSYNC_EPROTO, "worker %d broke the protocol", (int) proc->pid);
}

static bool result_came(void *whose, const struct unsync__taken *taken)
{
    struct unsync__proc *proc = whose;
    if (!take_result(proc, taken)) break_off(proc);
    return is_trusted(proc);
}

void unsync__lend_collect(struct unsync__proc *proc)
{
    if (proc->channel.shared == NULL || !is_trusted(proc)) return;
    const struct unsync__call *call = proc->lent.first;
    bool streams = call != NULL && unsync__call_streams(call);
    if (!streams && unsync__channel_has(&proc->channel)) unsync__voice_flush(proc->voice);
    if (unsync__channel_collect(&proc->channel, result_came, proc) != 0) break_off(proc);
    if (proc->flights != NULL) unsync__flock_saw(proc);
    tell_held(proc);
}

/* --- Streams --------------------------------------------------------------------------------- */

void unsync__lend_pause(struct unsync__proc *proc, bool pauses)
{
    proc->channel.pauses = pauses;
    if (!pauses) proc->channel.holds = false;
    tell_held(proc);
}

void unsync__lend_end_stream(struct unsync__proc *proc, struct unsync__call *call)
{
    call->closes = true;
    unsync__channel_end_stream(call->record);
    unsync__lend_pause(proc, false);
    unsync__proc_wait(proc, END_MS);
}

bool unsync__lend_goes_on(struct unsync__proc *proc)
{
    struct unsync__call *call = proc->lent.first;
    bool gave = proc->channel.holds || call->values != call->values_seen;
    call->values_seen = call->values;
    if (gave) time_first(proc);
    return gave;
}
