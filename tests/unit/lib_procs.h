/* lib_procs.h: @cpu_bound functions as the generator emits them, for the tests of the process lane;
 * each of their programs is its own worker. What a program does not use of this is no mistake. */
#ifndef UNSYNC_TESTS_LIB_PROCS_H
#define UNSYNC_TESTS_LIB_PROCS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <unsync_gen.h>

#if defined __SANITIZE_ADDRESS__ || defined UNSYNC__ASAN
enum { ASAN = 1, TSAN = 0 };
#elif defined __SANITIZE_THREAD__
enum { ASAN = 0, TSAN = 1 };
#else
enum { ASAN = 0, TSAN = 0 };
#endif

/* A @cpu_bound function of one parameter; its body follows the macro. `failed:` is where a failed
 * await goes. */
#define REMOTE(RESULT, NAME, PARAMETER, TIMEOUT_MS, MEMORY_BYTES, FREE)                            \
    LIMITED(RESULT, NAME, PARAMETER, FREE, .timeout_ms = TIMEOUT_MS, .memory_bytes = MEMORY_BYTES)
/* The same with members of struct unsync__limits. */
#define LIMITED(RESULT, NAME, PARAMETER, FREE, ...)                                                \
    typedef unsync_task_of(RESULT) NAME##_task;                                                    \
    struct NAME##_frame {                                                                          \
        struct unsync__task task;                                                                  \
        RESULT value;                                                                              \
        PARAMETER;                                                                                 \
    };                                                                                             \
    static RESULT NAME##_body(PARAMETER);                                                          \
    static void NAME##_run(struct unsync__task *task)                                              \
    {                                                                                              \
        struct NAME##_frame *self = (struct NAME##_frame *) task;                                  \
        self->value = NAME##_body(self->arg);                                                      \
    }                                                                                              \
    static void NAME##_pack(struct unsync__packer *p, const struct unsync__task *task)             \
    {                                                                                              \
        const struct NAME##_frame *self = (const struct NAME##_frame *) task;                      \
        unsync__pack_array(p, 1);                                                                  \
        UNSYNC__PACK(p, self->arg);                                                                \
    }                                                                                              \
    static const struct unsync__kind NAME##_kind;                                                  \
    static void NAME##_serve(struct unsync__unpacker *u, struct unsync__packer *p)                 \
    {                                                                                              \
        PARAMETER;                                                                                 \
        unsync__unpack_array(u, 1);                                                                \
        UNSYNC__UNPACK(u, arg);                                                                    \
        if (unsync__unpack_failed(u)) return;                                                      \
        struct unsync__job job;                                                                    \
        unsync__serve_begin(&job, &NAME##_kind);                                                   \
        RESULT value = NAME##_body(arg);                                                           \
        if (!unsync__serve_end(&job, p)) return;                                                   \
        UNSYNC__PACK(p, value);                                                                    \
        if (FREE) unsync__serve_free(u, (void *) (uintptr_t) value, free);                         \
    }                                                                                              \
    static void NAME##_take(struct unsync__unpacker *u, struct unsync__task *task)                 \
    {                                                                                              \
        UNSYNC__UNPACK(u, ((struct NAME##_frame *) task)->value);                                  \
    }                                                                                              \
    static struct unsync__limits NAME##_limits = {__VA_ARGS__};                                    \
    static const struct unsync__remote NAME##_remote = {.signature =                               \
                                                            #RESULT " " #NAME "(" #PARAMETER ")",  \
                                                        .print = __COUNTER__ + 1,                  \
                                                        .kind = &NAME##_kind,                      \
                                                        .pack = NAME##_pack,                       \
                                                        .serve = NAME##_serve,                     \
                                                        .take = NAME##_take,                       \
                                                        .limits = &NAME##_limits};                 \
    static const struct unsync__kind NAME##_kind = {.name = #NAME,                                 \
                                                    .file = "procs.uc",                            \
                                                    .line = 7,                                     \
                                                    .size = sizeof(struct NAME##_frame),           \
                                                    .lane = &unsync__lane_process,                 \
                                                    .run = NAME##_run,                             \
                                                    .remote = &NAME##_remote};                     \
    __attribute__((constructor)) static void NAME##_register(void)                                 \
    {                                                                                              \
        unsync__register(&NAME##_remote);                                                          \
    }                                                                                              \
    __attribute__((unused)) static NAME##_task NAME(PARAMETER)                                     \
    {                                                                                              \
        struct NAME##_frame *self = unsync__new(&NAME##_kind, sizeof *self);                       \
        if (self == NULL) return (NAME##_task) & unsync__no_memory;                                \
        self->arg = arg;                                                                           \
        return (NAME##_task) unsync__start(&self->task);                                           \
    }                                                                                              \
    static RESULT NAME##_body(PARAMETER)

REMOTE(int, twice, int arg, 0, 0, false)
{
    return arg * 2;
}

REMOTE(int, pid_of_worker, int arg, 0, 0, false)
{
    (void) arg;
    return (int) getpid();
}

REMOTE(int, die_by, int arg, 0, 0, false)
{
    raise(arg);
    return 0;
}

REMOTE(int, hold, const char *arg, 0, 0, false)
{
    close(open(arg, O_CREAT | O_WRONLY, 0600)); /* says that it runs */
    for (;;) pause();
    return 0;
}

/* --- Helpers ---------------------------------------------------------------------------------- */

/* Ends the handle; the message is kept. */
static char message[1024];
static __attribute__((unused)) int code_of(struct unsync__task *task)
{
    int code = unsync__wait(task);
    const struct unsync_failure *failure = unsync__failure(task);
    snprintf(message, sizeof message, "%s", failure == NULL ? "" : failure->message);
    unsync__release(task);
    return code;
}

static __attribute__((unused)) void
assert_ends(struct unsync__task *task, int code, const char *part)
{
    int seen = code_of(task);
    if (seen != code || strstr(message, part) == NULL)
        print_message("got %d, '%s'; expected %d, '%s'\n", seen, message, code, part);
    assert_int_equal(seen, code);
    assert_non_null(strstr(message, part));
}

/* A file that does not exist, for a worker to make. */
static __attribute__((unused)) const char *fresh_path(void)
{
    static char path[64];
    snprintf(path, sizeof path, "/tmp/unsync_procs_XXXXXX");
    close(mkstemp(path));
    unlink(path);
    return path;
}

static __attribute__((unused)) void wait_for_file(const char *path)
{
    struct timespec moment = {.tv_nsec = 1000000};
    while (access(path, F_OK) != 0) nanosleep(&moment, NULL);
    unlink(path);
}

static __attribute__((unused)) bool is_gone(int pid)
{
    int fd = (int) syscall(SYS_pidfd_open, pid, 0);
    if (fd < 0) return true;
    struct pollfd end = {.fd = fd, .events = POLLIN};
    bool gone = poll(&end, 1, 5000) == 1;
    close(fd);
    return gone;
}

static __attribute__((unused)) unsigned count_descriptors(void)
{
    unsigned count = 0;
    DIR *folder = opendir("/proc/self/fd");
    while (readdir(folder) != NULL) count++;
    closedir(folder);
    return count;
}

/* No worker is left: the next call starts a new one. */
static __attribute__((unused)) void renew_workers(void)
{
    int seen = 0;
    while (seen < 2) seen += code_of(unsync__of(die_by(SIGKILL))) == UNSYNC_ECRASHED;
}

/* Until so many workers more have ended for that reason; the loop sees it a little later. */
static inline void wait_for_ends(const struct unsync_worker_metrics *before, enum unsync_worker_end why,
                                 uint64_t number)
{
    struct unsync_worker_metrics now;
    do {
        unsync_metrics_workers(&now);
        usleep(1000);
    } while (now.ended[why] - before->ended[why] < number);
    assert_int_equal(now.ended[why] - before->ended[why], number);
}

#endif
