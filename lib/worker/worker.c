/* worker.c: see worker.h. Everything a call needs (arena, packer, blocks) is kept for the next one.
 * What cannot go on, goes: the parent sees the end of the process and tells the task that was
 * running. */
#define _GNU_SOURCE
#include "worker.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../base/debug.h"
#include "../core/failure.h"
#include "../core/seed.h"
#include "../loop/block.h"
#include "../wire/box.h"
#include "../wire/channel.h"
#include "../wire/lifeline.h"
#include "../wire/outcome.h"
#include "../wire/pack.h"
#include "../wire/store.h"
#include "../wire/unpack.h"
#include "../wire/wire.h"
#include "crash.h"
#include "flight.h"
#include "given.h"
#include "limit.h"
#include "program.h"
#include "registry.h"
#include "replay.h"
#include "setup.h"
#include "speaker.h"
#include "stream.h"
#include "takeover.h"
#include "timer.h"

enum { GIVEN_MOST = 4 }; /* so much a worker is ahead of a program that does not take it */

static struct unsync__inbox inbox = {.takes_fd = true};
static struct unsync__channel channel;
static struct unsync__store store;
static struct unsync__taken call;        /* that is served */
static const struct unsync__remote *served; /* by it; NULL: there is no such function */
static struct unsync__lease lease;       /* of the result that is being made */
static struct unsync__given given = {.channel = &channel, .store = &store};
static struct unsync__arena arena;
static struct unsync__packer packer;
static struct unsync__unpacker unpacker;

bool unsync__in_worker(void)
{
    return unsync__takeover_socket >= 0 || unsync__in_replay();
}

/* --- A body ----------------------------------------------------------------------------------- */

void unsync__serve_begin(struct unsync__job *job, const struct unsync__kind *kind)
{
    unsync__job_enter(job, kind);
    unsync__speaker_is(kind->name);
    unsync__crash_begin(job);
    unsync__limits_begin(kind->remote->limits);
}

/* A process that the body has forked came back from it. It shares the rings with the worker, and
 * must not answer for it. */
static void end_if_forked(const struct unsync__kind *kind)
{
    if (!unsync__box_is_anothers()) return;
    fprintf(stderr,
            "unsync: process %d, which %s (%s:%d) has forked, came back from it; it was ended: "
            "leave such a process by _exit\n",
            (int) getpid(), kind->name, kind->file, kind->line);
    _exit(1);
}

bool unsync__serve_end(struct unsync__job *job, struct unsync__packer *result)
{
    end_if_forked(job->task.kind);
    unsync__limits_end(job->task.kind->remote->limits);
    unsync__crash_begin(NULL);
    unsync__speaker_is(NULL);
    if (unsync__job_leave(job) == 0) {
        unsync__outcome_pack_success(result);
        return true;
    }
    unsync__outcome_pack_failure(result, job->task.failure);
    unsync__failure_clear(&job->task);
    return false;
}

/* --- Descriptors that a call hands over ------------------------------------------------------- */

static struct handed {
    int fd;
    dev_t device;
    ino_t inode;
} handed[UNSYNC__HANDED_MAX];
static unsigned handed_count;

static int take_fd(void);

/* The body may have closed it, and its number may stand for another file now. */
static void close_handed(void)
{
    struct stat status;
    while (handed_count > 0) {
        const struct handed *one = &handed[--handed_count];
        if (fstat(one->fd, &status) == 0 && status.st_dev == one->device &&
            status.st_ino == one->inode)
            close(one->fd);
    }
}

/* --- A call ----------------------------------------------------------------------------------- */

__attribute__((format(printf, 3, 4))) static void pack_error(const struct unsync__remote *remote,
                                                             int code, const char *format, ...)
{
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    struct unsync_place place = {remote->kind->name, remote->kind->file, remote->kind->line};
    struct unsync_failure failure = {
        .code = code, .message = message, .trace = &place, .trace_count = 1};
    unsync__packer_reset(&packer);
    unsync__store_end(&store, &lease);
    unsync__outcome_pack_failure(&packer, &failure);
}

static void serve(const char *text, size_t len)
{
    unsync__unpacker_init(&unpacker, text, len, &arena);
    unpacker.store = &store;
    unpacker.uses_in_place = true;
    unpacker.take_fd = take_fd;
    unsync__packer_reset(&packer);
    packer.store = &store;
    packer.lease = &lease;
    const struct unsync__remote *remote = unsync__registry_find(unsync__unpack_uint(&unpacker));
    served = remote;
    if (remote == NULL) {
        unsync__outcome_pack_unknown(&packer);
        return;
    }
    remote->serve(&unpacker, &packer);
    close_handed();
    const char *name = remote->kind->name;
    if (unsync__unpacker_end(&unpacker) != 0)
        pack_error(remote, unpacker.code, "the arguments of %s: %s", name, unpacker.message);
    else if (packer.code != 0) {
        char message[sizeof packer.message];
        memcpy(message, packer.message, sizeof message);
        pack_error(remote, packer.code, "the result of %s: %s", name, message);
    }
}

/* --- The process ------------------------------------------------------------------------------ */

__attribute__((noreturn)) static void end(int status)
{
    fflush(NULL);
    _exit(status);
}

void unsync__worker_end_for(int error)
{
    if (error == -EPIPE || error == -ECONNRESET) end(0);
    fprintf(stderr, "unsync: worker %d ends: %s\n", (int) getpid(),
            error == -EPROTO ? "a body has written over what it shares with the program"
                             : strerror(-error));
    end(1);
}

/* The next message; the descriptor that came with it, or -1. */
static enum unsync__wire_type receive_any(int *fd)
{
    int code;
    do code = unsync__wire_receive(unsync__takeover_socket, &inbox);
    while (code == 0 || code == 2);
    if (code < 0) unsync__worker_end_for(code);
    *fd = inbox.fd > 0 ? inbox.fd : -1;
    inbox.fd = 0;
    return unsync__inbox_type(&inbox);
}

static void receive(enum unsync__wire_type type, int *fd)
{
    if (receive_any(fd) != type) unsync__worker_end_for(-EPROTO);
}

static void wake_program(void)
{
    unsync__wire_send_empty(unsync__takeover_socket, UNSYNC__WAKE);
}

/* True: calls run on a loop (flight.h). */
static bool join_channel(void)
{
    int fd;
    enum unsync__wire_type type = receive_any(&fd);
    if (type != UNSYNC__CHANNEL && type != UNSYNC__CHANNEL_OF_MANY) unsync__worker_end_for(-EPROTO);
    int error = unsync__channel_join(&channel, fd, wake_program);
    channel.before_sleep = unsync__limits_rest;
    if (error != 0) unsync__worker_end_for(error);
    close(fd);
    unsync__inbox_drop(&inbox);
    return type == UNSYNC__CHANNEL_OF_MANY;
}

static void set_up(void)
{
    size_t len, sent = 0;
    int fd;
    receive(UNSYNC__SETUP, &fd);
    const char *text = unsync__inbox_text(&inbox, &len);
    unsync__unpacker_init(&unpacker, text, len, &arena);
    unsync__setup_apply(&unpacker);
    bool failed = unsync__unpacker_end(&unpacker) != 0;
    unsync__inbox_drop(&inbox);
    unsync__arena_reset(&arena);
    unsync__packer_reset(&packer);
    unsync__pack_string(&packer, failed ? unpacker.message : NULL);
    if (packer.code != 0) unsync__worker_end_for(-ENOMEM);
    unsync__wire_seal(packer.bytes, UNSYNC__READY, packer.len);
    int code = unsync__wire_send(unsync__takeover_socket, packer.bytes,
                                 UNSYNC__PACK_HEAD + packer.len, &sent);
    if (code < 0) unsync__worker_end_for(code);
    if (failed) end(1);
}

/* --- Long texts ------------------------------------------------------------------------------- */

/* Blocks come in the order of their numbers; true: one that was asked for. What a call hands over
 * comes behind its blocks, so a descriptor here is that of a call which was taken back. */
static bool receive_block(int *fd)
{
    enum unsync__wire_type type = receive_any(fd);
    if (type != UNSYNC__BLOCK && type != UNSYNC__ANSWER && type != UNSYNC__HANDED)
        unsync__worker_end_for(-EPROTO);
    unsync__inbox_drop(&inbox);
    if (*fd < 0) return type == UNSYNC__ANSWER;
    if (type == UNSYNC__HANDED) {
        close(*fd);
        return false;
    }
    int error = unsync__store_receive(&store, *fd, type == UNSYNC__ANSWER);
    if (error != 0) unsync__worker_end_for(error);
    close(*fd);
    return type == UNSYNC__ANSWER;
}

/* The next one of this call; those of calls that were taken back come before it. */
static int take_fd(void)
{
    struct stat status = {0};
    for (;;) {
        size_t len;
        int fd;
        uint32_t ticket = 0;
        enum unsync__wire_type type = receive_any(&fd);
        const char *text = unsync__inbox_text(&inbox, &len);
        if (len == sizeof ticket) memcpy(&ticket, text, sizeof ticket);
        unsync__inbox_drop(&inbox);
        if (fd < 0 || (type != UNSYNC__HANDED && type != UNSYNC__BLOCK))
            unsync__worker_end_for(-EPROTO);
        if (type == UNSYNC__HANDED && ticket == call.ticket && handed_count < UNSYNC__HANDED_MAX) {
            fstat(fd, &status);
            handed[handed_count++] = (struct handed){fd, status.st_dev, status.st_ino};
            return fd;
        }
        int error = type == UNSYNC__BLOCK ? unsync__store_receive(&store, fd, false) : 0;
        if (error != 0) unsync__worker_end_for(error);
        close(fd);
    }
}

static void receive_blocks(struct unsync__store *unused)
{
    int fd;
    (void) unused;
    receive_block(&fd);
}

/* Only the program makes them; while much is on its way to it, that is waited for instead. */
static int ask_for_block(struct unsync__store *unused, size_t size)
{
    uint64_t need = size;
    int fd;
    (void) unused;
    unsync__given_end(&given);
    while (!unsync__store_has(&store, size) && given.count > 1) unsync__given_settle(&given);
    if (unsync__store_has(&store, size)) return 0;
    unsync__channel_say(&channel, &call, UNSYNC__NEED, &need, sizeof need);
    unsync__timers_rest(); /* the program may be long in coming to it: that is no run */
    while (!receive_block(&fd)) {
    }
    return fd < 0 ? -ENOMEM : 0;
}

static char *text_of_call(size_t *len)
{
    struct unsync__spot spot;
    *len = call.len;
    if (call.kind == UNSYNC__WHOLE) return (char *) call.text;
    if (call.kind != UNSYNC__APART || call.len != sizeof spot) unsync__worker_end_for(-EPROTO);
    memcpy(&spot, call.text, sizeof spot);
    *len = spot.len;
    return unsync__store_at(&store, &spot);
}

/* A text as it goes into the ring: itself, or its spot. NULL: there is no memory for it. */
struct sent {
    enum unsync__record_kind kind;
    const char *text;
    size_t len;
    struct unsync__spot spot;
};

static bool prepare(struct sent *sent)
{
    if (packer.bytes == NULL || packer.code != 0) unsync__worker_end_for(-ENOMEM);
    sent->kind = UNSYNC__WHOLE;
    sent->text = packer.bytes + UNSYNC__PACK_HEAD;
    sent->len = packer.len;
    if (packer.len <= UNSYNC__RECORD_MAX) return true;
    if (!unsync__store_put(&store, &lease, sent->text, sent->len, &sent->spot)) return false;
    sent->kind = UNSYNC__APART;
    sent->text = (const char *) &sent->spot;
    sent->len = sizeof sent->spot;
    return true;
}

/* The blocks of what was said last are the program's until it has taken it. */
static void keep_lease(void)
{
    if (lease.first == 0) return;
    unsync__given_end(&given);
    if (given.count == GIVEN_MOST) unsync__given_settle(&given);
    unsync__given_add(&given, &lease);
}

static void give_result(void)
{
    struct sent sent;
    if (!prepare(&sent)) {
        pack_error(served, UNSYNC_ENOMEM, "no shared memory for a result of %zu bytes",
                   packer.len);
        prepare(&sent);
    }
    unsync__channel_result(&channel, &call, sent.kind, sent.text, sent.len);
    keep_lease();
}

/* --- A stream --------------------------------------------------------------------------------- */

static bool is_closed(void)
{
    return unsync__channel_is_closed(&call);
}

static void begin_text(void)
{
    unsync__packer_reset(&packer);
    packer.store = &store;
    packer.lease = &lease;
}

static void give_value(void)
{
    struct sent sent;
    fflush(stdout);
    if (packer.code == 0 && !prepare(&sent))
        unsync__packer_fail(&packer, UNSYNC_ENOMEM, "no shared memory for %zu bytes", packer.len);
    if (packer.code != 0) {
        unsync__store_end(&store, &lease);
        return;
    }
    unsync__channel_say(&channel, &call,
                        sent.kind == UNSYNC__WHOLE ? UNSYNC__VALUE : UNSYNC__VALUE_APART, sent.text,
                        sent.len);
    keep_lease();
}

static const struct unsync__sink sink = {
    .is_closed = is_closed, .begin = begin_text, .give = give_value};

/* --- The life --------------------------------------------------------------------------------- */

/* The kernel kills this process with its parent, unless a body asked it not to. */
static void end_if_orphan(void)
{
    struct pollfd parent = {.fd = unsync__takeover_socket};
    if (poll(&parent, 1, 0) == 1 && (parent.revents & (POLLHUP | POLLERR))) end(0);
}

static void serve_next(void)
{
    size_t len;
    int code = unsync__channel_next(&channel, &call);
    if (code < 0) unsync__worker_end_for(code);
    if (code == 0) {
        end_if_orphan();
        return;
    }
    const char *text = text_of_call(&len);
    serve(text, len);
    unsync__arena_reset(&arena);
    fflush(stdout); /* what the body printed is seen before its result, and no crash loses it */
    give_result();
}

/* Dies with its parent; the spawner set this before the exec, but a file with capabilities loses
 * it. A worker prints although its process group is not the terminal's foreground one; a read from
 * there fails, nobody would continue it. */
static void settle(void)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    struct ucred peer;
    socklen_t len = sizeof peer;
    if (getsockopt(unsync__takeover_socket, SOL_SOCKET, SO_PEERCRED, &peer, &len) != 0 ||
        peer.pid != getppid())
        unsync__worker_end_for(-EPIPE);
    signal(SIGTTOU, SIG_IGN);
    signal(SIGTTIN, SIG_IGN);
    if (!unsync__lifeline_hold(UNSYNC__TAKEOVER_LIFELINE)) unsync__worker_end_for(-EPIPE);
    unsync__debug_is_mine = false;
    unsync__seed_hush();
    unsync__box_attach(UNSYNC__TAKEOVER_BOX);
    unsync__crash_watch();
    unsync__program_settle(UNSYNC__TAKEOVER_LOADED);
}

int unsync__worker_main(void)
{
    settle();
    unsync__wire_send_empty(unsync__takeover_socket, UNSYNC__HERE);
    store.make = ask_for_block;
    store.receive = receive_blocks;
    unsync__stream_to(&sink);
    bool on_loop = join_channel();
    if (on_loop) unsync__flights_open();
    set_up();
    if (on_loop) unsync__flights_run(&channel, &inbox);
    for (;;) serve_next();
}
