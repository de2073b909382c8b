/* unsync_gen_await.h: waiting on the loop, and what resume functions are put together with; a part
 * of unsync_gen.h.
 *
 * An await of a task that has ended is three comparisons; all else is a call. A deferred statement
 * stands once, at the end of its block, behind labels for every way to leave it. */
#ifndef UNSYNC_GEN_AWAIT_H
#define UNSYNC_GEN_AWAIT_H

#pragma pack(push) /* layouts are the library's, whatever the file says of its own */
#pragma pack()
#include <unsync_gen_task.h>

#include <unsync_guard.h>

#ifdef __cplusplus
extern "C" {
#endif

/* --- Await on the loop: in resume functions --------------------------------------------------- */

bool unsync__suspend_slow(struct unsync__task *task, struct unsync__task *child, unsigned point,
                          const char *file, int line);
bool unsync__refused_slow(struct unsync__task *task, struct unsync__task *child, const char *file,
                          int line);
int unsync__caught_slow(struct unsync__task *task, struct unsync__task *child, const char *file,
                        int line);

/* The child is mine, has ended well, and my turn is not too long: the whole of a fast await. A
 * handle that is NULL is named by unsync__suspend. */
static inline bool unsync__finished(struct unsync__task *u_task, const struct unsync__task *u_child)
{
    return unsync__likely(u_child != NULL) && unsync__likely(u_child->flags == UNSYNC__DONE) &&
           unsync__likely(u_child->parent == u_task) &&
           unsync__likely(--u_task->budget != 0);
}

/* Puts a loop task at the end of the ready queue. The branch costs less than a pointer to the last
 * link: a processor that predicts it need not wait for the address of the store. */
static inline void unsync__make_ready(struct unsync__sched *u_here, struct unsync__task *u_task)
{
    struct unsync__task *u_last = u_here->ready_last;
    u_task->link = NULL;
    u_here->ready_last = u_task;
    if (u_last == NULL)
        u_here->ready_first = u_task;
    else
        u_last->link = u_task;
}

static inline void unsync__requeue(struct unsync__task *u_task, unsigned u_point)
{
    u_task->state = (uint16_t) u_point;
    unsync__make_ready(unsync__here, u_task);
}

/* The number of the await at which the task is suspended, 0 before it began: for the dispatch. */
static inline unsigned unsync__state(const struct unsync__task *u_task)
{
    return u_task->state;
}

static inline bool unsync__yield_refused(struct unsync__task *u_task, const char *u_file,
                                         int u_line)
{
    return unsync__unlikely(u_task->flags & UNSYNC__CANCEL) &&
           unsync__refused_slow(u_task, &unsync__yielding, u_file, u_line);
}

/* A frame whose size its resume function alone knows: that function is asked with a task in a state
 * of its own, and answers by returning from here. */
static inline bool unsync__asks_size(struct unsync__task *u_task, size_t u_size, size_t u_align)
{
    if (unsync__likely(u_task->state != UINT16_MAX)) return false;
    u_task->flags = (uint32_t) u_size;
    u_task->link = (struct unsync__task *) u_align;
    return true;
}

/* The function reads its parameters before it answers: there is room for them. */
static __attribute__((__noinline__, __unused__)) struct unsync__task
unsync__asked(const struct unsync__kind *u_kind)
{
    struct unsync__task *u_task =
        (struct unsync__task *) __builtin_alloca_with_align(u_kind->size, 1024);
    __builtin_memset((void *) u_task, 0, u_kind->size);
    u_task->state = UINT16_MAX;
    u_kind->run(u_task);
    return *u_task;
}

/* A frame of that size; `u_apart`: one that owns rooms. */
static inline void *unsync__new_asked(const struct unsync__kind *u_kind, bool u_apart)
{
    struct unsync__task u_task = unsync__asked(u_kind);
    size_t u_align = (size_t) u_task.link;
    if (u_apart || u_align > UNSYNC__GRAIN)
        return unsync__new_apart(u_kind, u_task.flags, u_align);
    return unsync__new(u_kind, u_task.flags);
}

/* `await unsync_yield()`: once through the queue, whoever else is ready. */
#define UNSYNC__YIELD(n) UNSYNC__YIELD_TO(n, unsync__unwind)
#define UNSYNC__YIELD_TO(n, to)                                                                    \
    unsync__requeue(&unsync__self->unsync__task, n);                                               \
    return;                                                                                        \
    unsync__await_##n:                                                                             \
    if (unsync__yield_refused(&unsync__self->unsync__task, __FILE__, __LINE__))                    \
        goto to

static inline bool unsync__suspend(struct unsync__task *u_task, struct unsync__task *u_child,
                                   unsigned u_point, const char *u_file, int u_line)
{
    if (u_child == &unsync__yielding) {
        unsync__requeue(u_task, u_point);
        return true;
    }
    return unsync__suspend_slow(u_task, u_child, u_point, u_file, u_line);
}

static inline bool unsync__refused(struct unsync__task *u_task, struct unsync__task *u_child,
                                   const char *u_file, int u_line)
{
    if (unsync__likely((u_child->flags & (UNSYNC__DONE | UNSYNC__FAILED)) == UNSYNC__DONE &&
                       (u_task->flags & UNSYNC__CANCEL) == 0))
        return false;
    return unsync__refused_slow(u_task, u_child, u_file, u_line);
}

/* Waits in a resume function: `n` is the number of the suspension, from 1; afterwards the child has
 * ended well. Emitted as a statement. If the wait fails, the body goes on at the label `to`. */
#define UNSYNC__AWAIT(n, handle) UNSYNC__AWAIT_TO(n, handle, unsync__unwind)
#define UNSYNC__AWAIT_TO(n, handle, to)                                                            \
    if (!unsync__finished(&unsync__self->unsync__task, unsync__of(handle))) {                      \
        if (unsync__suspend(&unsync__self->unsync__task, unsync__of(handle), n, __FILE__,          \
                            __LINE__))                                                             \
            return;                                                                                \
        unsync__await_##n:                                                                         \
        if (unsync__refused(&unsync__self->unsync__task, unsync__of(handle), __FILE__, __LINE__))  \
            goto to;                                                                               \
    }

/* The code of a task that has ended well: its owner has taken note of what it did. */
static inline int unsync__noted(struct unsync__task *u_child)
{
    unsync__store_flags(u_child, UNSYNC__DONE | UNSYNC__OBSERVED);
    return 0;
}

/* The same for `catch`: afterwards `code` holds the outcome and the handle is still valid. A cancel
 * of this task itself unwinds. */
#define UNSYNC__CATCH(n, handle, code) UNSYNC__CATCH_TO(n, handle, code, unsync__unwind)
#define UNSYNC__CATCH_TO(n, handle, code, to)                                                      \
    if (!unsync__finished(&unsync__self->unsync__task, unsync__of(handle))) {                      \
        if (unsync__suspend(&unsync__self->unsync__task, unsync__of(handle), n, __FILE__,          \
                            __LINE__))                                                             \
            return;                                                                                \
        unsync__await_##n:                                                                         \
        (code) = unsync__caught_slow(&unsync__self->unsync__task, unsync__of(handle), __FILE__,    \
                                     __LINE__);                                                    \
        if ((code) > 0) goto to;                                                                   \
    } else                                                                                         \
        (code) = unsync__noted(unsync__of(handle))

/* The value of an awaited child; then the child is gone. Only for children with a value. */
#define UNSYNC__TAKE(into, handle)                                                                 \
    (__builtin_memcpy((void *) &(into),                                                            \
                      unsync__value_at(unsync__of(handle), _Alignof(__typeof__(into))),            \
            sizeof(into)),                                                                         \
     unsync__consume(unsync__of(handle)))

/* --- Bodies: what a user's text is put together with ------------------------------------------ */

/* A handle of any type, from here on in the frame; what is no handle is refused by the compiler.
 * The text stands here once, so that what is wrong with it is said once. */
#define UNSYNC__START(...)                                                                         \
    __extension__({                                                                                \
        __auto_type unsync__started = (__VA_ARGS__);                                               \
        unsync__self->unsync__wait = (unsync_task_of(void)) unsync__of(unsync__started);           \
    })

/* Of what the generator does not know to be one: of a number or a struct, which the compiler would
 * refuse in words about calls. 5: a pointer. */
#define UNSYNC__START_CHECKED(...)                                                                 \
    __extension__({                                                                                \
        __auto_type unsync__started = (__VA_ARGS__);                                               \
        _Static_assert(__builtin_classify_type(unsync__started) == 5,                              \
                       "'await' and 'catch' wait for a task, and this is none");                   \
        unsync__self->unsync__wait = (unsync_task_of(void)) unsync__of(unsync__started);           \
    })

/* The value of the child just awaited, of the type that this handle has (it is not evaluated). */
#define UNSYNC__TAKEN(...)                                                                         \
    __extension__({                                                                                \
        unsync__plain_type((__VA_ARGS__)) unsync__taken;                                           \
        UNSYNC__TAKE(unsync__taken, unsync__self->unsync__wait);                                   \
        unsync__taken;                                                                             \
    })

/* An initialiser of any form as an assignment, also of what is const or an array. */
#define UNSYNC__SET(slot, ...)                                                                     \
    ((void) __builtin_memcpy((void *) &(slot), (const void *) (__typeof__(slot)[1]){__VA_ARGS__},  \
                   sizeof(slot)))

/* A compound literal that outlives its expression: an lvalue in the frame. */
#define UNSYNC__KEEP(slot, ...)                                                                    \
    (*(__typeof__(slot) *) __builtin_memcpy((void *) &(slot), (const void *) &(__VA_ARGS__),       \
                                            sizeof(slot)))

/* Without the preprocessor (--no-cpp) the compiler decides what a macro of a header may be given.
 * One that prints or pastes its argument shows that in what it expands to: a string in there is
 * longer than a name of the same length. And no macro may mean a local of the frame by its name. */
#define UNSYNC__TEXT(...) #__VA_ARGS__
#define UNSYNC__HARMLESS(name, quoted, plain)                                                      \
    _Static_assert(sizeof UNSYNC__TEXT(quoted) == sizeof UNSYNC__TEXT(plain),                      \
                   name " is a macro that prints its argument: run unsync without --no-cpp");
#define UNSYNC__HIDDEN(name) typedef struct unsync__hidden name __attribute__((__unused__))

/* Refuses a pointer type to what is of variable length, as C does in a _Generic: to repeat it would
 * compute the length anew. */
#define UNSYNC__OF_ONE_SIZE(...)                                                                   \
    _Static_assert(_Generic(0, default: 1, __VA_ARGS__: 1), "the length is not to vary")

/* Storage of a variable length for a local: `slot` of the frame points at it. No memory is a
 * failure of the task, which goes on at the label `to`. */
#define UNSYNC__ROOM(slot, to, ...) UNSYNC__ROOM_ALIGNED(slot, to, 1, __VA_ARGS__)
#define UNSYNC__ROOM_ALIGNED(slot, to, align, ...)                                                 \
    (slot) = unsync__room(&unsync__self->unsync__task, &(slot), sizeof(__VA_ARGS__),               \
                          _Alignof(__VA_ARGS__) > (align) ? _Alignof(__VA_ARGS__) : (align));      \
    if (unsync__unlikely((slot) == NULL)) {                                                        \
        unsync__fail(&unsync__self->unsync__task, __FILE__, __LINE__, UNSYNC_ENOMEM,               \
                     "no memory for a local of variable length");                                  \
        goto to;                                                                                   \
    }

/* A declaration that the generator took for an expression would be no part of the frame. So a
 * declaration after a statement is an error in a resume function, but for those that the generator
 * knows. gcc takes a `pop` for "on as a warning", so there it is `ignored` in the end. */
#define UNSYNC__STRICT _Pragma("GCC diagnostic error \"-Wdeclaration-after-statement\"")
#define UNSYNC__LOOSE _Pragma("GCC diagnostic ignored \"-Wdeclaration-after-statement\"")
#ifdef __clang__
#define UNSYNC__BEGIN_STRICT _Pragma("GCC diagnostic push") UNSYNC__STRICT
#define UNSYNC__END_STRICT _Pragma("GCC diagnostic pop")
#else
#define UNSYNC__BEGIN_STRICT UNSYNC__STRICT
#define UNSYNC__END_STRICT UNSYNC__LOOSE
#endif

void unsync__finish_slow(struct unsync__task *task);
void unsync__unwind(struct unsync__task *task);

/* The body has returned; its value is in place. */
static inline void unsync__finish(struct unsync__task *u_task)
{
    if (unsync__likely(u_task->children == NULL && u_task->flags == 0))
        unsync__store_flags(u_task, UNSYNC__DONE);
    else
        unsync__finish_slow(u_task);
}

/* Around a deferred statement, in a resume function: what is asked of the task (a cancel, a
 * deadline) waits until it is over. They do not nest. */
static inline __attribute__((unused)) void unsync__shield_begin(struct unsync__task *u_task)
{
    unsync__store_flags(u_task, u_task->flags | UNSYNC__HELD);
}
static inline __attribute__((unused)) void unsync__shield_end(struct unsync__task *u_task)
{
    unsync__store_flags(u_task, u_task->flags & ~(uint32_t) UNSYNC__HELD);
}

/* `unsync_fail` in a resume function; the goto to the unwinding follows. */
__attribute__((format(printf, 5, 6))) void unsync__fail(struct unsync__task *task, const char *file,
                                                        int line, int code, const char *format,
                                                        ...);

/* --- Deferred statements -------------------------------------------------------------------------
 * Each is emitted once, at the end of its block, behind the label unsync__defer_N. Whoever leaves
 * the block says in the variable `way` what is to be done behind it; numbers above are jumps of the
 * user's. */

enum {
    UNSYNC__ENDS = 0,    /* the block has come to its end */
    UNSYNC__RETURNS = 1, /* the body returns; its value is in place */
    UNSYNC__FAILS = 2,   /* the task has failed */
};

bool unsync__join(struct unsync__task *task, unsigned point);

static inline bool unsync__joins(struct unsync__task *u_task, unsigned u_point)
{
    return unsync__unlikely(u_task->children != NULL) && unsync__join(u_task, u_point);
}

/* A deferred statement failed while the body returned: nobody will take the value. */
static inline void unsync__lose_value(struct unsync__task *u_task, int u_way)
{
    if (u_way == UNSYNC__RETURNS && u_task->kind->drop != NULL) u_task->kind->drop(u_task);
}

/* Cancels the children and waits for them; a suspension. */
#define UNSYNC__JOIN(n)                                                                            \
    if (unsync__joins(&unsync__self->unsync__task, n)) return;                                     \
    unsync__await_##n:;

/* Before defer `n` in a resume function: where a failure, and a return, come in. */
#define UNSYNC__LEAVING(n, point, way)                                                             \
    if (0) {                                                                                       \
        unsync__unwind_##n : __attribute__((__unused__));                                          \
        (way) = UNSYNC__FAILS;                                                                     \
        unsync__leave_##n : __attribute__((__unused__));                                           \
        UNSYNC__JOIN(point)                                                                        \
    }

/* Behind defer `n`: where a failure of the deferred statement itself comes in. */
#define UNSYNC__BROKEN(n, point, way)                                                              \
    if (0) {                                                                                       \
        unsync__broken_##n : __attribute__((__unused__));                                          \
        unsync__lose_value(&unsync__self->unsync__task, way);                                      \
        (way) = UNSYNC__FAILS;                                                                     \
        UNSYNC__JOIN(point)                                                                        \
    }

#ifdef __cplusplus
} /* extern "C" */
#endif
#include <unsync_unguard.h>
#pragma pack(pop)
#endif
