/* proc.c: see proc.h. Two watchers of libuv: the socket, and the pidfd, which becomes readable when
 * the process has ended. On the end the results are taken first: one that was given still
 * counts. */
#define _GNU_SOURCE
#include "proc.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <unsync.h>

#include "../base/alloc.h"
#include "../wire/box.h"
#include "../wire/lifeline.h"
#include "../wire/pack.h"
#include "../wire/unpack.h"
#include "../worker/setup.h"
#include "lend.h"

/* A program that was never linked with the library would never answer; a process that has closed
 * its socket should be about to end; at the program's end nobody waits longer for a killed one. */
enum { TAKEOVER_MS = 30000, GRACE_MS = 1000, REAP_MS = 5000 };

/* Its memory; NULL: there is none. */
static struct unsync__proc *alloc_proc(bool runs_many)
{
    struct unsync__proc *proc = unsync__zalloc(sizeof *proc);
    if (proc == NULL || !runs_many) return proc;
    proc->flights = unsync__zalloc(sizeof *proc->flights);
    if (proc->flights != NULL) return proc;
    unsync__free(proc);
    return NULL;
}

struct unsync__proc *unsync__proc_new(const struct unsync__proc_events *events, uint32_t fences,
                                      bool runs_many, int *error)
{
    int sockets[2];
    struct unsync__proc *proc = alloc_proc(runs_many);
    *error = -ENOMEM;
    if (proc == NULL) return NULL;
    proc->store.make = unsync__lend_block;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0) {
        *error = -errno;
        unsync__free(proc->flights);
        unsync__free(proc);
        return NULL;
    }
    proc->events = events;
    proc->fences = fences;
    proc->socket = sockets[0];
    proc->request.ends = (struct unsync__spawn_ends){.socket = sockets[1]};
    unsync__lifeline_new(&proc->lifeline, &proc->request.ends.lifeline);
    proc->request.ends.box = unsync__box_new();
    proc->voice = unsync__voice_new(&proc->request.ends.out, &proc->request.ends.err);
    proc->pidfd = -1;
    unsync__spawner_ask(&proc->request);
    return proc;
}

/* --- The end ---------------------------------------------------------------------------------- */

static void free_proc(struct unsync__proc *proc)
{
    close(proc->socket);
    if (proc->lifeline >= 0) close(proc->lifeline);
    if (proc->request.ends.box >= 0) close(proc->request.ends.box);
    if (proc->pidfd >= 0) close(proc->pidfd);
    unsync__stops_forget(proc->request.stops);
    unsync__channel_close(&proc->channel);
    unsync__store_close(&proc->store);
    unsync__inbox_free(&proc->inbox);
    unsync__free(proc->setup);
    unsync__free(proc->flights);
    unsync__free(proc);
}

static void poll_closed(uv_handle_t *handle)
{
    struct unsync__proc *proc = handle->data;
    if (--proc->polls == 0) free_proc(proc);
}

static void dispose(struct unsync__proc *proc)
{
    if (proc->polls == 0) {
        free_proc(proc);
        return;
    }
    if (proc->polls > 1) uv_close((uv_handle_t *) &proc->pidfd_poll, poll_closed);
    uv_close((uv_handle_t *) &proc->socket_poll, poll_closed);
}

/* The group only if the process is still there to lend it its number. */
static void signal_group(struct unsync__proc *proc)
{
    if (syscall(SYS_pidfd_send_signal, proc->pidfd, SIGKILL, NULL, 0) == 0)
        kill(-proc->pid, SIGKILL);
}

int unsync__proc_stopped_by(const struct unsync__proc *proc)
{
    siginfo_t status = {0};
    int signal = unsync__stops_now(proc->request.stops);
    if (signal != 0) return signal;
    int error = waitid(P_PIDFD, (id_t) proc->pidfd, &status, WSTOPPED | WNOHANG | WNOWAIT);
    return error == 0 && status.si_pid != 0 ? status.si_status : 0;
}

static void stop_alarms(struct unsync__proc *proc)
{
    unsync__alarm_stop(&proc->alarm);
    unsync__patience_stop(&proc->patience);
}

/* The process has ended. While it is a zombie its number stands for its group; when somebody else
 * has reaped it already, the number may mean another one and is left alone. */
static void reap(struct unsync__proc *proc)
{
    siginfo_t *status = &proc->status;
    stop_alarms(proc);
    proc->state = UNSYNC__GONE;
    if (waitid(P_PIDFD, (id_t) proc->pidfd, status, WEXITED | WNOHANG | WNOWAIT) != 0 ||
        status->si_pid == 0) {
        memset(status, 0, sizeof *status);
        return;
    }
    kill(-proc->pid, SIGKILL);
    syscall(SYS_waitid, P_PIDFD, proc->pidfd, status, WEXITED | WNOHANG, &proc->usage);
}

/* For when there is no time for events. */
static void kill_and_reap(struct unsync__proc *proc)
{
    struct pollfd end = {.fd = proc->pidfd, .events = POLLIN};
    signal_group(proc);
    while (poll(&end, 1, REAP_MS) < 0 && errno == EINTR) {
    }
    reap(proc);
}

void unsync__proc_reap_now(struct unsync__proc *proc)
{
    if (proc->state == UNSYNC__SPAWNING && proc->request.error == 0) {
        proc->pid = proc->request.pid;
        proc->pidfd = proc->request.pidfd;
    }
    if (proc->pidfd >= 0) kill_and_reap(proc);
    dispose(proc);
}

void unsync__proc_kill(struct unsync__proc *proc, int verdict, const char *format, ...)
{
    if (proc->verdict == 0) {
        proc->verdict = verdict;
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(proc->reason, sizeof proc->reason, format, arguments);
        va_end(arguments);
    }
    proc->state = UNSYNC__DYING;
    stop_alarms(proc);
    if (verdict != 0) proc->stopped_by = unsync__proc_stopped_by(proc);
    signal_group(proc);
}

/* It has ended by itself, only the loop did not come to hear of it: the pidfd says how. */
static bool has_ended(const struct unsync__proc *proc)
{
    struct pollfd end = {.fd = proc->pidfd, .events = POLLIN};
    return poll(&end, 1, 0) == 1;
}

static void is_late(struct unsync__proc *proc)
{
    if (has_ended(proc)) return;
    if (proc->state == UNSYNC__STARTING)
        unsync__proc_kill(proc, UNSYNC_ENOWORKER,
                          "worker %d did not answer within %d s; is its program linked with "
                          "libunsync?",
                          (int) proc->pid, TAKEOVER_MS / 1000);
    else if (proc->state == UNSYNC__BUSY)
        proc->events->late(proc);
    else {
        unsync__lend_collect(proc);
        unsync__proc_kill(proc, UNSYNC_EPROTO, "worker %d closed its socket", (int) proc->pid);
    }
}

static void alarm_fires(struct unsync__alarm *alarm)
{
    is_late((struct unsync__proc *) ((char *) alarm - offsetof(struct unsync__proc, alarm)));
}

static void waited(struct unsync__patience *patience)
{
    is_late((struct unsync__proc *) ((char *) patience - offsetof(struct unsync__proc, patience)));
}

void unsync__proc_set_alarm(struct unsync__proc *proc, uint64_t delay_ms)
{
    stop_alarms(proc);
    proc->alarm.fire = alarm_fires;
    if (delay_ms > 0) unsync__alarm_start_real(&proc->alarm, delay_ms);
}

void unsync__proc_wait(struct unsync__proc *proc, uint64_t delay_ms)
{
    stop_alarms(proc);
    unsync__patience_start_real(&proc->patience, delay_ms, waited);
}

/* --- Messages --------------------------------------------------------------------------------- */

static void socket_event(uv_poll_t *poll, int status, int events);

static void watch(struct unsync__proc *proc, int events)
{
    if (proc->watched == events) return;
    proc->watched = events;
    if (events == 0)
        uv_poll_stop(&proc->socket_poll);
    else
        uv_poll_start(&proc->socket_poll, events, socket_event);
}

/* The socket says that the process has ended or is about to; the pidfd will say how. */
static void lose(struct unsync__proc *proc, int error)
{
    watch(proc, 0);
    if (error != -EPIPE && error != -ECONNRESET) {
        unsync__proc_kill(proc, error == -ENOMEM ? UNSYNC_ENOMEM : UNSYNC_EPROTO, "worker %d: %s",
                          (int) proc->pid,
                          error == -EPROTO ? "sent what is no message" : strerror(-error));
        return;
    }
    if (proc->state == UNSYNC__DYING) return;
    proc->state = UNSYNC__DYING;
    unsync__proc_wait(proc, GRACE_MS);
}

static void flush(struct unsync__proc *proc)
{
    if (proc->setup == NULL) return;
    int code =
        unsync__wire_send(proc->socket, proc->setup, proc->setup_len, &proc->setup_sent);
    watch(proc, code == 0 ? UV_READABLE | UV_WRITABLE : UV_READABLE);
    if (code == 0) return;
    unsync__free(proc->setup);
    proc->setup = NULL;
    if (code < 0) lose(proc, -EPIPE);
}

static void is_ready(struct unsync__proc *proc, const char *text, size_t len)
{
    struct unsync__unpacker unpacker;
    struct unsync__arena arena = {0};
    char *trouble;
    unsync__unpacker_init(&unpacker, text, len, &arena);
    UNSYNC__UNPACK(&unpacker, trouble);
    if (unsync__unpacker_end(&unpacker) != 0) trouble = unpacker.message;
    if (trouble != NULL)
        unsync__proc_kill(proc, UNSYNC_ENOWORKER, "worker %d was not set up: %s", (int) proc->pid,
                          trouble);
    else {
        proc->state = UNSYNC__IDLE;
        proc->was_ready = true;
        proc->events->ready(proc);
    }
    unsync__arena_free(&arena);
}

/* One message; what does not belong to the state is a violation of the protocol. */
static void receive(struct unsync__proc *proc)
{
    size_t len;
    enum unsync__wire_type type = unsync__inbox_type(&proc->inbox);
    const char *text = unsync__inbox_text(&proc->inbox, &len);
    if (proc->state == UNSYNC__DYING)
        return;
    else if (type == UNSYNC__HERE && proc->state == UNSYNC__STARTING)
        stop_alarms(proc);
    else if (type == UNSYNC__READY && proc->state == UNSYNC__STARTING && proc->setup == NULL)
        is_ready(proc, text, len);
    else if (type != UNSYNC__WAKE || !proc->was_ready) /* it only had to end a sleep */
        unsync__proc_kill(proc, UNSYNC_EPROTO, "worker %d sent a message of type %u out of turn",
                          (int) proc->pid, (unsigned) type);
}

/* One message, if it is there; what unsync__wire_receive says. */
static int receive_next(struct unsync__proc *proc)
{
    int code = unsync__wire_receive(proc->socket, &proc->inbox);
    if (code == 1) {
        receive(proc);
        unsync__inbox_drop(&proc->inbox);
    }
    if (code < 0) lose(proc, code);
    return code;
}

/* The other side is gone: all that will ever come. */
static void drain(struct unsync__proc *proc)
{
    while (proc->watched != 0 && receive_next(proc) > 0) {
    }
}

/* libuv reports an error of the socket as a status and stops watching; recv says what it is. Else
 * one message a turn is read, and those that came with it: asking for more is mostly in vain. */
static void socket_event(uv_poll_t *poll, int status, int events)
{
    struct unsync__proc *proc = poll->data;
    if (status < 0) {
        drain(proc);
        if (proc->watched != 0) lose(proc, -EPIPE);
        return;
    }
    if (events & UV_WRITABLE) flush(proc);
    if ((events & UV_READABLE) == 0) return;
    while (proc->watched != 0 && receive_next(proc) == 1 && proc->inbox.have > 0) {
    }
}

/* --- The beginning ---------------------------------------------------------------------------- */

static void end(struct unsync__proc *proc)
{
    proc->events->ended(proc);
    dispose(proc);
}

static void process_ended(uv_poll_t *poll, int status, int events)
{
    struct unsync__proc *proc = poll->data;
    (void) status;
    (void) events;
    proc->dead = true;
    unsync__lend_pause(proc, false); /* all that it had given is kept */
    unsync__lend_collect(proc);
    drain(proc);
    reap(proc);
    end(proc);
}

static int watch_both(struct unsync__proc *proc)
{
    uv_loop_t *loop = unsync__loop_uv();
    proc->socket_poll.data = proc->pidfd_poll.data = proc;
    int error = uv_poll_init(loop, &proc->socket_poll, proc->socket);
    if (error != 0) return error;
    proc->polls = 1;
    error = uv_poll_init(loop, &proc->pidfd_poll, proc->pidfd);
    if (error != 0) return error;
    proc->polls = 2;
    error = uv_poll_start(&proc->pidfd_poll, UV_READABLE, process_ended);
    if (error != 0) return error;
    watch(proc, UV_READABLE);
    /* a host's loop goes on for tasks, not for workers */
    uv_unref((uv_handle_t *) &proc->socket_poll);
    uv_unref((uv_handle_t *) &proc->pidfd_poll);
    return 0;
}

static int send_setup(struct unsync__proc *proc)
{
    struct unsync__packer packer;
    size_t len;
    unsync__packer_init(&packer);
    unsync__setup_pack(&packer, proc->fences);
    int code = packer.code;
    proc->setup = unsync__packer_take(&packer, &len);
    if (code != 0) return -ENOMEM;
    unsync__wire_seal(proc->setup, UNSYNC__SETUP, len);
    proc->setup_len = UNSYNC__PACK_HEAD + len;
    flush(proc);
    return 0;
}

static void wake_worker(struct unsync__channel *channel)
{
    struct unsync__proc *proc =
        (struct unsync__proc *) ((char *) channel - offsetof(struct unsync__proc, channel));
    unsync__wire_send_empty(proc->socket, UNSYNC__WAKE);
}

static int send_channel(struct unsync__proc *proc)
{
    bool runs_many = proc->flights != NULL;
    int fd, error = unsync__channel_make(&proc->channel, &fd);
    if (error != 0) return error;
    proc->channel.wake_worker = runs_many ? wake_worker : NULL;
    error = unsync__wire_send_fd(proc->socket,
                                 runs_many ? UNSYNC__CHANNEL_OF_MANY : UNSYNC__CHANNEL, fd);
    close(fd);
    return error == -EPIPE ? 0 : error; /* it has ended already: the pidfd says how */
}

void unsync__proc_spawned(struct unsync__proc *proc)
{
    proc->error = proc->request.error;
    if (proc->error == 0) {
        proc->pid = proc->request.pid;
        proc->pidfd = proc->request.pidfd;
        unsync__voice_name(proc->voice, proc->pid);
        proc->state = UNSYNC__STARTING;
        unsync__proc_wait(proc, TAKEOVER_MS);
        proc->error = watch_both(proc);
        if (proc->error == 0) proc->error = send_channel(proc);
        if (proc->error == 0) proc->error = send_setup(proc);
        if (proc->error == 0) return;
        kill_and_reap(proc);
    }
    proc->state = UNSYNC__GONE;
    end(proc);
}
