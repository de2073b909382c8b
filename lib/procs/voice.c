/* voice.c: see voice.h. One thread polls all pipes; one lock is held while bytes are handed on, so
 * that those of one worker stay in order whoever does it. Nobody waits with the lock: bytes are
 * read only when there is room for them where they go, which may be a pipe that this program reads
 * itself. Whose task a line is of is said by the worker in the same stream, behind a NUL: only a
 * program that prints one by itself sees its own prefix change. */
#define _GNU_SOURCE
#include "voice.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "../base/alloc.h"
#include "../base/environment.h"
#include "../base/signals.h"
#include "../base/write.h"
#include "../worker/speaker.h"

/* A pipe that can be written to has room for PIPE_BYTES: for a chunk, also if it is one line, which
 * gets a prefix. */
enum { PIPE_BYTES = 4096, PREFIX_MAX = UNSYNC__SPEAKER_BYTES + 32 };
enum { CHUNK = PIPE_BYTES - PREFIX_MAX, STREAMS = 2, LAST_CHANCE_MS = 1000 };

struct stream {
    int from; /* -1: there is none, or it has ended */
    int to;   /* -1: the program had closed it when the worker was started */
    bool is_error;
    bool is_full;          /* there was no room at `to` */
    bool in_line, in_mark; /* the prefix of this line was printed; a name is being read */
    char name[UNSYNC__SPEAKER_BYTES];
    size_t name_len;
    char rest[CHUNK]; /* what was read, and is not handed on yet */
    size_t rest_at, rest_len;
};
struct unsync__voice {
    struct unsync__voice *next;
    struct stream streams[STREAMS];
    pid_t pid;
    bool is_over; /* the worker is dead */
    char tail[UNSYNC__TAIL_MAX];
    size_t tail_len;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct unsync__voice *voices;
static size_t count;
static pthread_t thread;
static int bell = -1;
static bool closing, prefixes;

/* --- Handing on ------------------------------------------------------------------------------- */

static void keep(struct unsync__voice *voice, const char *bytes, size_t len)
{
    if (len >= UNSYNC__TAIL_MAX) {
        memcpy(voice->tail, bytes + len - UNSYNC__TAIL_MAX, UNSYNC__TAIL_MAX);
        voice->tail_len = UNSYNC__TAIL_MAX;
        return;
    }
    size_t kept = UNSYNC__TAIL_MAX - len;
    if (kept > voice->tail_len) kept = voice->tail_len;
    memmove(voice->tail, voice->tail + voice->tail_len - kept, kept);
    memcpy(voice->tail + kept, bytes, len);
    voice->tail_len = kept + len;
}

/* The bytes of a name that stand here; how many they are. */
static size_t take_name(struct stream *stream, const char *bytes, size_t len)
{
    const char *end = memchr(bytes, '\n', len);
    size_t part = end != NULL ? (size_t) (end - bytes) : len;
    for (size_t i = 0; i < part && stream->name_len < UNSYNC__SPEAKER_BYTES - 1; i++)
        stream->name[stream->name_len++] = bytes[i];
    stream->name[stream->name_len] = '\0';
    stream->in_mark = end == NULL;
    return part + (end != NULL);
}

static void put_prefix(const struct unsync__voice *voice, struct stream *stream)
{
    char text[PREFIX_MAX];
    bool is_named = stream->name_len > 0;
    int len = snprintf(text, sizeof text, "[%s%s%d] ", is_named ? stream->name : "",
                       is_named ? " " : "worker ", (int) voice->pid);
    stream->in_line = true;
    unsync__write_all(stream->to, text, (size_t) len);
}

/* Up to the end of a line, or to a mark. */
static size_t hand_on_line(struct unsync__voice *voice, struct stream *stream, const char *bytes,
                           size_t len)
{
    if (stream->in_mark) return take_name(stream, bytes, len);
    if (*bytes == '\0') {
        if (stream->in_line) unsync__write_all(stream->to, "\n", 1);
        stream->in_line = false;
        stream->in_mark = true;
        stream->name_len = 0;
        return 1;
    }
    const char *mark = memchr(bytes, '\0', len), *end;
    if (mark != NULL) len = (size_t) (mark - bytes);
    end = memchr(bytes, '\n', len);
    if (end != NULL) len = (size_t) (end - bytes) + 1;
    if (!stream->in_line) put_prefix(voice, stream);
    unsync__write_all(stream->to, bytes, len);
    if (end != NULL) stream->in_line = false;
    if (stream->is_error) keep(voice, bytes, len);
    return len;
}

static bool has_room(struct stream *stream, int patience_ms)
{
    struct pollfd room = {.fd = stream->to, .events = POLLOUT};
    stream->is_full = stream->to >= 0 && poll(&room, 1, patience_ms) == 0;
    return !stream->is_full;
}

/* A chunk of short lines becomes much longer by their prefixes: there has to be room for each. */
static void hand_on(struct unsync__voice *voice, struct stream *stream, int patience_ms)
{
    while (stream->rest_len > 0 && has_room(stream, patience_ms)) {
        const char *bytes = stream->rest + stream->rest_at;
        size_t done = stream->rest_len;
        if (prefixes)
            done = hand_on_line(voice, stream, bytes, done);
        else {
            unsync__write_all(stream->to, bytes, done);
            keep(voice, bytes, done);
        }
        stream->rest_at += done;
        stream->rest_len -= done;
    }
}

/* All that there is now, and room for. Under the lock. */
static void drain(struct unsync__voice *voice, struct stream *stream, int patience_ms)
{
    hand_on(voice, stream, patience_ms);
    while (stream->from >= 0 && stream->rest_len == 0 && has_room(stream, patience_ms)) {
        ssize_t len = read(stream->from, stream->rest, CHUNK);
        if (len > 0) {
            stream->rest_at = 0;
            stream->rest_len = (size_t) len;
            hand_on(voice, stream, patience_ms);
            if (len < CHUNK) return;
        } else if (len == 0 || (errno != EAGAIN && errno != EINTR)) {
            close(stream->from);
            stream->from = -1;
        } else if (errno == EAGAIN)
            return;
    }
}

/* --- The thread ------------------------------------------------------------------------------- */

/* Those whose pipes have ended, after their workers. Under the lock. */
static void sweep(void)
{
    for (struct unsync__voice **at = &voices, *voice; (voice = *at) != NULL;) {
        if (!voice->is_over || voice->streams[0].from >= 0 || voice->streams[1].from >= 0) {
            at = &voice->next;
            continue;
        }
        *at = voice->next;
        count--;
        unsync__free(voice);
    }
}

/* What to wait for; NULL without memory. Under the lock. */
static struct pollfd *ends(struct pollfd *list, nfds_t *number)
{
    struct pollfd *more = unsync__realloc(list, (count * STREAMS + 1) * sizeof *list);
    if (more == NULL) return list;
    *number = 0;
    more[(*number)++] = (struct pollfd){.fd = bell, .events = POLLIN};
    for (const struct unsync__voice *voice = voices; voice != NULL; voice = voice->next)
        for (int i = 0; i < STREAMS; i++) {
            const struct stream *stream = &voice->streams[i];
            if (stream->from < 0) continue;
            more[(*number)++] = stream->is_full
                                    ? (struct pollfd){.fd = stream->to, .events = POLLOUT}
                                    : (struct pollfd){.fd = stream->from, .events = POLLIN};
        }
    return more;
}

static void drain_all(int patience_ms)
{
    for (struct unsync__voice *voice = voices; voice != NULL; voice = voice->next)
        for (int i = 0; i < STREAMS; i++) drain(voice, &voice->streams[i], patience_ms);
}

static void *work(void *unused)
{
    static struct pollfd *list; /* a forked child, where the thread is not, has it too */
    nfds_t number = 0;
    uint64_t rings;
    (void) unused;
    pthread_setname_np(pthread_self(), "unsync-voices");
    pthread_mutex_lock(&lock);
    while (!closing) {
        list = ends(list, &number);
        pthread_mutex_unlock(&lock);
        if (list == NULL)
            usleep(1000);
        else if (poll(list, number, -1) > 0 && (list[0].revents & POLLIN))
            (void) !read(bell, &rings, sizeof rings);
        pthread_mutex_lock(&lock);
        drain_all(0);
        sweep();
    }
    pthread_mutex_unlock(&lock);
    unsync__free(list);
    list = NULL;
    return NULL;
}

static void ring(void)
{
    uint64_t one = 1;
    (void) !write(bell, &one, sizeof one);
}

int unsync__voices_open(void)
{
    prefixes = unsync__environment_number("UNSYNC_PREFIX", 0, 1, 0) == 1;
    closing = false;
    bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (bell < 0) return -errno;
    sigset_t blocked, before;
    unsync__signals_of_thread(&blocked);
    pthread_sigmask(SIG_SETMASK, &blocked, &before);
    int error = pthread_create(&thread, NULL, work, NULL);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (error == 0) return 0;
    close(bell);
    bell = -1;
    return -error;
}

void unsync__voices_close(void)
{
    if (bell < 0) return;
    pthread_mutex_lock(&lock);
    drain_all(LAST_CHANCE_MS);
    closing = true;
    pthread_mutex_unlock(&lock);
    ring();
    pthread_join(thread, NULL);
    for (struct unsync__voice *voice = voices, *next; voice != NULL; voice = next) {
        next = voice->next;
        for (int i = 0; i < STREAMS; i++)
            if (voice->streams[i].from >= 0) close(voice->streams[i].from);
        unsync__free(voice);
    }
    voices = NULL;
    count = 0;
    close(bell);
    bell = -1;
}

/* --- One -------------------------------------------------------------------------------------- */

static int open_stream(struct stream *stream, int to)
{
    int pipe[2];
    stream->to = fcntl(to, F_GETFD) < 0 ? -1 : to;
    stream->is_error = to == STDERR_FILENO;
    stream->from = -1;
    if (pipe2(pipe, O_CLOEXEC) != 0) return -1;
    fcntl(pipe[0], F_SETFL, O_NONBLOCK);
    stream->from = pipe[0];
    return pipe[1];
}

struct unsync__voice *unsync__voice_new(int *out, int *err)
{
    *out = *err = -1;
    struct unsync__voice *voice = bell < 0 ? NULL : unsync__zalloc(sizeof *voice);
    if (voice == NULL) return NULL;
    voice->streams[0].from = -1;
    if (prefixes) *out = open_stream(&voice->streams[0], STDOUT_FILENO);
    *err = open_stream(&voice->streams[1], STDERR_FILENO);
    pthread_mutex_lock(&lock);
    voice->next = voices;
    voices = voice;
    count++;
    pthread_mutex_unlock(&lock);
    ring();
    return voice;
}

void unsync__voice_name(struct unsync__voice *voice, pid_t pid)
{
    if (voice == NULL) return;
    pthread_mutex_lock(&lock);
    voice->pid = pid;
    pthread_mutex_unlock(&lock);
}

/* A SIGPIPE for what is handed on is not the loop thread's. */
static void drain_quietly(struct unsync__voice *voice)
{
    sigset_t pipe, before, pending;
    struct timespec none = {0};
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    sigpending(&pending);
    bool was_pending = sigismember(&pending, SIGPIPE) == 1;
    pthread_sigmask(SIG_BLOCK, &pipe, &before);
    for (int i = 0; i < STREAMS; i++) drain(voice, &voice->streams[i], 0);
    if (!was_pending)
        while (sigtimedwait(&pipe, NULL, &none) < 0 && errno == EINTR) {
        }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static bool has_something(const struct stream *stream)
{
    int bytes = 0;
    if (stream->rest_len > 0) return true;
    return stream->from >= 0 && ioctl(stream->from, FIONREAD, &bytes) == 0 && bytes > 0;
}

/* What there was no room for: the thread, which waits for more to come, is to wait for room. */
static bool has_rest(const struct unsync__voice *voice)
{
    return voice->streams[0].rest_len > 0 || voice->streams[1].rest_len > 0;
}

/* The thread may be handing on the last of it just now: the lock waits for that, which is not for
 * long. */
void unsync__voice_flush(struct unsync__voice *voice)
{
    if (voice == NULL) return;
    pthread_mutex_lock(&lock);
    if (has_something(&voice->streams[0]) || has_something(&voice->streams[1]))
        drain_quietly(voice);
    voice->tail_len = 0;
    bool is_left = has_rest(voice);
    pthread_mutex_unlock(&lock);
    if (is_left) ring();
}

void unsync__voice_end(struct unsync__voice *voice, char *tail)
{
    *tail = '\0';
    if (voice == NULL) return;
    pthread_mutex_lock(&lock);
    drain_quietly(voice);
    memcpy(tail, voice->tail, voice->tail_len);
    tail[voice->tail_len] = '\0';
    voice->is_over = true;
    pthread_mutex_unlock(&lock);
    ring();
}
