/* unsync_gen_yield.h: generators; a part of unsync_gen.h.
 *
 * One without @async is a frame that unsync__next resumes on the caller's stack, until it has put a
 * value in place. An @async one is a task of the loop that stands until somebody asks it, and each
 * question is a task of its own, which ends when the answer is given. */
#ifndef UNSYNC_GEN_YIELD_H
#define UNSYNC_GEN_YIELD_H

#pragma pack(push) /* layouts are the library's, whatever the file says of its own */
#pragma pack()
#include <unsync_gen_await.h>
#include <unsync_gen_block.h>

#include <unsync_guard.h>

#ifdef __cplusplus
#define _Static_assert static_assert
extern "C" {
#endif

/* --- Generators ----------------------------------------------------------------------------------
 * A generator's frame begins as a task's, but it is none: unsync__next resumes it on the caller's
 * stack. */

/* A frame of a generator, owned by who runs on this thread. NULL: no memory. */
void *unsync__new_generator(const struct unsync__kind *kind, size_t size, size_t align);
#define UNSYNC__NEW_GENERATOR(kind, object)                                                        \
    unsync__new_generator(kind, sizeof(object), _Alignof(__typeof__(object)))
int unsync__next_slow(struct unsync__task *generator, void *value, size_t size, size_t align);
int unsync__next_after(struct unsync__task *generator, struct unsync__task *inner, void *value,
                       size_t size, size_t align);

static inline void *unsync__new_generator_asked(const struct unsync__kind *u_kind)
{
    struct unsync__task u_task = unsync__asked(u_kind);
    return unsync__new_generator(u_kind, u_task.flags, (size_t) u_task.link);
}

static inline __attribute__((always_inline)) void unsync__stand_at(struct unsync__task *u_task,
                                                                   unsigned u_point)
{
    u_task->state = (uint16_t) u_point;
}

/* memcpy of a size that only the inline calls know costs as much as all else. */
static inline void unsync__copy_value(void *u_to, const void *u_from, size_t u_size)
{
    if (u_size == 4)
        __builtin_memcpy(u_to, u_from, 4);
    else if (u_size == 8)
        __builtin_memcpy(u_to, u_from, 8);
    else if (u_size > 0)
        __builtin_memcpy(u_to, u_from, u_size);
}

/* NAME_try_next: 1 and a value, 0 at the end, or the code of a failure. */
static inline int unsync__next(struct unsync__task *u_task, void *u_value, size_t u_size,
                               size_t u_align)
{
    if (unsync__unlikely(u_task == NULL || u_task->flags != 0))
        return unsync__next_slow(u_task, u_value, u_size, u_align);
    u_task->flags = UNSYNC__RUNNING;
    u_task->kind->run(u_task);
    if (unsync__unlikely(u_task->flags != UNSYNC__RUNNING))
        return unsync__next_after(u_task, u_task, u_value, u_size, u_align);
    u_task->flags = 0;
    unsync__copy_value(u_value, unsync__value_at(u_task, u_align), u_size);
    return 1;
}

/* What asked for the code of a failure and has no function to fail: prints it, exits with 1. */
__attribute__((noreturn)) void unsync__exit_with_failure(void);
static inline int unsync__must(int u_code)
{
    if (unsync__unlikely(u_code < 0)) unsync__exit_with_failure();
    return u_code;
}

/* Before NAME_send sets `sent`: 1, or what NAME_try_send returns at once. */
int unsync__sends(struct unsync__task *generator, const struct unsync__kind *kind, bool has_values);
/* The body is over. */
void unsync__generator_end(struct unsync__task *generator);

/* Behind a yield: the generator may have been closed. */
static inline bool unsync__closes(const struct unsync__task *u_task)
{
    return unsync__unlikely(u_task->flags & UNSYNC__CANCEL);
}

/* `yield`: the value is in its place. */
#define UNSYNC__GIVE(n) UNSYNC__GIVE_TO(n, unsync__unwind)
#define UNSYNC__GIVE_TO(n, to)                                                                     \
    unsync__stand_at(&unsync__self->unsync__task, n);                                              \
    return;                                                                                        \
    unsync__await_##n:                                                                             \
    if (unsync__closes(&unsync__self->unsync__task)) goto to
/* The same in a generator that is sent values: a plain question sends zero. */
#define UNSYNC__GIVE_AND_TAKE(n) UNSYNC__GIVE_AND_TAKE_TO(n, unsync__unwind)
#define UNSYNC__GIVE_AND_TAKE_TO(n, to)                                                            \
    __builtin_memset((void *) &unsync__self->unsync__sent, 0, sizeof unsync__self->unsync__sent);  \
    UNSYNC__GIVE_TO(n, to)
#define UNSYNC__SENT __extension__({ unsync__self->unsync__sent; })

/* `yield_from`: false if there is nothing to wait for. Afterwards the inner generator is gone. */
bool unsync__delegate(struct unsync__task *outer, struct unsync__task *inner, unsigned point);
bool unsync__delegation_failed(struct unsync__task *outer, const char *file, int line);
#define UNSYNC__DELEGATE(n, type, ...)                                                             \
    UNSYNC__DELEGATE_TO(n, unsync__unwind, type, __VA_ARGS__)
#define UNSYNC__DELEGATE_TO(n, to, type, ...)                                                      \
    if (unsync__delegate(&unsync__self->unsync__task,                                              \
                         UNSYNC__SAME_VALUES(type, __VA_ARGS__), n))                               \
        return;                                                                                    \
    unsync__await_##n:                                                                             \
    if (unsync__delegation_failed(&unsync__self->unsync__task, __FILE__, __LINE__))                \
        goto to
#define UNSYNC__SAME_VALUES(type, ...)                                                             \
    ((void) sizeof(struct {                                                                        \
         int unsync__nil;                                                                          \
         _Static_assert(__builtin_types_compatible_p(__typeof__((__VA_ARGS__)), type),             \
                        "yield_from: not a generator of the same type of values");                 \
     }),                                                                                           \
     unsync__generator((__VA_ARGS__)))

/* An @async generator is a task of the loop. The head of its frame: */
struct unsync__async_generator {
    struct unsync__task task;
    struct unsync__task *asker; /* the question that it works on; NULL: it stands */
};
/* Made: it stands until it is asked. */
static inline struct unsync__task *unsync__stand(struct unsync__task *u_task)
{
    u_task->flags = UNSYNC__ANSWERS;
    ((struct unsync__async_generator *) u_task)->asker = NULL;
    return unsync__start(u_task);
}
/* A task that ends with 1 when there is a value, with 0 at the end. */
struct unsync__task *unsync__ask(struct unsync__task *generator, void *out, size_t size);
struct unsync__task *unsync__ask_with(struct unsync__task *generator, void *out, size_t size);
struct unsync__task *unsync__ask_to_close(struct unsync__task *generator);
/* Before what is sent is set: whether it may be. */
bool unsync__ask_sends(struct unsync__task *generator, const struct unsync__kind *own,
                       bool has_values);
void unsync__give(struct unsync__task *task, const void *value, size_t size, unsigned point);
bool unsync__give_refused(struct unsync__task *task, const char *file, int line);
bool unsync__primed(struct unsync__task *task);
#define UNSYNC__ANSWER(n, value, size) UNSYNC__ANSWER_TO(n, unsync__unwind, value, size)
#define UNSYNC__ANSWER_TO(n, to, value, size)                                                      \
    unsync__give(&unsync__self->unsync__task, value, size, n);                                     \
    return;                                                                                        \
    unsync__await_##n:                                                                             \
    if (unsync__give_refused(&unsync__self->unsync__task, __FILE__, __LINE__)) goto to
#define UNSYNC__ANSWER_AND_TAKE(n, value, size)                                                    \
    UNSYNC__ANSWER_AND_TAKE_TO(n, unsync__unwind, value, size)
#define UNSYNC__ANSWER_AND_TAKE_TO(n, to, value, size)                                             \
    if (!unsync__primed(&unsync__self->unsync__task)) {                                            \
        __builtin_memset((void *) &unsync__self->unsync__sent, 0,                                  \
                         sizeof unsync__self->unsync__sent);                                       \
        unsync__give(&unsync__self->unsync__task, value, size, n);                                 \
        return;                                                                                    \
    }                                                                                              \
    unsync__await_##n:                                                                             \
    if (unsync__give_refused(&unsync__self->unsync__task, __FILE__, __LINE__)) goto to

/* `yield_from` there: the other one becomes a child; each question is passed on to it, until it has
 * ended. */
void unsync__take_over(struct unsync__task *task, struct unsync__task *generator);
#define UNSYNC__TAKE_OVER(slot, type, ...)                                                         \
    (void) sizeof(struct {                                                                         \
        int unsync__nil;                                                                           \
        _Static_assert(__builtin_types_compatible_p(__typeof__((__VA_ARGS__)), type),              \
                       "yield_from: not an @async @generator of the same type of values");         \
    });                                                                                            \
    (slot) = (__VA_ARGS__);                                                                        \
    unsync__take_over(&unsync__self->unsync__task, unsync__async_generator(slot))
#define UNSYNC__PASS_ON(asks, gives, closes, to, slot, value, size)                                \
    for (;;) {                                                                                     \
        UNSYNC__START((unsync_task_of(int)) unsync__ask(unsync__async_generator(slot), value,      \
                                                        size));                                    \
        UNSYNC__AWAIT_TO(asks, unsync__self->unsync__wait, to);                                    \
        if (!UNSYNC__TAKEN((unsync_task_of(int)) 0)) break;                                        \
        UNSYNC__ANSWER_TO(gives, to, value, size);                                                 \
    }                                                                                              \
    UNSYNC__START((unsync_task_of(void)) unsync__ask_to_close(unsync__async_generator(slot)));     \
    UNSYNC__AWAIT_TO(closes, unsync__self->unsync__wait, to);                                      \
    unsync__consume(unsync__of(unsync__self->unsync__wait))

/* A generator asked in an annotated body: its failure becomes the function's. */
void unsync__raise(struct unsync__task *task, const char *file, int line);
void unsync__job_raise(const char *file, int line);
#define UNSYNC__ASK(n, ...) UNSYNC__ASK_TO(n, unsync__unwind, __VA_ARGS__)
#define UNSYNC__ASK_TO(n, to, ...)                                                                 \
    __extension__({                                                                                \
        int unsync__asked##n = (__VA_ARGS__);                                                      \
        if (unsync__unlikely(unsync__asked##n < 0)) {                                              \
            unsync__raise(&unsync__self->unsync__task, __FILE__, __LINE__);                        \
            goto to;                                                                               \
        }                                                                                          \
        unsync__asked##n;                                                                          \
    })
#define UNSYNC__BLOCK_ASK(n, ...) UNSYNC__BLOCK_ASK_TO(n, goto unsync__failed, __VA_ARGS__)
#define UNSYNC__BLOCK_ASK_TO(n, leave, ...)                                                        \
    __extension__({                                                                                \
        int unsync__asked##n = (__VA_ARGS__);                                                      \
        if (unsync__unlikely(unsync__asked##n < 0)) {                                              \
            unsync__job_raise(__FILE__, __LINE__);                                                 \
            unsync__leave();                                                                       \
            leave;                                                                                 \
        }                                                                                          \
        unsync__asked##n;                                                                          \
    })

/* A generator that a generator makes belongs to it. */
void unsync__own(struct unsync__task *owner, struct unsync__task *generator);
#define UNSYNC__OWN(n, ...)                                                                        \
    __extension__({                                                                                \
        __typeof__((__VA_ARGS__)) unsync__owned##n = (__VA_ARGS__);                                \
        unsync__own(&unsync__self->unsync__task, unsync__generator(unsync__owned##n));             \
        unsync__owned##n;                                                                          \
    })

#ifdef __cplusplus
} /* extern "C" */
#endif
#include <unsync_unguard.h>
#pragma pack(pop)
#endif
