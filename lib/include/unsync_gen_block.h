/* unsync_gen_block.h: waiting in the blocking lanes, and bodies that run here and now; a part of
 * unsync_gen.h. */
#ifndef UNSYNC_GEN_BLOCK_H
#define UNSYNC_GEN_BLOCK_H

#pragma pack(push) /* layouts are the library's, whatever the file says of its own */
#pragma pack()
#include <unsync_gen_task.h>

#include <unsync_guard.h>

#ifdef __cplusplus
#define _Static_assert static_assert
extern "C" {
#endif

/* --- Await in the blocking lanes ----------------------------------------------------------------
 * Expressions of any place in a @thread or @cpu_bound body. `n` is unique in the function. When the
 * child failed, or this job is cancelled, all its children are joined and the body is left. */

int unsync__block(struct unsync__task *child, void *value, size_t size, const char *file, int line);
int unsync__block_catch(struct unsync__task *child, bool *leave, const char *file, int line);
void unsync__leave(void);
void unsync__block_shield(bool begins); /* around a deferred statement */
__attribute__((format(printf, 4, 5))) void unsync__job_fail(const char *file, int line, int code,
                                                            const char *format, ...);

#define UNSYNC__BLOCK(n, handle) UNSYNC__BLOCK_TO(n, goto unsync__failed, handle)
#define UNSYNC__BLOCK_TO(n, leave, handle)                                                         \
    __extension__({                                                                                \
        __auto_type unsync__h##n = (handle);                                                       \
        unsync__value_type(unsync__h##n) unsync__v##n;                                             \
        _Static_assert(_Alignof(unsync__value_type(unsync__h##n)) <= 64,                           \
                       "only @async functions can await a result aligned to over 64 bytes");       \
        if (unsync__block(unsync__of(unsync__h##n), &unsync__v##n, sizeof unsync__v##n, __FILE__,  \
                          __LINE__)) {                                                             \
            leave;                                                                                 \
        }                                                                                          \
        __builtin_choose_expr(unsync__is_void(unsync__h##n), (void) 0, unsync__v##n);              \
    })
#define UNSYNC__BLOCK_CATCH(n, handle) UNSYNC__BLOCK_CATCH_TO(n, goto unsync__failed, handle)
#define UNSYNC__BLOCK_CATCH_TO(n, leave, handle)                                                   \
    __extension__({                                                                                \
        bool unsync__leave##n = false;                                                             \
        int unsync__c##n =                                                                         \
            unsync__block_catch(unsync__of(handle), &unsync__leave##n, __FILE__, __LINE__);        \
        if (unsync__leave##n) {                                                                    \
            leave;                                                                                 \
        }                                                                                          \
        unsync__c##n;                                                                              \
    })

/* `catch` of a call: its handle has no name, so it is released at once. */
#define UNSYNC__BLOCK_CATCH_CALL(n, handle)                                                        \
    UNSYNC__BLOCK_CATCH_CALL_TO(n, goto unsync__failed, handle)
#define UNSYNC__BLOCK_CATCH_CALL_TO(n, leave, handle)                                              \
    __extension__({                                                                                \
        __auto_type unsync__h##n = (handle);                                                       \
        int unsync__caught##n = UNSYNC__BLOCK_CATCH_TO(n, leave, unsync__h##n);                    \
        unsync_release(unsync__h##n);                                                              \
        unsync__caught##n;                                                                         \
    })

/* Behind defer `n`: as UNSYNC__BROKEN. What the body would have returned is disposed of at its
 * end. */
#define UNSYNC__JOB_BROKEN(n, way)                                                                 \
    if (0) {                                                                                       \
        unsync__broken_##n : __attribute__((__unused__));                                          \
        unsync__lost |= (way) == UNSYNC__RETURNS;                                                  \
        (way) = UNSYNC__FAILS;                                                                     \
    }

/* f_sync and f_try: the body here and now, with `job` as the task that owns what it starts. */
struct unsync__job {
    struct unsync__task task;
    struct unsync__task *outer; /* whose code ran before on this thread */
    struct unsync__kind kind;   /* the function's, on the lane of the calling thread */
    struct unsync__deadline deadline;
};
void unsync__job_enter(struct unsync__job *job, const struct unsync__kind *kind);
/* After it: the `timeout` of the mark. */
void unsync__job_limit(struct unsync__job *job, uint64_t ms);
int unsync__job_exit(struct unsync__job *job);               /* the code; the failure is dropped */
void unsync__job_exit_or_die(struct unsync__job *job);       /* prints a failure, exits with 1 */
int unsync__try(struct unsync__task *task, void *value, size_t size); /* f_try of an @async */

#ifdef __cplusplus
} /* extern "C" */
#endif
#include <unsync_unguard.h>
#pragma pack(pop)
#endif
