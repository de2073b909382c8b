/* channel.c: see channel.h. Each line of the head is written by one side, but for the two words on
 * which somebody sleeps. */
#define _GNU_SOURCE
#include "channel.h"

#include <errno.h>
#include <linux/futex.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "../base/spin.h"
#include "sealed.h"

enum { LINE = 64, PAGE = 4096, SLEEP_S = 30, BATCH_BYTES = UNSYNC__RING_BYTES / 4 };
enum { KIND_MASK = 0xff }; /* above it, in a call, a sum */
/* DOZES: in its loop, where a message wakes it; AND_FOR_ROOM: also when results were taken. */
enum sleep { AWAKE = 0, FOR_CALLS = 1, FOR_ROOM = 2, DOZES = 3, DOZES_AND_FOR_ROOM = 4 };

struct unsync__shared {
    struct {
        _Alignas(LINE) _Atomic uint64_t calls_put;
        _Atomic uint64_t results_taken;
    } program;
    struct {
        _Alignas(LINE) _Atomic uint64_t results_put;
        _Atomic uint64_t calls_taken;
    } worker;
    _Alignas(LINE) _Atomic uint32_t program_sleeps; /* set by the program, cleared by both */
    _Alignas(LINE) _Atomic uint32_t worker_sleeps;  /* an enum sleep; set by the worker */
    _Alignas(PAGE) unsigned char calls[UNSYNC__RING_BYTES];
    unsigned char results[UNSYNC__RING_BYTES];
};

static int map(struct unsync__channel *channel, int fd)
{
    void *memory =
        mmap(NULL, sizeof *channel->shared, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (memory == MAP_FAILED) return -errno;
    channel->shared = memory;
    return 0;
}

void unsync__channel_close(struct unsync__channel *channel)
{
    if (channel->shared != NULL) munmap(channel->shared, sizeof *channel->shared);
    channel->shared = NULL;
}

/* --- Sleeping --------------------------------------------------------------------------------- */

/* Until the word is not `value` any more, or for so long. */
static void sleep_on(_Atomic uint32_t *word, uint32_t value)
{
    struct timespec most = {.tv_sec = SLEEP_S};
    syscall(SYS_futex, word, FUTEX_WAIT, value, &most, NULL, 0);
}

static void wake(_Atomic uint32_t *word)
{
    atomic_store(word, AWAKE);
    syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
}

/* --- The program ------------------------------------------------------------------------------ */

int unsync__channel_make(struct unsync__channel *channel, int *fd)
{
    *channel = (struct unsync__channel){0};
    *fd = unsync__sealed_make(sizeof *channel->shared);
    if (*fd < 0) return *fd;
    int error = map(channel, *fd);
    if (error != 0) {
        close(*fd);
        return error;
    }
    struct unsync__shared *shared = channel->shared;
    unsync__ring_open(&channel->calls, shared->calls, &shared->program.calls_put,
                      &shared->worker.calls_taken);
    unsync__ring_open(&channel->results, shared->results, &shared->program.results_taken,
                      &shared->worker.results_put);
    return 0;
}

bool unsync__channel_has_room(struct unsync__channel *channel)
{
    channel->wants_room = !unsync__ring_has_room(&channel->calls);
    return !channel->wants_room;
}

/* What goes as the kind of a call: a body that writes anywhere may hit the calls behind its own. */
static uint32_t label(uint32_t ticket, uint32_t kind, const void *text, size_t len)
{
    return kind | (unsync__ring_sum(ticket + kind, text, len) & ~(uint32_t) KIND_MASK);
}

struct unsync__record *unsync__channel_call(struct unsync__channel *channel, uint32_t ticket,
                                            uint32_t kind, const void *text, size_t len)
{
    struct unsync__record *record = unsync__ring_add(&channel->calls, len, ticket, UNSYNC__QUEUED,
                                                     label(ticket, kind, text, len));
    if (record != NULL) memcpy(record + 1, text, len);
    return record;
}

/* One message ends the sleep, however much follows. */
static void end_doze(struct unsync__channel *channel)
{
    uint32_t state = atomic_exchange(&channel->shared->worker_sleeps, AWAKE);
    if (state >= DOZES && channel->wake_worker != NULL) channel->wake_worker(channel);
}

void unsync__channel_ring(struct unsync__channel *channel)
{
    unsync__ring_tell(&channel->calls);
    uint32_t state = atomic_load(&channel->shared->worker_sleeps);
    if (state == FOR_CALLS)
        wake(&channel->shared->worker_sleeps);
    else if (state >= DOZES)
        end_doze(channel);
}

bool unsync__channel_take_back(struct unsync__record *record)
{
    uint32_t queued = UNSYNC__QUEUED;
    return atomic_compare_exchange_strong(&record->state, &queued, UNSYNC__TAKEN);
}

void unsync__channel_end_stream(struct unsync__record *record)
{
    atomic_store(&record->state, UNSYNC__CLOSED);
}

uint32_t unsync__channel_state(struct unsync__record *record)
{
    return atomic_load(&record->state);
}

static bool is_value(const struct unsync__taken *taken)
{
    return taken->kind == UNSYNC__VALUE || taken->kind == UNSYNC__VALUE_APART;
}

/* One that fills the ring with values sleeps until much of it is free: a wake-up for many. */
static void give_room(struct unsync__channel *channel)
{
    unsync__ring_tell(&channel->results);
    if (channel->holds && unsync__ring_waiting(&channel->results) > BATCH_BYTES) return;
    uint32_t state = atomic_load(&channel->shared->worker_sleeps);
    if (state == FOR_ROOM)
        wake(&channel->shared->worker_sleeps);
    else if (state == DOZES_AND_FOR_ROOM)
        end_doze(channel);
}

/* A result lies in the ring while the worker runs the next body, which may write anywhere: hence
 * the sum. How much the worker has taken is looked at before its results are: it gives the result
 * of a call first. So where a call is written over, the call's result was seen, and nobody will
 * look at its state again: not so while values stand before
 * it. */
int unsync__channel_collect(struct unsync__channel *channel,
                            bool (*result)(void *whose, const struct unsync__taken *taken),
                            void *whose)
{
    static unsigned char text[UNSYNC__RECORD_MAX];
    struct unsync__taken taken;
    uint64_t calls_taken;
    uint64_t before = channel->results.at;
    int code = unsync__ring_look(&channel->calls, &calls_taken);
    if (code != 0) return code;
    while ((code = unsync__ring_next(&channel->results, &taken)) == 1) {
        channel->holds = channel->pauses && is_value(&taken);
        if (channel->holds) break;
        memcpy(text, taken.text, taken.len);
        taken.text = text;
        unsync__ring_drop(&channel->results, &taken);
        if (taken.state != unsync__ring_sum(taken.ticket, text, taken.len)) return -EPROTO;
        if (!result(whose, &taken)) return 0;
    }
    if (code < 0) return code;
    if (!channel->holds) {
        unsync__ring_reuse(&channel->calls, calls_taken);
        channel->wants_room = false;
    }
    if (channel->results.at != before) give_room(channel);
    return 0;
}

bool unsync__channel_has(const struct unsync__channel *channel)
{
    if (channel->holds) return false;
    if (unsync__ring_has(&channel->results)) return true;
    return channel->wants_room && atomic_load(channel->calls.theirs) != channel->calls.seen;
}

bool unsync__channel_asleep(struct unsync__channel *channel)
{
    atomic_store(&channel->shared->program_sleeps, !channel->holds);
    return !unsync__channel_has(channel);
}

void unsync__channel_awake(struct unsync__channel *channel)
{
    atomic_store(&channel->shared->program_sleeps, 0);
}

/* --- The worker ------------------------------------------------------------------------------- */

int unsync__channel_join(struct unsync__channel *channel, int fd, void (*wake_program)(void))
{
    *channel = (struct unsync__channel){.wake_program = wake_program};
    int error = map(channel, fd);
    if (error != 0) return error;
    struct unsync__shared *shared = channel->shared;
    unsync__ring_open(&channel->calls, shared->calls, &shared->worker.calls_taken,
                      &shared->program.calls_put);
    unsync__ring_open(&channel->results, shared->results, &shared->worker.results_put,
                      &shared->program.results_taken);
    return 0;
}

static bool has_call(void *channel)
{
    return unsync__ring_has(&((struct unsync__channel *) channel)->calls);
}

static bool has_news(void *channel)
{
    const struct unsync__ring *results = &((struct unsync__channel *) channel)->results;
    return atomic_load(results->theirs) != results->seen;
}

/* One sleep, unless it is there, or comes soon. */
static void wait_for(struct unsync__channel *channel, bool (*is_there)(void *channel),
                     enum sleep what)
{
    _Atomic uint32_t *sleeps = &channel->shared->worker_sleeps;
    if (unsync__spin(is_there, channel)) return;
    atomic_store(sleeps, what);
    if (!is_there(channel)) {
        if (channel->before_sleep) channel->before_sleep();
        sleep_on(sleeps, what);
    }
    atomic_store(sleeps, AWAKE);
}

/* What the program looks at was told before. */
static void wake_program(struct unsync__channel *channel)
{
    _Atomic uint32_t *sleeps = &channel->shared->program_sleeps;
    if (atomic_load(sleeps) != 0 && atomic_exchange(sleeps, 0) != 0) channel->wake_program();
}

/* As unsync__ring_next. A call that was written over is not started: it goes to another worker. */
static int next_call(struct unsync__channel *channel, struct unsync__taken *call)
{
    int code = unsync__ring_next(&channel->calls, call);
    if (code != 1) return code;
    uint32_t said = call->kind;
    call->kind &= KIND_MASK;
    return said == label(call->ticket, call->kind, call->text, call->len) ? 1 : -EPROTO;
}

static bool start(const struct unsync__taken *call)
{
    uint32_t queued = UNSYNC__QUEUED;
    return atomic_compare_exchange_strong(&call->record->state, &queued, UNSYNC__STARTED);
}

int unsync__channel_next(struct unsync__channel *channel, struct unsync__taken *call)
{
    bool slept = false;
    for (;;) {
        int code = next_call(channel, call);
        if (code < 0 || (code == 0 && slept)) return code;
        if (code == 0) {
            wait_for(channel, has_call, FOR_CALLS);
            slept = true;
            continue;
        }
        if (start(call)) return 1;
        unsync__ring_drop(&channel->calls, call);
        unsync__ring_tell(&channel->calls);
        wake_program(channel); /* it may wait for the room */
    }
}

/* Sleeps until more was taken. */
static void wait_for_room(struct unsync__channel *channel)
{
    uint64_t taken;
    if (unsync__ring_look(&channel->results, &taken) != 0) return;
    if (taken == channel->results.seen)
        wait_for(channel, has_news, FOR_ROOM);
    else
        unsync__ring_reuse(&channel->results, taken);
}

static void add_result(struct unsync__channel *channel, const struct unsync__taken *call,
                       uint32_t kind, const void *text, size_t len)
{
    struct unsync__record *record;
    uint32_t sum = unsync__ring_sum(call->ticket, text, len);
    while ((record = unsync__ring_add(&channel->results, len, call->ticket, sum, kind)) == NULL)
        wait_for_room(channel);
    memcpy(record + 1, text, len);
    unsync__ring_tell(&channel->results);
}

void unsync__channel_say(struct unsync__channel *channel, const struct unsync__taken *call,
                         uint32_t kind, const void *text, size_t len)
{
    add_result(channel, call, kind, text, len);
    wake_program(channel);
}

void unsync__channel_result(struct unsync__channel *channel, const struct unsync__taken *call,
                            uint32_t kind, const void *text, size_t len)
{
    add_result(channel, call, kind, text, len);
    unsync__ring_drop(&channel->calls, call);
    unsync__ring_tell(&channel->calls);
    wake_program(channel);
}

uint64_t unsync__channel_said(const struct unsync__channel *channel)
{
    return channel->results.at;
}

uint64_t unsync__channel_taken(struct unsync__channel *channel)
{
    uint64_t taken;
    if (unsync__ring_look(&channel->results, &taken) == 0)
        unsync__ring_reuse(&channel->results, taken);
    return channel->results.seen;
}

void unsync__channel_settle(struct unsync__channel *channel, uint64_t said)
{
    while (channel->results.seen < said) wait_for_room(channel);
}

bool unsync__channel_is_closed(const struct unsync__taken *call)
{
    return atomic_load(&call->record->state) == UNSYNC__CLOSED;
}

/* --- A worker that runs calls on its loop ----------------------------------------------------- */

int unsync__channel_poll(struct unsync__channel *channel, struct unsync__taken *call)
{
    int code;
    while ((code = next_call(channel, call)) == 1 && !start(call))
        unsync__ring_drop(&channel->calls, call);
    return code;
}

void unsync__channel_drop(struct unsync__channel *channel, const struct unsync__taken *call)
{
    unsync__ring_drop(&channel->calls, call);
}

bool unsync__channel_calls(const struct unsync__channel *channel)
{
    return unsync__ring_has(&channel->calls);
}

void unsync__channel_add(struct unsync__channel *channel, const struct unsync__taken *call,
                         uint32_t kind, const void *text, size_t len)
{
    add_result(channel, call, kind, text, len);
}

void unsync__channel_wake(struct unsync__channel *channel)
{
    channel->shown = channel->calls.at;
    wake_program(channel);
}

/* A program that found no room has put more into the ring than this and the longest record. */
void unsync__channel_tell(struct unsync__channel *channel)
{
    enum { SOME = UNSYNC__RING_BYTES / 8 };
    unsync__ring_tell(&channel->calls);
    if (channel->calls.at - channel->shown >= SOME) unsync__channel_wake(channel);
}

bool unsync__channel_may_say(struct unsync__channel *channel)
{
    uint64_t taken;
    if (unsync__ring_look(&channel->results, &taken) == 0)
        unsync__ring_reuse(&channel->results, taken);
    return unsync__ring_has_room(&channel->results);
}

bool unsync__channel_doze(struct unsync__channel *channel, bool wants_room)
{
    atomic_store(&channel->shared->worker_sleeps, wants_room ? DOZES_AND_FOR_ROOM : DOZES);
    if (!has_call(channel) && !(wants_room && has_news(channel))) return true;
    unsync__channel_rouse(channel);
    return false;
}

void unsync__channel_rouse(struct unsync__channel *channel)
{
    atomic_store(&channel->shared->worker_sleeps, AWAKE);
}
