/* flight.c: see flight.h. A flight stands in the tree as the owner of the body's task: it has the
 * deadline of the mark, is asked to end when the call is, and is woken when the body has ended.
 * Ended flights wait in a list until the loop's slice is over: then their results leave together,
 * as far as there is room. */
#define _GNU_SOURCE
#include "flight.h"

#include <errno.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../base/alloc.h"
#include "../core/cancel.h"
#include "../core/failure.h"
#include "../core/note.h"
#include "../core/task.h"
#include "../loop/ambient.h"
#include "../loop/block.h"
#include "../loop/door.h"
#include "../loop/loop.h"
#include "../wire/box.h"
#include "../wire/outcome.h"
#include "../wire/unpack.h"
#include "crash.h"
#include "limit.h"
#include "post.h"
#include "registry.h"
#include "worker.h"

enum { TURN_MOST = 256 };

struct handed {
    int fd;
    dev_t device;
    ino_t inode;
};

struct flight {
    struct unsync__task task; /* first */
    struct unsync__kind kind; /* with the name of the function */
    struct unsync__deadline deadline;
    const struct unsync__remote *remote; /* NULL: there is no such function */
    struct unsync__task *body;           /* NULL: the arguments could not be read */
    struct flight *next;                 /* that has ended */
    uint32_t ticket;
    bool has_ended;
    struct unsync__arena arena; /* of the arguments */
    char *text;                 /* the same; what is large lies in it */
    size_t len;
    void *kept;
    struct handed *handed; /* in the arena */
    unsigned handed_count;
    int code; /* of what is wrong with the arguments */
    char message[sizeof((struct unsync__unpacker *) 0)->message];
};

static struct unsync__channel *channel;
static struct flight *flights[UNSYNC__FLIGHTS_MASK + 1]; /* by their tickets */
static struct flight *ended_first, **ended_last = &ended_first;
static struct flight *beginning; /* whose arguments are read */
static struct unsync__unpacker unpacker;
static struct unsync__packer packer;

static struct flight **slot_of(uint32_t ticket)
{
    return &flights[ticket & UNSYNC__FLIGHTS_MASK];
}

/* --- The owner of a body ---------------------------------------------------------------------- */

static void has_ended(struct flight *flight)
{
    flight->has_ended = true;
    flight->next = NULL;
    *ended_last = flight;
    ended_last = &flight->next;
}

static void wake(struct unsync__task *task, struct unsync__task *child)
{
    (void) child;
    has_ended((struct flight *) task);
}

static void cancel(struct unsync__task *task)
{
    struct flight *flight = (struct flight *) task;
    if (flight->body != NULL && !flight->has_ended) unsync__pass_request(task, flight->body);
}

static const struct unsync__lane lane = {.name = "call", .wake = wake, .cancel = cancel};

uint32_t unsync__flight_here(void)
{
    enum { DEPTH_MOST = 1 << 20 };
    const struct unsync__task *task =
        unsync__here != NULL ? unsync__here->current : unsync__owner;
    for (int i = 0; task != NULL && i < DEPTH_MOST; i++, task = task->parent)
        if (task->kind->lane == &lane) return ((const struct flight *) task)->ticket;
    return 0;
}

/* --- A call begins ---------------------------------------------------------------------------- */

static int take_fd(void)
{
    struct flight *flight = beginning;
    struct stat status = {0};
    int fd = unsync__post_take_fd(flight->ticket);
    if (flight->handed == NULL)
        flight->handed =
            unsync__arena_alloc(&flight->arena, UNSYNC__HANDED_MAX * sizeof *flight->handed);
    if (flight->handed == NULL || flight->handed_count == UNSYNC__HANDED_MAX) {
        close(fd);
        unsync__unpacker_fail(&unpacker, UNSYNC_ENOMEM, "no memory for a descriptor");
        return -1;
    }
    fstat(fd, &status);
    flight->handed[flight->handed_count++] = (struct handed){fd, status.st_dev, status.st_ino};
    return fd;
}

static void read_text(struct flight *flight, const char *text, size_t len)
{
    unsync__unpacker_init(&unpacker, text, len, flight == NULL ? NULL : &flight->arena);
    unpacker.store = &unsync__post_store;
    unpacker.uses_in_place = true;
    unpacker.take_fd = take_fd;
}

/* The function that is called; NULL: there is none of that print. */
static const struct unsync__remote *remote_of(const char *text, size_t len)
{
    read_text(NULL, text, len);
    const struct unsync__remote *remote = unsync__registry_find(unsync__unpack_uint(&unpacker));
    return remote == NULL || remote->many == NULL ? NULL : remote;
}

/* One block holds the flight, what is kept of the call, and its text if that is not apart. */
static struct flight *new_flight(const struct unsync__remote *remote, const char *text, size_t len,
                                 bool is_apart)
{
    size_t align = remote == NULL ? 1 : remote->many->align, size = sizeof(struct flight);
    if (align < alignof(max_align_t)) align = alignof(max_align_t);
    if (remote != NULL) size += align + remote->many->size;
    struct flight *flight = unsync__alloc(size + align + (is_apart ? 0 : len));
    if (flight == NULL) return NULL;
    memset(flight, 0, size);
    flight->remote = remote;
    flight->kept = (void *) (((uintptr_t) (flight + 1) + align - 1) / align * align);
    flight->text = is_apart ? (char *) text : (char *) flight + size;
    flight->len = len;
    if (!is_apart) memcpy(flight->text, text, len);
    return flight;
}

static void stand_in_tree(struct flight *flight)
{
    const struct unsync__kind *kind = flight->remote->kind;
    flight->kind = (struct unsync__kind){
        .name = kind->name, .file = kind->file, .line = kind->line, .lane = &lane};
    flight->task = (struct unsync__task){.kind = &flight->kind};
    unsync__adopt(&flight->task, &unsync__outside);
    uint64_t ms = flight->remote->limits->timeout_ms;
    if (ms != 0) unsync__limit(&flight->task, &flight->deadline, ms);
}

/* Reads the arguments and starts the body, as a child of the flight. */
static struct unsync__task *start_body(struct flight *flight)
{
    struct unsync__task *outer = unsync__here->current;
    read_text(flight, flight->text, flight->len);
    unsync__unpack_uint(&unpacker); /* the print */
    beginning = flight;
    unsync__here->current = &flight->task;
    struct unsync__task *body = flight->remote->many->begin(&unpacker, flight->kept);
    unsync__here->current = outer;
    flight->code = unsync__unpacker_end(&unpacker);
    if (body == NULL) memcpy(flight->message, unpacker.message, sizeof flight->message);
    return body;
}

static void begin_flight(struct flight *flight)
{
    if (flight->remote != NULL) {
        stand_in_tree(flight);
        unsync__limits_keep(flight->remote->limits);
        flight->body = start_body(flight);
    }
    if (flight->body == NULL || (flight->body->flags & UNSYNC__STATIC) != 0 ||
        unsync__attend(&flight->task, flight->body))
        has_ended(flight);
}

static char *text_of(const struct unsync__taken *call, size_t *len)
{
    struct unsync__spot spot;
    *len = call->len;
    if (call->kind == UNSYNC__WHOLE) return (char *) call->text;
    if (call->kind != UNSYNC__APART || call->len != sizeof spot) unsync__worker_end_for(-EPROTO);
    memcpy(&spot, call->text, sizeof spot);
    *len = spot.len;
    char *text = unsync__store_at(&unsync__post_store, &spot);
    if (text == NULL) unsync__worker_end_for(-EPROTO);
    return text;
}

static void take_call(const struct unsync__taken *call)
{
    size_t len;
    const char *text = text_of(call, &len);
    struct flight *flight =
        new_flight(remote_of(text, len), text, len, call->kind == UNSYNC__APART);
    uint32_t ticket = call->ticket;
    unsync__channel_drop(channel, call);
    unsync__post_forget_before(ticket);
    if (flight == NULL) unsync__worker_end_for(-ENOMEM);
    if (*slot_of(ticket) != NULL) unsync__worker_end_for(-EPROTO);
    flight->ticket = ticket;
    *slot_of(ticket) = flight;
    begin_flight(flight);
}

/* --- It shall end ----------------------------------------------------------------------------- */

/* A deadline of the caller's is not the function's own: nobody is named as late. */
static void ask(struct flight *flight, int code)
{
    if (code == UNSYNC_ETIMEDOUT) {
        unsync__expire(&flight->task);
        unsync__store_flags(&flight->task, flight->task.flags & ~(uint32_t) UNSYNC__LATE);
        return;
    }
    unsync__cancel_directly(&flight->task);
    if (!flight->has_ended) unsync__cancel_directly(flight->body);
}

static void take_ask(const struct unsync__taken *taken)
{
    int32_t code;
    struct flight *flight = *slot_of(taken->ticket);
    if (taken->len != sizeof code) unsync__worker_end_for(-EPROTO);
    memcpy(&code, taken->text, sizeof code);
    uint32_t ticket = taken->ticket;
    unsync__channel_drop(channel, taken);
    if (flight != NULL && flight->ticket == ticket && !flight->has_ended) ask(flight, code);
}

/* --- Its result ------------------------------------------------------------------------------- */

__attribute__((format(printf, 3, 4))) static void pack_error(const struct flight *flight, int code,
                                                             const char *format, ...)
{
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    const struct unsync__kind *kind = flight->remote->kind;
    struct unsync_place place = {kind->name, kind->file, kind->line};
    struct unsync_failure failure = {
        .code = code, .message = message, .trace = &place, .trace_count = 1};
    unsync__store_end(&unsync__post_store, packer.lease);
    unsync__packer_reset(&packer);
    unsync__outcome_pack_failure(&packer, &failure);
}

static void pack_outcome(struct flight *flight)
{
    struct unsync__task *body = flight->body;
    bool failed = (body->flags & UNSYNC__FAILED) != 0;
    read_text(flight, flight->text, flight->len); /* what lies there is not the result's own */
    if (failed)
        unsync__outcome_pack_failure(&packer, body->failure);
    else
        unsync__outcome_pack_success(&packer);
    flight->remote->many->finish(&unpacker, &packer, flight->kept, failed ? NULL : body);
    unsync__consume_slow(body);
}

static void pack(struct flight *flight, struct unsync__lease *lease)
{
    unsync__packer_reset(&packer);
    packer.store = &unsync__post_store;
    packer.lease = lease;
    if (flight->remote == NULL) {
        unsync__outcome_pack_unknown(&packer);
        return;
    }
    const char *name = flight->remote->kind->name;
    if (flight->body == NULL) {
        pack_error(flight, flight->code, "the arguments of %s: %s", name, flight->message);
        return;
    }
    pack_outcome(flight);
    if (packer.code == 0) return;
    char message[sizeof packer.message];
    memcpy(message, packer.message, sizeof message);
    pack_error(flight, packer.code, "the result of %s: %s", name, message);
}

/* The body may have closed it, and its number may stand for another file now. */
static void close_handed(const struct flight *flight)
{
    struct stat status;
    for (unsigned i = 0; i < flight->handed_count; i++) {
        const struct handed *one = &flight->handed[i];
        if (fstat(one->fd, &status) == 0 && status.st_dev == one->device &&
            status.st_ino == one->inode)
            close(one->fd);
    }
}

static void free_flight(struct flight *flight)
{
    *slot_of(flight->ticket) = NULL;
    close_handed(flight);
    if (flight->remote != NULL) {
        unsync__notes_close(&flight->task);
        unsync__unlink(&flight->task);
    }
    unsync__arena_free(&flight->arena);
    unsync__free(flight);
}

static void send_result(struct flight *flight)
{
    struct unsync__lease lease = {0};
    pack(flight, &lease);
    if (packer.code != 0 || packer.bytes == NULL) unsync__worker_end_for(-ENOMEM);
    if (!unsync__post_result(flight->ticket, &packer, &lease)) {
        size_t len = packer.len;
        pack_error(flight, UNSYNC_ENOMEM, "no shared memory for a result of %zu bytes", len);
        if (packer.code != 0) unsync__worker_end_for(-ENOMEM);
        unsync__post_result(flight->ticket, &packer, &lease);
    }
    free_flight(flight);
}

/* --- The loop's side door --------------------------------------------------------------------- */

static bool has(void)
{
    return unsync__channel_calls(channel) || (ended_first != NULL && unsync__post_has_room());
}

static void take(void)
{
    struct unsync__taken call;
    int code = 0;
    for (int i = 0; i < TURN_MOST && (code = unsync__channel_poll(channel, &call)) == 1; i++)
        if (call.kind == UNSYNC__ASK)
            take_ask(&call);
        else if (call.kind == UNSYNC__PROBE)
            unsync__channel_drop(channel, &call);
        else
            take_call(&call);
    if (code < 0) unsync__worker_end_for(code);
    unsync__channel_tell(channel);
}

/* What bodies printed is seen before their results. */
static void settle(void)
{
    if (ended_first == NULL || !unsync__post_has_room()) return;
    fflush(stdout);
    do {
        struct flight *flight = ended_first;
        ended_first = flight->next;
        if (ended_first == NULL) ended_last = &ended_first;
        send_result(flight);
    } while (ended_first != NULL && unsync__post_has_room());
    unsync__channel_wake(channel);
}

static bool asleep(void)
{
    return unsync__channel_doze(channel, ended_first != NULL);
}

static void awake(void)
{
    unsync__channel_rouse(channel);
}

/* A body has called exit: whose it was is told as of one that crashed. */
static void at_exit(void)
{
    if (unsync__box_is_mine()) unsync__box->ticket = unsync__flight_here();
}

void unsync__flights_open(void)
{
    unsync__ambient_become();
    atexit(at_exit);
    at_quick_exit(at_exit);
}

void unsync__flights_run(struct unsync__channel *my_channel, struct unsync__inbox *inbox)
{
    static const struct unsync__side_door side_door = {
        .has = has, .take = take, .settle = settle, .asleep = asleep, .awake = awake};
    static const bool never;
    channel = my_channel;
    unsync__crash_begin(__builtin_frame_address(0));
    unsync__post_open(channel, inbox);
    unsync__door_set_side(&side_door);
    for (;;) unsync__loop_run(&never);
}

/* --- Without a loop of one's own -------------------------------------------------------------- */

void unsync__flight_serve(const struct unsync__remote *remote, struct unsync__unpacker *arguments,
                          struct unsync__packer *result)
{
    size_t align = remote->many->align;
    char *memory = unsync__zalloc(remote->many->size + align);
    if (memory == NULL) {
        unsync__packer_fail(result, UNSYNC_ENOMEM, "no memory");
        return;
    }
    void *kept = (void *) (((uintptr_t) memory + align - 1) / align * align);
    struct unsync__task *body = remote->many->begin(arguments, kept);
    if (body != NULL && unsync__wait(body) != 0) {
        unsync__outcome_pack_failure(result, unsync__failure(body));
        remote->many->finish(arguments, result, kept, NULL);
        unsync__release(body);
    } else if (body != NULL) {
        unsync__outcome_pack_success(result);
        remote->many->finish(arguments, result, kept, body);
        unsync__try(body, NULL, 0); /* its value is gone already */
    }
    unsync__free(memory);
}
