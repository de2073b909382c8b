/* unsync_gen.h: the names that emitted code uses; people include unsync.h. annotations/abi.def
 * lists them, annotations/emitted.md shows them at work.
 *
 * The inline functions are the whole cost of a task on the loop thread: start, await of a task that
 * has ended, return. Everything else (suspending, failing, other threads) is a call into the
 * library. A task is one heap frame: this header, the result, the arguments, the locals that
 * survive an await. Names inside of inline functions begin with u_: the compiler shall not find
 * that they shadow the user's. */
#ifndef UNSYNC_GEN_H
#define UNSYNC_GEN_H

#pragma pack(push) /* layouts are the library's, whatever the file says of its own */
#pragma pack()
#include <stdlib.h>
#include <string.h>
#include <unsync.h>

#include <unsync_guard.h>

#ifdef __cplusplus
#define _Static_assert static_assert
extern "C" {
#endif

/* --- A task ------------------------------------------------------------------------------------ */

enum {
    UNSYNC__DONE = 1,        /* ended: the value or the failure may be read */
    UNSYNC__FAILED = 2,      /* `failure` is set */
    UNSYNC__CANCEL = 4,      /* asked to end */
    UNSYNC__AWAITED = 8,     /* the parent waits for exactly this task */
    UNSYNC__SUSPENDED = 16,  /* waits for the child in `link` */
    UNSYNC__JOINING = 32,    /* the body is over, children are not */
    UNSYNC__BACKGROUND = 64, /* nobody will ask: free at the end, print a failure */
    UNSYNC__STATIC = 128,    /* not of the heap: never linked, never freed */
    UNSYNC__INSTANT = 256,   /* the await at hand did not suspend: no cancel is delivered */
    UNSYNC__RELEASED = 512,  /* nobody holds the handle: free at the end */
    UNSYNC__OBSERVED = 1024, /* somebody saw the failure: it is not printed when dropped */
    UNSYNC__OFFERED = 2048,  /* its lane took it on the starter's thread, before the loop knew */
    UNSYNC__EXPIRED = 4096,  /* with CANCEL: because a deadline has passed, its own or an owner's */
    UNSYNC__LATE = 8192,     /* its own deadline has passed */
    UNSYNC__STARVED = 16384, /* with CANCEL: because there was no memory for what was asked of it */
    UNSYNC__SHIELDED = 32768, /* what is asked of its owners does not reach it */
    UNSYNC__HELD = 65536,    /* in a defer: what is asked of it waits until the defer is over */
    UNSYNC__NOTED = 131072,  /* has notes (lib/core/note.h) */
    UNSYNC__PINNED = 262144, /* its memory stays for now (lib/core/cancel.c) */
    UNSYNC__PINNED_TWICE = 524288,
    UNSYNC__FREED = 1048576, /* consumed: a use of the handle finds this, as long as it is there */
    UNSYNC__RUNNING = 2097152, /* a generator: its body runs */
    UNSYNC__DELEGATES = 4194304, /* a generator: it yields from another */
    UNSYNC__OWNS = 8388608, /* generators that it made are still open */
    UNSYNC__ANSWERS = 16777216, /* an @async generator */
};
enum { UNSYNC__BUDGET = 128, UNSYNC__GRAIN = 16, UNSYNC__CLASSES = 65 };

struct unsync__lane;
struct unsync__remote;

/* What is common to all tasks of one function; emitted once a function, constant. */
struct unsync__kind {
    const char *name; /* the user's name of the function */
    const char *file; /* where it is marked */
    int line;
    unsigned size; /* bytes of a frame */
    const struct unsync__lane *lane;
    void (*run)(struct unsync__task *task);  /* loop: resumes; blocking lanes: runs the body */
    void (*drop)(struct unsync__task *task); /* disposes of a value nobody took; or NULL */
    const struct unsync__remote *remote;     /* process lane: packing and limits; else NULL */
    const unsigned *lines; /* loop: where each suspension stands, [0] the first; or NULL */
};

/* The head of every frame. The loop thread alone touches the tree (parent, children, siblings). */
struct unsync__task {
    const struct unsync__kind *kind;
    struct unsync__task *parent;   /* who owns and awaits it */
    struct unsync__task *children; /* first of them */
    struct unsync__task *next;     /* next sibling */
    struct unsync__task **back;    /* what points at me among the siblings; NULL: not linked */
    struct unsync__task *link;     /* in a queue: the next; suspended: the awaited child */
    union {
        struct unsync_failure *failure; /* with UNSYNC__FAILED */
        struct unsync__task *ahead;     /* in a pool's queue: the one before */
    };
    uint32_t flags;
    uint16_t state; /* the await at which it is suspended; 0: not begun */
    uint8_t budget; /* awaits it may still complete without suspending */
    uint8_t class_; /* size class of the frame; 0: from malloc */
};

_Static_assert(sizeof(struct unsync__task) % 16 == 0, "a value stands right behind the head");

/* What a lane does with its tasks. */
struct unsync__lane {
    const char *name;
    /* Loop thread: begin it (or, with UNSYNC__OFFERED, take note that it was begun). */
    void (*start)(struct unsync__task *task);
    /* Starter's thread, when that is not the loop thread: begin it now; or NULL. */
    void (*offer)(struct unsync__task *task);
    /* Loop thread: `child`, which `task` awaits, has ended. */
    void (*wake)(struct unsync__task *task, struct unsync__task *child);
    /* Loop thread: UNSYNC__CANCEL was just set; make it end soon. */
    void (*cancel)(struct unsync__task *task);
    /* A blocking lane's thread that is about to wait for it: run it here if it is still queued. */
    void (*help)(struct unsync__task *task);
    /* Loop thread: what it does, in words, in `text` or static; or NULL: it waits. For unsync_dump. */
    const char *(*phase)(const struct unsync__task *task, char *text, size_t room);
};
extern const struct unsync__lane unsync__lane_loop, unsync__lane_thread, unsync__lane_process,
    unsync__lane_generator, unsync__lane_async_generator;

/* The part of the loop that inline code touches; NULL on every other thread. */
struct unsync__sched {
    struct unsync__task *current; /* whose code runs; unsync__outside: plain C, a libuv callback */
    struct unsync__task *ready_first, *ready_last; /* both NULL, or neither */
    uint32_t depth_left; /* eager starts that may still nest */
    struct unsync__task *free[UNSYNC__CLASSES];
};
extern __thread struct unsync__sched *unsync__here __attribute__((tls_model("initial-exec")));

#define unsync__likely(x) __builtin_expect(!!(x), 1)
#define unsync__unlikely(x) __builtin_expect(!!(x), 0)

/* --- Start ------------------------------------------------------------------------------------- */

void *unsync__new_slow(struct unsync__sched *here, const struct unsync__kind *kind, size_t size);
void *unsync__new_elsewhere(const struct unsync__kind *kind, size_t size, size_t align);
void *unsync__new_apart(const struct unsync__kind *kind, size_t size, size_t align);
struct unsync__task *unsync__start_elsewhere(struct unsync__task *task);
void unsync__free_frame(struct unsync__sched *here, struct unsync__task *task);
extern struct unsync__task unsync__no_memory; /* the handle of a start that found no memory */

/* Whether the library poisons free frames: only if it is built with AddressSanitizer as well. */
extern const bool unsync__poisons;
#if defined __SANITIZE_ADDRESS__
#define UNSYNC__ASAN 1
#elif defined __has_feature
#if __has_feature(address_sanitizer)
#define UNSYNC__ASAN 1
#endif
#endif
#ifdef UNSYNC__ASAN
void __asan_poison_memory_region(void const volatile *addr, size_t size);
void __asan_unpoison_memory_region(void const volatile *addr, size_t size);
#define unsync__poison(addr, size)                                                                 \
    (unsync__poisons ? __asan_poison_memory_region(addr, size) : (void) 0)
#define unsync__unpoison(addr, size)                                                               \
    (unsync__poisons ? __asan_unpoison_memory_region(addr, size) : (void) 0)
#else
#define unsync__poison(addr, size) ((void) 0)
#define unsync__unpoison(addr, size) ((void) 0)
#endif

static inline void unsync__store_flags(struct unsync__task *u_task, uint32_t u_flags)
{
    __atomic_store_n(&u_task->flags, u_flags, __ATOMIC_RELEASE);
}

/* A frame of `size` bytes, linked as a child of the running task, its arguments still to be set.
 * NULL: no memory, the starter returns &unsync__no_memory. */
static inline __attribute__((__always_inline__)) void *unsync__new(const struct unsync__kind *u_kind,
                                                               size_t u_size)
{
    struct unsync__sched *u_here = unsync__here;
    size_t u_class = (u_size + UNSYNC__GRAIN - 1) / UNSYNC__GRAIN;
    if (unsync__unlikely(u_here == NULL)) return unsync__new_elsewhere(u_kind, u_size, 1);
    struct unsync__task *u_task = u_class < UNSYNC__CLASSES ? u_here->free[u_class] : NULL;
    if (unsync__unlikely(u_task == NULL)) return unsync__new_slow(u_here, u_kind, u_size);
    unsync__unpoison(u_task, u_class * UNSYNC__GRAIN);
    u_here->free[u_class] = u_task->next;
    struct unsync__task *u_parent = u_here->current;
    u_task->kind = u_kind;
    u_task->parent = u_parent;
    u_task->children = NULL;
    struct unsync__task *u_first = u_parent->children;
    u_task->next = u_first;
    u_task->back = &u_parent->children;
    if (u_first != NULL) u_first->back = &u_task->next;
    u_parent->children = u_task;
    u_task->flags = 0;
    u_task->state = 0;
    u_task->budget = UNSYNC__BUDGET;
    u_task->class_ = (uint8_t) u_class;
    return u_task;
}

/* The `timeout` of a mark, between unsync__new and the start. The memory is the frame's. */
struct unsync__deadline {
    void *unsync__words[8];
};
void unsync__limit(struct unsync__task *task, struct unsync__deadline *deadline, uint64_t ms);

/* A frame of more than this draws a warning where it is made: emitted code calls unsync__large_frame, if the
 * compiler finds it large. */
#ifndef UNSYNC_LARGE_FRAME
#define UNSYNC_LARGE_FRAME 4096
#endif
#ifdef __has_attribute
#if __has_attribute(__warning__)
__attribute__((__warning__("each task takes more than 4 KB: `unsync --frames FILE` says what for")))
#endif
#endif
static __attribute__((__noinline__, __unused__)) void unsync__large_frame(void)
{
    __asm__ volatile(""); /* a call that could be left out would draw none */
}

/* A frame of the type of `object`, which may ask for more alignment than the free lists keep. */
#define UNSYNC__NEW(kind, object)                                                                  \
    (_Alignof(__typeof__(object)) > UNSYNC__GRAIN                                                  \
         ? unsync__new_apart(kind, sizeof(object), _Alignof(__typeof__(object)))                   \
         : unsync__new(kind, sizeof(object)))
/* One that also owns rooms. */
#define UNSYNC__NEW_APART(kind, object)                                                            \
    unsync__new_apart(kind, sizeof(object), _Alignof(__typeof__(object)))

/* `size` bytes that belong to the frame, which is apart: freed with it, or when the same place `data` of
 * the frame is given room again. NULL without memory. Loop thread. */
void *unsync__room(struct unsync__task *task, void *data, size_t size, size_t align);

/* Starts an @async task: at once on the loop thread, up to a depth; else through the queue. */
static inline __attribute__((__always_inline__)) struct unsync__task *
unsync__launch(struct unsync__task *u_task, void (*u_resume)(struct unsync__task *))
{
    struct unsync__sched *u_here = unsync__here;
    if (unsync__unlikely(u_here == NULL || u_here->depth_left == 0))
        return unsync__start_elsewhere(u_task);
    struct unsync__task *u_starter = u_here->current;
    u_here->current = u_task;
    u_here->depth_left--;
    u_resume(u_task);
    u_here->depth_left++;
    u_here->current = u_starter;
    return u_task;
}

/* Starts a task of any other lane. */
static inline struct unsync__task *unsync__start(struct unsync__task *u_task)
{
    if (unsync__here == NULL) return unsync__start_elsewhere(u_task);
    u_task->kind->lane->start(u_task);
    return u_task;
}

/* --- Value ------------------------------------------------------------------------------------- */

static inline void *unsync__value_at(const struct unsync__task *u_task, size_t u_align)
{
    return (char *) u_task + ((sizeof *u_task + u_align - 1) & ~(u_align - 1));
}

void unsync__consume_slow(struct unsync__task *child);

/* Ends a child that has ended well and whose value was copied. */
static inline void unsync__consume(struct unsync__task *u_child)
{
    struct unsync__sched *u_here = unsync__here;
    if (unsync__unlikely(u_child->flags != UNSYNC__DONE || u_child->class_ == 0)) {
        unsync__consume_slow(u_child);
        return;
    }
    struct unsync__task *u_next = u_child->next;
    *u_child->back = u_next;
    if (u_next != NULL) u_next->back = u_child->back;
    size_t u_class = u_child->class_;
    u_child->flags = UNSYNC__FREED;
    u_child->next = u_here->free[u_class];
    u_here->free[u_class] = u_child;
    unsync__poison(u_child, u_class * UNSYNC__GRAIN);
}

/* --- Await on the loop: in resume functions ----------------------------------------------------- */

bool unsync__suspend_slow(struct unsync__task *task, struct unsync__task *child, unsigned point,
                          const char *file, int line);
bool unsync__refused_slow(struct unsync__task *task, struct unsync__task *child, const char *file,
                          int line);
int unsync__caught_slow(struct unsync__task *task, struct unsync__task *child, const char *file,
                        int line);

/* The child is mine, has ended well, and my turn is not too long: the whole of a fast await. */
static inline bool unsync__finished(struct unsync__task *u_task, const struct unsync__task *u_child)
{
    return unsync__likely(u_child->flags == UNSYNC__DONE) &&
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

/* A frame whose size its resume function alone knows: that function is asked with a task in a state of
 * its own, and answers by returning from here. */
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
    memset((void *) u_task, 0, u_kind->size);
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

/* The same for `catch`: afterwards `code` holds the outcome and the handle is still valid. A cancel of
 * this task itself unwinds. */
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
        (code) = 0

/* The value of an awaited child; then the child is gone. Only for children with a value. */
#define UNSYNC__TAKE(into, handle)                                                                 \
    (memcpy((void *) &(into), unsync__value_at(unsync__of(handle), _Alignof(__typeof__(into))),    \
            sizeof(into)),                                                                         \
     unsync__consume(unsync__of(handle)))

/* --- Bodies: what a user's text is put together with ---------------------------------------------- */

/* A handle of any type, from here on in the frame; what is no handle is refused by the compiler. */
#define UNSYNC__START(...)                                                                         \
    (unsync__self->unsync__wait = (unsync_task_of(void)) unsync__of((__VA_ARGS__)))

/* The value of the child just awaited, of the type that this handle has (it is not evaluated). */
#define UNSYNC__TAKEN(...)                                                                         \
    __extension__({                                                                                \
        unsync__plain_type((__VA_ARGS__)) unsync__taken;                                           \
        UNSYNC__TAKE(unsync__taken, unsync__self->unsync__wait);                                   \
        unsync__taken;                                                                             \
    })

/* An initialiser of any form as an assignment, also of what is const or an array. */
#define UNSYNC__SET(slot, ...)                                                                     \
    ((void) memcpy((void *) &(slot), (const void *) (__typeof__(slot)[1]){__VA_ARGS__},            \
                   sizeof(slot)))

/* A compound literal that outlives its expression: an lvalue in the frame. */
#define UNSYNC__KEEP(slot, ...)                                                                    \
    (*(__typeof__(slot) *) memcpy((void *) &(slot), (const void *) &(__VA_ARGS__), sizeof(slot)))

/* Storage of a variable length for a local: `slot` of the frame points at it. No memory is a failure of
 * the task, which goes on at the label `to`. */
#define UNSYNC__ROOM(slot, to, ...)                                                                \
    (slot) = unsync__room(&unsync__self->unsync__task, &(slot), sizeof(__VA_ARGS__),               \
                          _Alignof(__VA_ARGS__));                                                  \
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

/* Around a deferred statement, in a resume function: what is asked of the task (a cancel, a deadline)
 * waits until it is over. They do not nest. */
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

/* --- Deferred statements --------------------------------------------------------------------------
 * Each is emitted once, at the end of its block, behind the label unsync__defer_N. Whoever leaves the
 * block says in the variable `way` what is to be done behind it; numbers above are jumps of the user's. */

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
        unsync__unwind_##n : __attribute__((unused));                                              \
        (way) = UNSYNC__FAILS;                                                                     \
        unsync__leave_##n : __attribute__((unused));                                               \
        UNSYNC__JOIN(point)                                                                        \
    }

/* Behind defer `n`: where a failure of the deferred statement itself comes in. */
#define UNSYNC__BROKEN(n, point, way)                                                              \
    if (0) {                                                                                       \
        unsync__broken_##n : __attribute__((unused));                                              \
        unsync__lose_value(&unsync__self->unsync__task, way);                                      \
        (way) = UNSYNC__FAILS;                                                                     \
        UNSYNC__JOIN(point)                                                                        \
    }

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
        __typeof__(handle) unsync__h##n = (handle);                                                \
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
        __typeof__(handle) unsync__h##n = (handle);                                                \
        int unsync__caught##n = UNSYNC__BLOCK_CATCH_TO(n, leave, unsync__h##n);                    \
        unsync_release(unsync__h##n);                                                              \
        unsync__caught##n;                                                                         \
    })

/* Behind defer `n`: as UNSYNC__BROKEN. What the body would have returned is disposed of at its end. */
#define UNSYNC__JOB_BROKEN(n, way)                                                                 \
    if (0) {                                                                                       \
        unsync__broken_##n : __attribute__((unused));                                              \
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
void unsync__job_limit(struct unsync__job *job, uint64_t ms); /* after it: the `timeout` of the mark */
int unsync__job_exit(struct unsync__job *job);               /* the code; the failure is dropped */
void unsync__job_exit_or_die(struct unsync__job *job);       /* prints a failure, exits with 1 */
int unsync__try(struct unsync__task *task, void *value, size_t size); /* f_try of an @async */

/* --- Generators -----------------------------------------------------------------------------------
 * A generator's frame begins as a task's, but it is none: unsync__next resumes it on the caller's stack. */

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

/* memcpy of a size that only the inline calls know costs as much as all else. */
static inline void unsync__copy_value(void *u_to, const void *u_from, size_t u_size)
{
    if (u_size == 4)
        memcpy(u_to, u_from, 4);
    else if (u_size == 8)
        memcpy(u_to, u_from, 8);
    else if (u_size > 0)
        memcpy(u_to, u_from, u_size);
}

/* NAME_try_next: 1 and a value, 0 at the end, or the code of a failure. */
static inline int unsync__next(struct unsync__task *u_task, void *u_value, size_t u_size, size_t u_align)
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
    unsync__self->unsync__task.state = n;                                                          \
    return;                                                                                        \
    unsync__await_##n:                                                                             \
    if (unsync__closes(&unsync__self->unsync__task)) goto to
/* The same in a generator that is sent values: a plain question sends zero. */
#define UNSYNC__GIVE_AND_TAKE(n) UNSYNC__GIVE_AND_TAKE_TO(n, unsync__unwind)
#define UNSYNC__GIVE_AND_TAKE_TO(n, to)                                                            \
    memset((void *) &unsync__self->unsync__sent, 0, sizeof unsync__self->unsync__sent);            \
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
         int unsync__nil;                                                                         \
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
bool unsync__ask_sends(struct unsync__task *generator, const struct unsync__kind *own, bool has_values);
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
        memset((void *) &unsync__self->unsync__sent, 0, sizeof unsync__self->unsync__sent);        \
        unsync__give(&unsync__self->unsync__task, value, size, n);                                 \
        return;                                                                                    \
    }                                                                                              \
    unsync__await_##n:                                                                             \
    if (unsync__give_refused(&unsync__self->unsync__task, __FILE__, __LINE__)) goto to

/* `yield_from` there: the other one becomes a child; each question is passed on to it, until it has ended. */
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

/* --- main --------------------------------------------------------------------------------------- */

/* `@async main`: the calling thread becomes the loop thread; runs the task that `start` starts, and
 * what is detached, to the end. Returns the exit status: main's value, or 1 after a failure that
 * it printed. */
void unsync__main_begin(void);
int unsync__main_end(struct unsync__task *task);

/* --- The process lane ---------------------------------------------------------------------------- */

struct unsync__packer;   /* grows a msgpack text; remembers the first error */
struct unsync__unpacker; /* walks over a received one; remembers the first error */

/* How calls of one @cpu_bound function cross, and what limits them. Constant, emitted. */
struct unsync__remote {
    const char *signature; /* "bool is_prime(uint64_t)": the function's identity among workers */
    const struct unsync__kind *kind;
    void (*pack)(struct unsync__packer *packer, const struct unsync__task *task); /* arguments */
    void (*serve)(struct unsync__unpacker *arguments, struct unsync__packer *result); /* in a worker */
    void (*take)(struct unsync__unpacker *result, struct unsync__task *task); /* value into the frame */
    uint64_t timeout_ms;   /* 0: none; from the start of the run */
    uint64_t memory_bytes; /* 0: none */
};
/* Called by an emitted constructor for each @cpu_bound function that the program defines. */
void unsync__register(const struct unsync__remote *remote);

void unsync__pack_array(struct unsync__packer *packer, size_t count); /* `count` values follow */
void unsync__pack_nil(struct unsync__packer *packer);
void unsync__pack_bool(struct unsync__packer *packer, bool value);
void unsync__pack_int(struct unsync__packer *packer, int64_t value);
void unsync__pack_uint(struct unsync__packer *packer, uint64_t value);
void unsync__pack_float(struct unsync__packer *packer, float value);
void unsync__pack_double(struct unsync__packer *packer, double value);
void unsync__pack_string(struct unsync__packer *packer, const char *text); /* NULL as nil */
/* `count` items of `size` bytes as one block; NULL as nil (count must be 0 or is an error). */
void unsync__pack_block(struct unsync__packer *packer, const void *data, size_t count, size_t size);

/* In a worker, memory comes from the call's arena; in the parent (`take`) from malloc. After an error
 * every call gives 0 or NULL. */
size_t unsync__unpack_array(struct unsync__unpacker *unpacker, size_t count); /* exactly `count` */
bool unsync__unpack_is_nil(struct unsync__unpacker *unpacker); /* skips it if so */
/* A block of exactly `count` items; NULL for nil, or for a failure. */
void *unsync__unpack_block(struct unsync__unpacker *unpacker, size_t count, size_t size);
void *unsync__unpack_alloc(struct unsync__unpacker *unpacker, size_t size); /* for messages */
bool unsync__unpack_failed(const struct unsync__unpacker *unpacker);
/* In a worker: frees an owned result after it was packed, unless it lies in the arguments' arena. */
void unsync__serve_free(struct unsync__unpacker *arguments, void *result, void (*release)(void *));
bool unsync__serve_owns(struct unsync__unpacker *arguments, const void *result);
/* In a worker: the body runs between these; `failed` becomes the outcome. */
void unsync__serve_begin(struct unsync__job *job, const struct unsync__kind *kind);
bool unsync__serve_end(struct unsync__job *job, struct unsync__packer *result);

#ifndef __cplusplus
/* One value of any arithmetic or enum type, or a string; the compiler chooses by the type, so that it
 * sees through typedefs. UNSYNC__CROSSES(T) is 1 for exactly those types. */
#define UNSYNC__BY_TYPE(value, boolean, signed_, unsigned_, float_, double_, string, other)        \
    _Generic((value), _Bool: boolean, char: signed_, signed char: signed_, short: signed_,         \
             int: signed_, long: signed_, long long: signed_, unsigned char: unsigned_,            \
             unsigned short: unsigned_, unsigned: unsigned_, unsigned long: unsigned_,             \
             unsigned long long: unsigned_, float: float_, double: double_, char *: string,        \
             const char *: string, default: other)
#define UNSYNC__CROSSES(T) UNSYNC__BY_TYPE(*(__typeof__(T) *) 0, 1, 1, 1, 1, 1, 1, 0)
#define UNSYNC__IS_ARITHMETIC(T) UNSYNC__BY_TYPE(*(__typeof__(T) *) 0, 1, 1, 1, 1, 1, 0, 0)
void unsync__does_not_cross(void); /* has other parameters: choosing it is a compile error */
#define UNSYNC__PACK(packer, value)                                                                \
    UNSYNC__BY_TYPE(value, unsync__pack_bool, unsync__pack_int, unsync__pack_uint,                 \
                    unsync__pack_float, unsync__pack_double, unsync__pack_string,                  \
                    unsync__does_not_cross)((packer), (value))
/* Frees a string, whatever its typedef; nothing for a number. */
static inline __attribute__((unused)) void unsync__free_text(void *u_text)
{
    free(*(void **) u_text);
}
static inline __attribute__((unused)) void unsync__free_nothing(void *u_number)
{
    (void) u_number;
}
/* A result behind a typedef: owned if it is char *, borrowed if it is const char *. */
#define UNSYNC__FREE_RESULT(lvalue)                                                                \
    _Generic((lvalue), char *: unsync__free_text, default: unsync__free_nothing)((void *) &(lvalue))
#define UNSYNC__OWNED_CROSSES(T)                                                                   \
    _Generic(*(__typeof__(T) *) 0, const char *: 0, default: UNSYNC__CROSSES(T))
#define UNSYNC__FREE_TEXT(lvalue)                                                                  \
    UNSYNC__BY_TYPE(lvalue, unsync__free_nothing, unsync__free_nothing, unsync__free_nothing,      \
                    unsync__free_nothing, unsync__free_nothing, unsync__free_text,                 \
                    unsync__free_nothing)((void *) &(lvalue))
static inline __attribute__((unused)) void
unsync__serve_free_text(struct unsync__unpacker *u_arguments, void *u_text)
{
    unsync__serve_free(u_arguments, *(void **) u_text, free);
}
static inline __attribute__((unused)) void
unsync__serve_free_nothing(struct unsync__unpacker *u_arguments, void *u_number)
{
    (void) u_arguments;
    (void) u_number;
}
#define UNSYNC__SERVE_FREE_TEXT(unpacker, lvalue)                                                  \
    UNSYNC__BY_TYPE(lvalue, unsync__serve_free_nothing, unsync__serve_free_nothing,                \
                    unsync__serve_free_nothing, unsync__serve_free_nothing,                        \
                    unsync__serve_free_nothing, unsync__serve_free_text,                           \
                    unsync__serve_free_nothing)((unpacker), (void *) &(lvalue))
void unsync__unpack_into_int(struct unsync__unpacker *unpacker, void *into, size_t size);
void unsync__unpack_into_uint(struct unsync__unpacker *unpacker, void *into, size_t size);
void unsync__unpack_into_bool(struct unsync__unpacker *unpacker, void *into, size_t size);
void unsync__unpack_into_float(struct unsync__unpacker *unpacker, void *into, size_t size);
void unsync__unpack_into_double(struct unsync__unpacker *unpacker, void *into, size_t size);
void unsync__unpack_into_string(struct unsync__unpacker *unpacker, void *into, size_t size);
#define UNSYNC__UNPACK(unpacker, lvalue)                                                           \
    UNSYNC__BY_TYPE(lvalue, unsync__unpack_into_bool, unsync__unpack_into_int,                     \
                    unsync__unpack_into_uint, unsync__unpack_into_float,                           \
                    unsync__unpack_into_double, unsync__unpack_into_string,                        \
                    unsync__does_not_cross)((unpacker), (void *) &(lvalue), sizeof(lvalue))
#endif

#ifdef __cplusplus
} /* extern "C" */
#endif
#include <unsync_unguard.h>
#pragma pack(pop)
#endif
