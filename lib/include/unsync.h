/* unsync.h: tasks for C. This is the header for people.
 *
 * A function that is marked `@async`, `@thread` or `@cpu_bound` in a .uc file becomes, through the
 * generator `unsync`, a starter: calling it starts a task and gives a typed handle. Inside marked
 * functions `await handle` waits; from plain C the functions below do. Everything here may be
 * called from plain C, from libuv callbacks and from any lane, unless its text says otherwise.
 *
 * A handle is opaque, like pthread_t, and has one consumer: whatever gives or drops its value
 * (`await`, unsync_result, unsync_release) ends it. Codes are 0 or negative. */
#ifndef UNSYNC_H
#define UNSYNC_H

#pragma pack(push)
#pragma pack()
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <unsync_guard.h>

#ifdef __cplusplus
extern "C" {
#endif

#define UNSYNC_VERSION "0.1.0"

/* --- Codes ------------------------------------------------------------------------------------
 * Below everything that errno or libuv use, so that `unsync_fail(-ENOENT, ...)` never collides. */
enum unsync_code {
    UNSYNC_OK = 0,
    UNSYNC_ECANCELED = -5001, /* the task was cancelled, or the function that owned it left */
    UNSYNC_ETIMEDOUT = -5002, /* a deadline or a `timeout` passed */
    UNSYNC_ENOMEM = -5003,    /* no memory for the task, its arguments or its result */
    UNSYNC_ECRASHED = -5004,  /* the worker process died while it ran the function */
    UNSYNC_EMEMORY = -5005,   /* the worker process died after its memory limit refused a request */
    UNSYNC_EPROTO = -5006,    /* arguments or result could not be packed or unpacked */
    UNSYNC_ENOWORKER = -5007, /* no worker process could be started */
    UNSYNC_EDEADLK = -5008,   /* the call would block the loop thread */
    UNSYNC_EINVAL = -5009,    /* an argument out of range */
    UNSYNC_ESYSTEM = -5010,   /* the system refused a thread, a descriptor or a process */
    UNSYNC_ECLOSED = -5021,   /* the queue or broadcast is closed */
    UNSYNC_EAGAIN = -5022,    /* an operation that was only to be tried would have to wait */
    UNSYNC_EBUSY = -5031,     /* too late: the runtime has begun, or is over */
    UNSYNC_ELAGGED = -5023,   /* a reader of a broadcast was too slow: items are gone */
};

/* The name of a code: "UNSYNC_ECRASHED", else errno's text. Static storage, never NULL. Any
 * thread. */
const char *unsync_code_name(int code);

/* --- Handles ----------------------------------------------------------------------------------
 * `unsync_task_of(T)` is the handle type of every marked function with result type T; `f_task` is
 * the same type. It is a function-pointer type that nobody calls: so it can be declared again in
 * any number of headers, gives T back through __typeof__, and refuses arithmetic and
 * dereferencing. */
struct unsync__tag;
struct unsync__task;
#define unsync_task_of(T) __typeof__(__typeof__(T) (*)(struct unsync__tag *))

/* What a failed task says of itself. Owned by the task: valid until the handle is consumed. */
struct unsync_place {
    const char *function; /* as the user wrote its name */
    const char *file;
    int line; /* 0: what the library does itself, as a sleep, stands in no file of the user's */
};
struct unsync_failure {
    int code;                         /* negative */
    const char *message;              /* never NULL */
    size_t trace_count;               /* places in `trace` */
    size_t trace_omitted;             /* places that a very deep trace left out at its end */
    const struct unsync_place *trace; /* where it failed, then each await that it passed */
};

/* --- From plain C ------------------------------------------------------------------------------
 * T unsync_result(handle): waits, gives the value, consumes the handle. Prints the failure with its
 *   trace and exits with status 1 if the task failed. Blocks; on the loop thread it is refused
 *   (message, abort) unless the task has ended: use `await` there.
 * int unsync_wait(handle): waits and gives the code of the outcome, 0 or negative; the handle stays
 *   valid. UNSYNC_EDEADLK on the loop thread if the task has not ended.
 * bool unsync_done(handle): has it ended? Never blocks.
 * T unsync_value(handle): the value of a task that has ended well; an lvalue until the handle is
 *   consumed. A task that has not ended, or failed: message, abort.
 * const struct unsync_failure *unsync_failure(handle): NULL unless the task has ended as failed.
 * void unsync_release(handle): gives the handle up. A task that still runs is cancelled; it is
 *   freed when it ends. A value nobody took is disposed of (see `drop`).
 * void unsync_background(handle): the task stays a child of the task that started it, is freed as
 *   soon as it ends, and a failure is printed once. The handle is consumed.
 * void unsync_detach(handle): the task may outlive its parent; freed as soon as it ends, a failure
 *   printed once. The handle is consumed.
 * void unsync_cancel(handle): asks the task to end as UNSYNC_ECANCELED; the handle stays valid. It
 *   ends at its next wait, and its children with it; a queued @thread job does not run, a running
 *   one is waited for. Asking twice changes nothing.
 * unsync_shield(handle): gives the same handle back. What its owners are asked (a cancel, a
 *   deadline) does not reach the task: who waits for it is cancelled when it has ended.
 *   unsync_cancel and unsync_release of this handle, and its own deadline, still count.
 * unsync_timeout(handle, uint64_t ms): gives the same handle back. The task, and all that it
 *   started, has to end within ms milliseconds from now, else it ends as UNSYNC_ETIMEDOUT, as a
 *   cancelled one would. Of several deadlines the earliest counts; UINT64_MAX is none. Without
 *   memory for it the task ends as UNSYNC_ENOMEM.
 * All of them from any thread, not async-signal-safe. */
#ifdef __cplusplus
} /* templates below */
#define unsync__of(handle) (reinterpret_cast<struct unsync__task *>(handle))
#else
#define unsync__of(handle)                                                                         \
    ((void) sizeof(__typeof__((handle)((struct unsync__tag *) 0)) *),                              \
     (struct unsync__task *) (handle))
#endif

#ifdef __cplusplus
extern "C" {
#endif
int unsync__wait(struct unsync__task *task);
void unsync__result(struct unsync__task *task, void *value, size_t size, const char *file,
                    int line);
bool unsync__done(const struct unsync__task *task);
void *unsync__checked_value(struct unsync__task *task, size_t align, const char *file, int line);
const struct unsync_failure *unsync__failure(const struct unsync__task *task);
void unsync__release(struct unsync__task *task);
void unsync__background(struct unsync__task *task);
void unsync__detach(struct unsync__task *task);
void unsync__cancel(struct unsync__task *task);
struct unsync__task *unsync__shielded(struct unsync__task *task);
struct unsync__task *unsync__timeout(struct unsync__task *task, uint64_t ms);
struct unsync__task *unsync__gather(const void *handles, size_t count);

#define unsync_wait(handle) unsync__wait(unsync__of(handle))
#define unsync_done(handle) unsync__done(unsync__of(handle))
#define unsync_failure(handle) unsync__failure(unsync__of(handle))
#define unsync_release(handle) unsync__release(unsync__of(handle))
#define unsync_background(handle) unsync__background(unsync__of(handle))
#define unsync_detach(handle) unsync__detach(unsync__of(handle))
#define unsync_cancel(handle) unsync__cancel(unsync__of(handle))

/* --- Waiting ---------------------------------------------------------------------------------- */

/* Ends after ms milliseconds, counted from the call. */
__attribute__((warn_unused_result)) unsync_task_of(void) unsync_sleep(uint64_t ms);

/* Milliseconds of the clock by which sleeps and deadlines go, which is monotonic, of any origin.
 * With UNSYNC_CLOCK=virtual, for tests, it begins at 0, stands still while something can run, and
 * jumps to the next time that somebody waits for when nothing can. Any thread, never blocks. */
uint64_t unsync_now_ms(void);

/* `await unsync_yield()` lets every other ready task run once. In plain C and in the blocking lanes
 * it gives up the processor's time slice. */
extern struct unsync__task unsync__yielding;
#define unsync_yield() ((unsync_task_of(void)) &unsync__yielding)

/* Ends when all `count` tasks in the array `handles` have ended. The handles stay the caller's:
 * after `await unsync_gather(tasks, n)` each has ended and is awaited (or released) for its value.
 * The first failure cancels the rest; the gather fails with it when all have ended. The array must
 * live until then. All handles of one type. */
#ifdef __cplusplus
#define unsync_gather(handles, count)                                                              \
    (reinterpret_cast<unsync_task_of(void)>(unsync__gather(&*(handles), (count))))
#else
#define unsync_gather(handles, count)                                                              \
    ((unsync_task_of(void)) unsync__gather(((void) sizeof(unsync__of(*(handles))), (handles)),     \
                                           (count)))
#endif

/* True if the task that this code runs for has been asked to end, by a cancel or by a deadline: for
 * @thread bodies that loop without an await. False outside tasks. Any thread, never blocks. */
bool unsync_cancelled(void);

/* Milliseconds until the earliest deadline that counts for the task that this code runs for, its
 * own or an owner's; 0: it has passed; UINT64_MAX: there is none, or this code is in no task, or in
 * a defer. Any thread; in a blocking body it asks the loop thread, some 20 us, if any task of the
 * program has a deadline. */
uint64_t unsync_deadline_left_ms(void);

/* Ends all tasks of the program but those that wait for this one: cancels them, shielded ones too,
 * and waits until they have ended, up to deadline_ms milliseconds. Then prints on standard error
 * who is late, by name; the result is how many these are, 0: none. Tasks may be started afterwards
 * as before. */
__attribute__((warn_unused_result)) unsync_task_of(int) unsync_shutdown(uint64_t deadline_ms);

/* --- Generators ----------------------------------------------------------------------------------
 * `unsync_generator_of(T)` is the handle type of every @generator with values of type T;
 * `name_generator` is the same type. For `@generator T name(args)` there are
 *     name_generator name(args)      makes a generator; nothing of its body runs yet
 *     int name_next(g, T *value)     asks for a value: 1, or 0 at the end (and ever after). A
 *                                    failure of the generator is one of the annotated function that
 *                                    asks; elsewhere it is printed with its trace and ends the
 *                                    program with status 1
 *     int name_try_next(g, T *value) the same, but a failure is its negative code (again if asked
 *                                    again)
 *     int name_send(g, x, T *value)  with `send`: the same as next, and x is the value of the yield
 *     int name_try_send(...)         at which the generator stands; there must be one (with T void
 *                                    the first send goes there by itself)
 *     void name_close(g)             ends it, what is pending in it (defer) runs; frees it. Needed
 *                                    also after the end. NULL is allowed. The handle is gone then
 * without the value if T is void. The first three work for every generator with values of type T,
 * and so do the macros below. On one thread at a time, any thread; they do not suspend, and block
 * only if the body does. A generator belongs to the task, job or generator that made it and is
 * closed with it at the latest; one that plain C made is closed by plain C. Asking or closing one
 * that runs, or from which another yields, is a misuse (message, abort). A generator that could not
 * be made for want of memory fails with UNSYNC_ENOMEM when it is asked. */
struct unsync__generator_tag {
    char unsync__nil;
};
#define unsync_generator_of(T) __typeof__(__typeof__(T) (*)(struct unsync__generator_tag))

/* For `@async @generator T name(args)`, whose body may await, asking is a task:
 *     await name_next(g, T *value)     is 1 and a value, or 0; fails if the generator fails
 *     await name_send(g, x, T *value)
 *     await name_close(g)              ends it and frees it, when what is pending in it has run
 * `value` must stay until the task has ended. One question at a time. A question that is cancelled,
 * or whose deadline passes, ends the generator. It is a child of the task that made it, and ends
 * with it. */
struct unsync__async_generator_tag {
    char unsync__nil;
};
#define unsync_async_generator_of(T)                                                               \
    __typeof__(__typeof__(T) (*)(struct unsync__async_generator_tag))

/* The failure of a generator that has failed, else NULL. Owned by the generator. */
#define unsync_generator_failure(generator)                                                        \
    unsync__generator_failure(unsync__generator(generator))
#define unsync_close(generator) unsync__close(unsync__generator(generator))

/* unsync_each (name, value, args...) { ... }: a loop over the values of name(args...), each in a
 * variable `value` of the loop. The generator is closed when the loop is left, in whatever way. */
#define unsync_each(name, value, ...) unsync__each(__COUNTER__, name, value, __VA_ARGS__)
#define unsync__each(n, name, value, ...) unsync__each_in(n, name, value, __VA_ARGS__)
#define unsync__each_in(n, name, value, ...)                                                       \
    for (name##_generator unsync__each_##n __attribute__((__cleanup__(unsync__close_each))) =      \
             name(__VA_ARGS__);                                                                    \
         unsync__each_##n != 0; unsync__close_each(&unsync__each_##n))                             \
        for (unsync__generator_value(unsync__each_##n) value;                                      \
             name##_next(unsync__each_##n, &value);)

/* unsync_each_await (name, value, args...) { ... }: the same of an @async @generator, in annotated
 * functions: awaits each value, and the close when the loop ends or a `break` leaves it. A
 * generator that is left by a return, a failure or a goto is closed with the function. */
#define unsync_each_await(name, value, ...)                                                        \
    unsync__each_await(__COUNTER__, name, value, __VA_ARGS__)
#define unsync__each_await(n, name, value, ...) unsync__each_await_in(n, name, value, __VA_ARGS__)
#define unsync__each_await_in(n, name, value, ...)                                                 \
    for (name##_generator unsync__awaited_##n = name(__VA_ARGS__); unsync__awaited_##n != 0;       \
         await name##_close(unsync__awaited_##n), unsync__awaited_##n = 0)                         \
        for (unsync__async_generator_value(unsync__awaited_##n) value;                             \
             await name##_next(unsync__awaited_##n, &value);)

void unsync__close(struct unsync__task *generator);
const struct unsync_failure *unsync__generator_failure(struct unsync__task *generator);
int unsync__next_or_exit(struct unsync__task *generator, void *value, size_t size, size_t align);
int unsync__next_or_code(struct unsync__task *generator, void *value, size_t size, size_t align);

/* `handle` points to one, which becomes NULL. */
static inline __attribute__((unused)) void unsync__close_each(void *u_handle)
{
    struct unsync__task **u_generator = (struct unsync__task **) u_handle;
    struct unsync__task *u_closed = *u_generator;
    *u_generator = 0;
    unsync__close(u_closed);
}

/* Prints the tree of tasks: name, place of the mark, lane, state and where it waits, its age with
 * UNSYNC_DEBUG=1. What a task waits for, and what else it has started, stands below it. `out` is a
 * FILE *. Any thread; another than the loop's waits until the loop thread has done it. */
struct _IO_FILE;
void unsync_dump(struct _IO_FILE *out);

/* --- A loop of the program's own -----------------------------------------------------------------
 * A program that has a libuv loop can let it run the tasks, instead of a thread of unsync's own. */

struct uv_loop_s;

/* The calling thread, which has to be the one that runs `loop`, becomes the loop thread: from here
 * on tasks run inside of uv_run(loop, ...), in each of its modes; between two looks at libuv's
 * handles they have half a millisecond. uv_run(loop, UV_RUN_DEFAULT) returns when neither a handle
 * of the program's nor a task is left; what another thread starts after that waits for the next
 * uv_run. On this thread tasks are started in plain C and in libuv's callbacks, but not waited for
 * (`await` them in an @async function, or look with unsync_done in a callback). To be called before
 * any other use of unsync, once, on a loop that was initialised, not from a callback of it. The
 * loop stays the program's; it has to stay until unsync_loop_leave, or the end of the process.
 * Returns 0; UNSYNC_EBUSY: too late, the runtime has begun (a task was started, `@async main`,
 * another loop) or is over; UNSYNC_EINVAL: NULL; UNSYNC_ESYSTEM. */
int unsync_loop_adopt(struct uv_loop_s *loop);

/* The end of that: cancels all tasks as unsync_shutdown does, runs the loop until they have ended,
 * at most deadline_ms milliseconds, then closes what unsync has on the loop, which may be closed
 * after that. No use of unsync after it; handles that were not consumed are invalid. On the loop's
 * thread, not in a task and not in a callback. Returns 0; the number of those that are late, named
 * on stderr: then nothing was closed, and it may be called again; UNSYNC_EINVAL: no loop was
 * adopted, or on another thread; UNSYNC_EDEADLK: in a task; UNSYNC_ENOMEM. */
int unsync_loop_leave(uint64_t deadline_ms);

/* --- Worker processes ---------------------------------------------------------------------------
 * A worker is this same program, whose main never runs there. What main would have set up is given
 * with these two; both are to be called before the first @cpu_bound call, from one thread. */

/* Copies `size` bytes at `data` into every worker before its first task: same address (a file-scope
 * variable), bytes as they are when the worker starts. Returns 0, UNSYNC_EINVAL (data is no
 * file-scope object of the program), UNSYNC_ENOMEM. */
int unsync_worker_state(void *data, size_t size);

/* Calls `init` in every worker before its first task, in the order of registration. A function of
 * the program. A worker in which it does not return counts as crashed at start. Returns 0,
 * UNSYNC_EINVAL, UNSYNC_ENOMEM. */
int unsync_worker_init(void (*init)(void));

/* Names the program to exec as worker, for a plugin inside a program that was not linked with
 * libunsync. It must be linked with the same functions. Returns 0 or UNSYNC_EINVAL,
 * UNSYNC_ENOMEM. */
int unsync_worker_program(const char *path);

#ifdef __cplusplus
} /* extern "C" */

template <class T> inline T unsync_result(T (*handle)(unsync__tag *))
{
    static_assert(alignof(T) <= 64,
                  "only @async functions can await a result aligned to over 64 bytes");
    alignas(T) unsigned char value[sizeof(T)];
    unsync__result(unsync__of(handle), value, sizeof value, "?", 0);
    return *reinterpret_cast<T *>(value);
}
inline void unsync_result(void (*handle)(unsync__tag *))
{
    unsync__result(unsync__of(handle), nullptr, 0, "?", 0);
}
template <class Handle> inline Handle unsync_shield(Handle handle)
{
    return reinterpret_cast<Handle>(unsync__shielded(unsync__of(handle)));
}
template <class Handle> inline Handle unsync_timeout(Handle handle, uint64_t ms)
{
    return reinterpret_cast<Handle>(unsync__timeout(unsync__of(handle), ms));
}
template <class T> inline T &unsync_value(T (*handle)(unsync__tag *))
{
    return *static_cast<T *>(unsync__checked_value(unsync__of(handle), alignof(T), "?", 0));
}
template <class T> T unsync__value_of(T (*)(unsync__generator_tag));
#define unsync__generator_value(handle) decltype(unsync__value_of(handle))
template <class T>
inline struct unsync__task *unsync__generator(T (*generator)(unsync__generator_tag))
{
    return reinterpret_cast<struct unsync__task *>(generator);
}
template <class T>
inline struct unsync__task *unsync__async_generator(T (*generator)(unsync__async_generator_tag))
{
    return reinterpret_cast<struct unsync__task *>(generator);
}
template <class T> inline int unsync_next(T (*generator)(unsync__generator_tag), T *value)
{
    return unsync__next_or_exit(unsync__generator(generator), value, sizeof(T), alignof(T));
}
template <class T> inline int unsync_try_next(T (*generator)(unsync__generator_tag), T *value)
{
    return unsync__next_or_code(unsync__generator(generator), value, sizeof(T), alignof(T));
}
#else

#define unsync__generator_value(handle)                                                            \
    __typeof__((handle)((struct unsync__generator_tag){0}))
#define unsync__generator(handle)                                                                  \
    ((void) sizeof(unsync__generator_value(handle) *), (struct unsync__task *) (handle))

#define unsync__async_generator_value(handle)                                                      \
    __typeof__((handle)((struct unsync__async_generator_tag){0}))
#define unsync__async_generator(handle)                                                            \
    ((void) sizeof(unsync__async_generator_value(handle) *),                                       \
     (struct unsync__task *) (handle))

/* int unsync_next(generator, T *value), int unsync_try_next(generator, T *value): as name_next and
 * name_try_next, for any generator with values of type T; not for void. */
#define unsync_next(generator, value)                                                              \
    unsync__next_or_exit(unsync__generator(generator), unsync__value_for(generator, value))
#define unsync_try_next(generator, value)                                                          \
    unsync__next_or_code(unsync__generator(generator), unsync__value_for(generator, value))
#define unsync__value_for(generator, value)                                                        \
    (1 ? (value) : (unsync__generator_value(generator) *) 0),                                      \
        sizeof(unsync__generator_value(generator)), _Alignof(unsync__generator_value(generator))

/* The value type of a handle, with `void` told apart so that it can be stored: a struct without
 * members, which nothing converts to. */
struct unsync__nothing {};
#define unsync__plain_type(handle) __typeof__((handle)((struct unsync__tag *) 0))
#define unsync__value_type(handle)                                                                 \
    __typeof__(*_Generic((unsync__plain_type(handle) *) 0, void *: (struct unsync__nothing *) 0,   \
                         default: (unsync__plain_type(handle) *) 0))
#define unsync__is_void(handle) __builtin_types_compatible_p(unsync__plain_type(handle), void)

#define unsync_shield(handle) ((__typeof__(handle)) unsync__shielded(unsync__of(handle)))
#define unsync_timeout(handle, ms) ((__typeof__(handle)) unsync__timeout(unsync__of(handle), (ms)))

#define unsync_value(handle)                                                                       \
    (*(unsync__value_type(handle) *) unsync__checked_value(                                        \
        unsync__of(handle), _Alignof(unsync__value_type(handle)), __FILE__, __LINE__))

#define unsync_result(handle) unsync__result_counted(handle, __COUNTER__)
#define unsync__result_counted(handle, n) unsync__result_named(handle, n)
#define unsync__result_named(handle, n)                                                            \
    __extension__({                                                                                \
        __typeof__(handle) unsync__h##n = (handle);                                                \
        unsync__value_type(unsync__h##n) unsync__v##n;                                             \
        _Static_assert(_Alignof(unsync__value_type(unsync__h##n)) <= 64,                           \
                       "only @async functions can await a result aligned to over 64 bytes");       \
        unsync__result(unsync__of(unsync__h##n), (void *) &unsync__v##n, sizeof unsync__v##n,      \
                       __FILE__, __LINE__);                                                        \
        __builtin_choose_expr(unsync__is_void(unsync__h##n), (void) 0, unsync__v##n);              \
    })
#endif

#include <unsync_sync.h>

#include <unsync_pool.h>

#include <unsync_worker.h>

#include <unsync_unguard.h>
#pragma pack(pop)

#include <unsync_comb.h>
#endif
