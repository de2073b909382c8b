/* worker.c: see worker.h. Everything a call needs (inbox, arena, packer) is kept for the next one.
 * What cannot go on, goes: the parent sees the end of the process and tells the task that was
 * running. */
#define _GNU_SOURCE
#include "worker.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../base/debug.h"
#include "../core/failure.h"
#include "../core/seed.h"
#include "../loop/block.h"
#include "limit.h"
#include "outcome.h"
#include "pack.h"
#include "program.h"
#include "registry.h"
#include "setup.h"
#include "spawn.h"
#include "takeover.h"
#include "unpack.h"
#include "wire.h"

static struct unsync__inbox inbox;
static struct unsync__arena arena;
static struct unsync__packer packer;
static struct unsync__unpacker unpacker;

bool unsync__in_worker(void)
{
    return unsync__takeover_socket >= 0;
}

/* --- A body ----------------------------------------------------------------------------------- */

void unsync__serve_begin(struct unsync__job *job, const struct unsync__kind *kind)
{
    unsync__job_enter(job, kind);
    if (kind->remote->memory_bytes > 0)
        unsync__limit_begin(kind->remote->memory_bytes, unsync__takeover_socket);
}

bool unsync__serve_end(struct unsync__job *job, struct unsync__packer *result)
{
    unsync__limit_end();
    if (unsync__job_leave(job) == 0) {
        unsync__outcome_pack_success(result);
        return true;
    }
    unsync__outcome_pack_failure(result, job->task.failure);
    unsync__failure_clear(&job->task);
    return false;
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
    struct unsync_place place = {.function = "?", .file = "unsync", .line = 0};
    if (remote != NULL)
        place = (struct unsync_place){remote->kind->name, remote->kind->file, remote->kind->line};
    struct unsync_failure failure = {
        .code = code, .message = message, .trace = &place, .trace_count = 1};
    unsync__packer_reset(&packer);
    unsync__outcome_pack_failure(&packer, &failure);
}

static void serve(const char *text, size_t len)
{
    size_t signature_len;
    unsync__unpacker_init(&unpacker, text, len, &arena);
    unsync__packer_reset(&packer);
    const char *signature = unsync__unpack_text(&unpacker, &signature_len);
    const struct unsync__remote *remote =
        signature == NULL ? NULL : unsync__registry_find(signature, signature_len);
    if (remote == NULL) {
        pack_error(NULL, UNSYNC_EPROTO, "the worker's program has no function '%.*s'",
                   (int) signature_len, signature == NULL ? "" : signature);
        return;
    }
    remote->serve(&unpacker, &packer);
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

/* The parent is gone, or is not to be understood. */
__attribute__((noreturn)) static void end_for(int error)
{
    if (error == -EPIPE || error == -ECONNRESET) end(0);
    fprintf(stderr, "unsync: worker %d ends: %s\n", (int) getpid(), strerror(-error));
    end(1);
}

static void send_packed(enum unsync__wire_type type)
{
    size_t sent = 0;
    if (packer.bytes == NULL || packer.code != 0) end_for(-ENOMEM);
    unsync__wire_seal(packer.bytes, type, packer.len);
    int code = unsync__wire_send(unsync__takeover_socket, packer.bytes,
                                 UNSYNC__PACK_HEAD + packer.len, &sent);
    if (code < 0) end_for(code);
}

/* The next message, of this type. */
static const char *receive(enum unsync__wire_type type, size_t *len)
{
    int code;
    do code = unsync__wire_receive(unsync__takeover_socket, &inbox);
    while (code == 0 || code == 2);
    if (code < 0) end_for(code);
    if (unsync__inbox_type(&inbox) != type) end_for(-EPROTO);
    return unsync__inbox_text(&inbox, len);
}

static void set_up(void)
{
    size_t len;
    const char *text = receive(UNSYNC__SETUP, &len);
    unsync__unpacker_init(&unpacker, text, len, &arena);
    unsync__setup_apply(&unpacker);
    bool failed = unsync__unpacker_end(&unpacker) != 0;
    unsync__inbox_drop(&inbox);
    unsync__arena_reset(&arena);
    unsync__packer_reset(&packer);
    unsync__pack_string(&packer, failed ? unpacker.message : NULL);
    send_packed(UNSYNC__READY);
    if (failed) end(1);
}

static void serve_next(void)
{
    size_t len;
    const char *text = receive(UNSYNC__CALL, &len);
    serve(text, len);
    unsync__inbox_drop(&inbox);
    unsync__arena_reset(&arena);
    fflush(stdout); /* what the body printed is seen before its result, and no crash loses it */
    send_packed(UNSYNC__RESULT);
}

/* Dies with its parent; the spawner set this before the exec, but a file with capabilities loses
 * it. A worker prints although its process group is not the terminal's foreground one. */
static void settle(void)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    struct ucred peer;
    socklen_t len = sizeof peer;
    if (getsockopt(unsync__takeover_socket, SOL_SOCKET, SO_PEERCRED, &peer, &len) != 0 ||
        peer.pid != getppid())
        end_for(-EPIPE);
    signal(SIGTTOU, SIG_IGN);
    unsync__debug_is_mine = false;
    unsync__seed_hush();
    unsync__program_settle(UNSYNC__SPAWN_LOADED);
}

int unsync__worker_main(void)
{
    settle();
    unsync__wire_send_empty(unsync__takeover_socket, UNSYNC__HERE);
    set_up();
    for (;;) serve_next();
}
