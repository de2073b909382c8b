/* unsync_gen_task.h: a task, its start and its value; a part of unsync_gen.h.
 *
 * A task is one heap frame: its head, the result, the arguments, the locals that survive an await.
 * Frames of one size are kept in a list of the loop thread, so that a start takes one off, links it
 * as a child of who runs, and calls the body; the last await puts it back. */
#ifndef UNSYNC_GEN_TASK_H
#define UNSYNC_GEN_TASK_H

#pragma pack(push) /* layouts are the library's, whatever the file says of its own */
#pragma pack()
#include <unsync.h>

#include <unsync_guard.h>

#ifdef __cplusplus
#define _Static_assert static_assert
extern "C" {
#endif

/* --- A task ----------------------------------------------------------------------------------- */

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
    UNSYNC__OBSERVED = 1024, /* somebody saw the outcome: not printed, or undone, when dropped */
    UNSYNC__OFFERED = 2048,  /* its lane took it on the starter's thread, before the loop knew */
    UNSYNC__EXPIRED = 4096,  /* with CANCEL: because a deadline has passed, its own or an owner's */
    UNSYNC__LATE = 8192,     /* its own deadline has passed */
    UNSYNC__STARVED = 16384, /* with CANCEL: because there was no memory for what was asked of it */
    UNSYNC__SHIELDED = 32768, /* what is asked of its owners does not reach it */
    UNSYNC__HELD = 65536,    /* in a defer: what is asked of it waits until the defer is over */
    UNSYNC__NOTED = 131072,  /* has notes (lib/core/note.h) */
    UNSYNC__PINNED = 262144, /* freed memory stays until the round of lib/core/cancel.c is over */
    UNSYNC__PINNED_TWICE = 524288, /* until a second one is, too */
    UNSYNC__FREED = 1048576, /* consumed: a use of the handle finds this, as long as it is there */
    UNSYNC__RUNNING = 2097152, /* a generator: its body runs */
    UNSYNC__DELEGATES = 4194304, /* a generator: it yields from another */
    UNSYNC__OWNS = 8388608, /* generators that it made are still open */
    UNSYNC__ANSWERS = 16777216, /* an @async generator */
    UNSYNC__STANDS = 33554432, /* done for good: its waiter hears of a cancel at the next wait */
};
enum { UNSYNC__STACK = 128 * 1024, UNSYNC__BUDGET = 128, UNSYNC__GRAIN = 16, UNSYNC__CLASSES = 65 };

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
    const struct unsync__remote *remote;     /* process lane: packing and limits; thread lane:
                                                UNSYNC__POOLED; else NULL */
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
    /* A blocking lane's thread that is about to wait for it: take it off its queue, if it is still
     * there. */
    bool (*claim)(struct unsync__task *task);
    /* The same thread: run what was claimed, here. */
    void (*help)(struct unsync__task *task);
    /* Loop thread: what it does, in words, in `text` or static; or NULL: it waits. */
    const char *(*phase)(const struct unsync__task *task, char *text, size_t room);
};
extern const struct unsync__lane unsync__lane_loop, unsync__lane_thread, unsync__lane_process,
    unsync__lane_generator, unsync__lane_async_generator, unsync__lane_abandon;

/* The part of the loop that inline code touches; NULL on every other thread. */
struct unsync__sched {
    struct unsync__task *current; /* whose code runs; unsync__outside: plain C, a libuv callback */
    struct unsync__task *ready_first, *ready_last; /* both NULL, or neither */
    uintptr_t stack; /* of the C stack, where starts are eager: the lowest address */
    struct unsync__task *free[UNSYNC__CLASSES];
};
extern __thread struct unsync__sched *unsync__here __attribute__((tls_model("initial-exec")));

#define unsync__likely(x) __builtin_expect(!!(x), 1)
#define unsync__unlikely(x) __builtin_expect(!!(x), 0)

/* --- Start ------------------------------------------------------------------------------------ */

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
static inline __attribute__((__always_inline__)) void *
unsync__new(const struct unsync__kind *u_kind, size_t u_size)
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

/* Of a function that is there for a warning of the compiler. */
#define UNSYNC__COLD __attribute__((__noinline__, __unused__))

/* A frame of more than this draws a warning: a function that emitted code calls if the compiler
 * finds it large calls unsync__large_frame; the line keeps such functions apart. */
#ifndef UNSYNC_LARGE_FRAME
#define UNSYNC_LARGE_FRAME 4096
#endif
#ifdef __has_attribute
#if __has_attribute(__warning__)
__attribute__((__warning__("each task takes more than 4 KB: `unsync --frames FILE` says what for")))
#endif
#endif
static UNSYNC__COLD void unsync__large_frame(int u_line)
{
    __asm__ volatile("" : : "r"(u_line)); /* a call that could be left out would draw none */
}

/* The same with -Werror. */
#ifdef __has_attribute
#if __has_attribute(__error__)
__attribute__((__error__("each task takes more than 4 KB: `unsync --frames FILE` says what for")))
#endif
#endif
static UNSYNC__COLD void unsync__large_frame_refused(int u_line)
{
    __asm__ volatile("" : : "r"(u_line));
}

/* A frame of the type of `object`, which may ask for more alignment than the free lists keep. */
#define UNSYNC__NEW(kind, object)                                                                  \
    (_Alignof(__typeof__(object)) > UNSYNC__GRAIN                                                  \
         ? unsync__new_apart(kind, sizeof(object), _Alignof(__typeof__(object)))                   \
         : unsync__new(kind, sizeof(object)))
/* One that also owns rooms. */
#define UNSYNC__NEW_APART(kind, object)                                                            \
    unsync__new_apart(kind, sizeof(object), _Alignof(__typeof__(object)))

/* `size` bytes that belong to the frame, which is apart: freed with it, or when the same place
 * `data` of the frame is given room again. NULL without memory. Loop thread. */
void *unsync__room(struct unsync__task *task, void *data, size_t size, size_t align);

/* Whether a start may be eager: the C stack has not grown too far from where the loop runs tasks.
 * Counting would cost two stores a start. */
static inline __attribute__((__always_inline__)) bool unsync__is_on_stack(uintptr_t u_stack)
{
#ifdef UNSYNC__ASAN /* it may move locals elsewhere */
    uintptr_t u_address = (uintptr_t) __builtin_frame_address(0);
#else
    char u_place;
    uintptr_t u_address = (uintptr_t) &u_place;
#endif
    return u_address - u_stack < UNSYNC__STACK;
}

/* Starts an @async task: at once on the loop thread, up to a depth; else through the queue. */
static inline __attribute__((__always_inline__)) struct unsync__task *
unsync__launch(struct unsync__task *u_task, void (*u_resume)(struct unsync__task *))
{
    struct unsync__sched *u_here = unsync__here;
    if (unsync__unlikely(u_here == NULL || !unsync__is_on_stack(u_here->stack)))
        return unsync__start_elsewhere(u_task);
    struct unsync__task *u_starter = u_here->current;
    u_here->current = u_task;
    u_resume(u_task);
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

/* --- Value ------------------------------------------------------------------------------------ */

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

#ifdef __cplusplus
} /* extern "C" */
#endif
#include <unsync_unguard.h>
#pragma pack(pop)
#endif
