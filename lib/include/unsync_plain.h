/* unsync_plain.h: the comment spelling as plain sequential C.
 *
 * A file that writes its marks as comments (the mark between `/` `*` and `*` `/`), its words as
 * calls (`await(x)`, `catch(x)`) and includes this header instead of unsync.h is ordinary C for
 * every compiler, editor and checker: a call of a marked function runs it to its end and gives its
 * value, `await(x)` is x. Run through the generator the same file is the concurrent program:
 * emitted code defines UNSYNC_GENERATED, and then this header is unsync.h.
 *
 * What sequential C cannot say: `unsync_task_of(void)` as a variable, `f_task`, failures
 * (unsync_fail prints and ends the program, `catch(x)` is 0), the timing of sleeps (they sleep). */
#ifndef UNSYNC_PLAIN_H
#define UNSYNC_PLAIN_H

#ifdef UNSYNC_GENERATED
#include <unsync.h>
#else

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define UNSYNC_PLAIN 1
#define unsync_task_of(T) __typeof__(T)
#define await(x) (x)
#define catch(x) ((void) (x), 0)

/* A @generator stops in the middle of a function: sequential C cannot. */
#define yield(x)                                                                                   \
    __extension__({                                                                                \
        _Static_assert(0, "a @generator needs the generator: run unsync, it is no sequential C"); \
        (x);                                                                                       \
    })
#define yield_from(x) yield(x)

/* Runs `x`, an expression or a block in braces, when the block is left. gcc has nested functions
 * for it; clang has nothing that sees the variables as they are then, before 22. */
#ifdef __STDC_DEFER_TS25755__
#define defer(...)                                                                                 \
    _Defer                                                                                         \
    {                                                                                              \
        __VA_ARGS__;                                                                               \
    }
#elif defined __GNUC__ && !defined __clang__ && !defined __cplusplus
#define defer(...) unsync__plain_defer(__COUNTER__, __VA_ARGS__)
#define unsync__plain_defer(n, ...) unsync__plain_defer_as(n, __VA_ARGS__)
#define unsync__plain_defer_as(n, ...)                                                             \
    __extension__ void unsync__deferred_##n(int *unsync__nothing_##n)                              \
    {                                                                                              \
        (void) unsync__nothing_##n;                                                                \
        __VA_ARGS__;                                                                               \
    }                                                                                              \
    __attribute__((cleanup(unsync__deferred_##n), unused)) int unsync__defer_##n = 0
#else
#define defer(...)                                                                                 \
    _Static_assert(0, "defer in plain C: compile with gcc, or clang 22 with -fdefer-ts; "          \
                      "unsync translates it for all")
#endif

#define unsync_result(x) (x)
#define unsync_value(x) (x)
#define unsync_wait(x) ((void) (x), 0)
#define unsync_done(x) ((void) (x), true)
#define unsync_release(x) ((void) (x))
#define unsync_background(x) ((void) (x))
#define unsync_detach(x) ((void) (x))
#define unsync_cancel(x) ((void) (x))
#define unsync_cancelled() false
#define unsync_shutdown(ms) ((void) (ms), 0)
#define unsync_dump(out) ((void) (out))
#define unsync_loop_adopt(loop) ((void) (loop), 0)
#define unsync_loop_leave(ms) ((void) (ms), 0)
#define unsync_shield(x) (x)
#define unsync_timeout(x, ms) ((void) (ms), (x))
#define unsync_deadline_left_ms() UINT64_MAX
#define unsync_yield() ((void) 0)
#define unsync_gather(handles, count) ((void) (handles), (void) (count))
#define unsync_settle(handles, count) ((void) (handles), (void) (count))
#define unsync_race(handles, count) ((void) (handles), (void) (count), (size_t) 0)
#define unsync_first(handles, count) ((void) (handles), (void) (count), (size_t) 0)
#define unsync_worker_state(data, size) ((void) (data), (void) (size), 0)
#define unsync_worker_init(init) ((init)(), 0)

#define unsync_fail(code, ...)                                                                     \
    do {                                                                                           \
        fprintf(stderr, "unsync: %s failed (%d): ", __func__, (code));                             \
        fprintf(stderr, __VA_ARGS__);                                                              \
        fputc('\n', stderr);                                                                       \
        exit(1);                                                                                   \
    } while (0)

/* The codes, and what a failure would say: nothing fails in a program that has not ended. */
enum unsync_code {
    UNSYNC_OK = 0,
    UNSYNC_ECANCELED = -5001,
    UNSYNC_ETIMEDOUT = -5002,
    UNSYNC_ENOMEM = -5003,
    UNSYNC_ECRASHED = -5004,
    UNSYNC_EMEMORY = -5005,
    UNSYNC_EPROTO = -5006,
    UNSYNC_ENOWORKER = -5007,
    UNSYNC_EDEADLK = -5008,
    UNSYNC_EINVAL = -5009,
    UNSYNC_ESYSTEM = -5010,
};
struct unsync_place {
    const char *function;
    const char *file;
    int line;
};
struct unsync_failure {
    int code;
    const char *message;
    size_t trace_count;
    size_t trace_omitted;
    const struct unsync_place *trace;
};
#define unsync_failure(x) ((void) (x), (const struct unsync_failure *) 0)
#define unsync_code_name(code) ((code) == 0 ? "UNSYNC_OK" : "a failure")

/* <time.h> keeps it back under -std=c11. */
int nanosleep(const struct timespec *, struct timespec *);

static inline __attribute__((unused)) uint64_t unsync_now_ms(void)
{
    struct timespec now;
    (void) timespec_get(&now, TIME_UTC);
    return (uint64_t) now.tv_sec * 1000 + (uint64_t) now.tv_nsec / 1000000;
}

static inline __attribute__((unused)) void unsync_sleep(uint64_t ms)
{
    struct timespec left = {.tv_sec = (time_t) (ms / 1000),
                            .tv_nsec = (long) (ms % 1000) * 1000000};
    while (nanosleep(&left, &left) != 0) {
    }
}

#endif
#endif
