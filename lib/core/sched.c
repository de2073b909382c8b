/* sched.c: the ready queue and what an await does when it cannot go on at once; see sched.h.
 *
 * A task is in exactly one place: running (current, or below it on the C stack as an eager
 * starter), in the ready queue, or suspended with `link` at the child that it waits for. A cancel
 * is level-triggered: the flag stays, and every await that suspends, or is asked to, delivers
 * it. */
#include "sched.h"

#include <string.h>

#include "../base/check.h"
#include "bag.h"
#include "cancel.h"
#include "failure.h"
#include "frame.h"
#include "lost.h"
#include "seed.h"
#include "task.h"
#include "trace.h"

__thread struct unsync__sched *unsync__here __attribute__((tls_model("initial-exec")));

static struct unsync__sched sched;

/* Awaited, it stands for one turn through the ready queue; it has always ended well. */
struct unsync__task unsync__yielding = {
    .kind = &(const struct unsync__kind){.name = "unsync_yield", .file = "unsync",
                                         .lane = &unsync__lane_loop},
    .flags = UNSYNC__DONE | UNSYNC__STATIC,
};

static uintptr_t stack; /* as sched.stack, also with a seed; 0: a host's code runs */

/* Half of the room lies above: a libuv callback, or main, may stand there. With a seed, and with
 * UNSYNC_DEBUG=1, no start may be eager by itself, all come to unsync__run_now. */
static __attribute__((noinline)) void stand_here(void)
{
    stack = (uintptr_t) __builtin_frame_address(0) - UNSYNC__STACK / 2;
    sched.stack = unsync__seeded || unsync__debug ? 0 : stack;
}

void unsync__sched_open(void)
{
    memset(&sched, 0, sizeof sched);
    sched.current = &unsync__outside;
    unsync__here = &sched;
    unsync__seed_open();
    stand_here();
}

void unsync__sched_close(void)
{
    unsync__here = NULL;
    unsync__bag_close();
    unsync__frame_close();
}

void unsync__sched_leave(void (*hook)(void))
{
    stack = sched.stack = 0;
    unsync__frame_aside(&sched, hook);
}

void unsync__sched_enter(void)
{
    stand_here();
    unsync__frame_aside(&sched, NULL);
}

bool unsync__has_ready(void)
{
    return sched.ready_first != NULL || !unsync__bag_is_empty();
}

/* A task that was cancelled before its body began never runs it. */
static void begin_cancelled(struct unsync__task *task)
{
    unsync__end_asked(task);
}

static inline __attribute__((__always_inline__)) void resume(struct unsync__sched *here,
                                                             struct unsync__task *task)
{
    here->current = task;
    /* An atomic load, so that the compiler does not fetch flags and state as one word: the state
     * was just stored alone, and a wider load would wait for that store (3 ns a switch). */
    uint32_t flags = __atomic_load_n(&task->flags, __ATOMIC_RELAXED);
    if (unsync__unlikely((flags & UNSYNC__CANCEL) != 0) && task->state == 0)
        begin_cancelled(task);
    else
        task->kind->run(task);
}

/* In the order of a seed. */
static unsigned run_drawn(unsigned most)
{
    unsigned count = 0;
    for (struct unsync__task *task; count < most; count++) {
        if ((task = unsync__bag_draw(&sched)) == NULL) break;
        resume(&sched, task);
    }
    sched.current = &unsync__outside;
    return count;
}

static void (*watcher)(const struct unsync__task *task);
static bool is_announced; /* some resume, and is not over */

void unsync__sched_watch(void (*hook)(const struct unsync__task *task))
{
    __atomic_store_n(&watcher, hook, __ATOMIC_RELEASE);
}

static void announce(const struct unsync__task *task)
{
    void (*hook)(const struct unsync__task *) = __atomic_load_n(&watcher, __ATOMIC_ACQUIRE);
    if (hook != NULL) hook(task);
    is_announced = task != NULL;
}

static struct unsync__task *next_ready(void)
{
    if (unsync__seeded) return unsync__bag_draw(&sched);
    return sched.ready_first != NULL ? unsync__pop_ready(&sched) : NULL;
}

/* With UNSYNC_DEBUG=1: each resume is announced, and is a new turn for the task. */
static unsigned run_watched(unsigned most)
{
    unsigned count = 0;
    for (struct unsync__task *task; count < most && (task = next_ready()) != NULL; count++) {
        struct unsync__trace *trace = unsync__trace_of(task);
        task->budget = 1;
        if (trace != NULL) trace->budget = UNSYNC__BUDGET;
        announce(task);
        resume(&sched, task);
        sched.current = &unsync__outside;
    }
    if (count > 0) announce(NULL);
    return count;
}

/* Aligned, because a loop that crosses a line of the cache costs 0.25 ns a switch more, and where
 * it lands would change with everything before it. */
__attribute__((aligned(64))) unsigned unsync__run_ready(unsigned most)
{
    unsigned count = 0;
    if (unsync__unlikely(unsync__debug)) return run_watched(most);
    if (unsync__seeded) return run_drawn(most);
    struct unsync__sched *here = &sched;
    while (count < most && here->ready_first != NULL) {
        resume(here, unsync__pop_ready(here));
        count++;
    }
    here->current = &unsync__outside;
    return count;
}

void unsync__wake(struct unsync__task *task, struct unsync__task *child)
{
    (void) child;
    unsync__store_flags(task, task->flags & ~(uint32_t) UNSYNC__SUSPENDED);
    task->budget = UNSYNC__BUDGET;
    unsync__make_ready(&sched, task);
}

/* Below a resume the start is a part of it; main, and what a callback starts, has its own. */
void unsync__run_now(struct unsync__task *task)
{
    struct unsync__task *starter = sched.current;
    bool is_watched = unsync__unlikely(unsync__debug) && !is_announced;
    if (!unsync__is_on_stack(stack) || (unsync__seeded && unsync__seed_below(2) == 0)) {
        unsync__make_ready(&sched, task);
        return;
    }
    if (is_watched) announce(task);
    sched.current = task;
    task->kind->run(task);
    sched.current = starter;
    if (is_watched) announce(NULL);
}

/* Cancels of loop tasks follow their links (task.c). */
static void cancel(struct unsync__task *task)
{
    (void) task;
}

const struct unsync__lane unsync__lane_loop = {
    .name = "loop", .start = unsync__run_now, .wake = unsync__wake, .cancel = cancel};

/* --- Await ------------------------------------------------------------------------------------ */

static bool suspend(struct unsync__task *task, struct unsync__task *child, unsigned point,
                    const char *file, int line)
{
    unsync__check(child != NULL, "%s (%s:%d) awaits a handle that is NULL", task->kind->name, file,
                  line);
    bool ended = (child->flags & UNSYNC__STATIC) != 0 || unsync__attend(task, child);
    if (ended && task->budget <= 1) { /* a long turn: once through the queue */
        task->budget = UNSYNC__BUDGET;
        unsync__requeue(task, point);
        return true;
    }
    if (ended) {
        task->budget--;
        if (task->flags & UNSYNC__CANCEL) unsync__store_flags(task, task->flags | UNSYNC__INSTANT);
        return false;
    }
    task->state = (uint16_t) point;
    task->link = child;
    unsync__store_flags(task, task->flags | UNSYNC__SUSPENDED);
    if (task->flags & UNSYNC__CANCEL) unsync__pass_request(task, child); /* its end delivers mine */
    return true;
}

/* With a trace each await comes by here: the budget in the head is 1 whenever a body runs. */
static bool suspend_traced(struct unsync__task *task, struct unsync__task *child, unsigned point,
                           const char *file, int line)
{
    struct unsync__trace *trace = unsync__trace_of(task);
    if (trace == NULL) return suspend(task, child, point, file, line);
    trace->at_file = file;
    trace->at_line = line;
    task->budget = trace->budget;
    bool suspended = suspend(task, child, point, file, line);
    trace->budget = task->budget;
    task->budget = 1;
    return suspended;
}

bool unsync__suspend_slow(struct unsync__task *task, struct unsync__task *child, unsigned point,
                          const char *file, int line)
{
    return unsync__unlikely(unsync__debug) ? suspend_traced(task, child, point, file, line)
                                           : suspend(task, child, point, file, line);
}

/* True if this await of `child` has to deliver what was asked of the task itself. */
static bool request_is_due(struct unsync__task *task, const struct unsync__task *child)
{
    uint32_t flags = task->flags;
    if (flags & UNSYNC__INSTANT) {
        unsync__store_flags(task, flags & ~(uint32_t) UNSYNC__INSTANT);
        return false;
    }
    return unsync__is_asked(task) && (child->flags & UNSYNC__STANDS) == 0;
}

bool unsync__refused_slow(struct unsync__task *task, struct unsync__task *child, const char *file,
                          int line)
{
    if (request_is_due(task, child)) {
        /* a child that has another outcome is joined when the body is left */
        unsync__failure_take_asked(task, child, file, line, true);
        return true;
    }
    if ((child->flags & UNSYNC__FAILED) == 0) return false;
    if ((task->flags & UNSYNC__FAILED) == 0) /* in a deferred statement: the first one counts */
        unsync__failure_move(task, child, file, line);
    unsync__consume_slow(child);
    return true;
}

int unsync__caught_slow(struct unsync__task *task, struct unsync__task *child, const char *file,
                        int line)
{
    if (request_is_due(task, child)) {
        unsync__failure_take_asked(task, child, file, line, false);
        return 1;
    }
    unsync__lost_look(child);
    if ((child->flags & UNSYNC__STATIC) == 0)
        unsync__store_flags(child, child->flags | UNSYNC__OBSERVED);
    return (child->flags & UNSYNC__FAILED) ? child->failure->code : 0;
}

bool unsync__join(struct unsync__task *task, unsigned point)
{
    task->link = NULL;
    if (unsync__join_children(task)) return false;
    task->state = (uint16_t) point;
    unsync__store_flags(task, task->flags | UNSYNC__SUSPENDED);
    return true;
}

void unsync__finish_slow(struct unsync__task *task)
{
    unsync__leave_body(task);
}

void unsync__unwind(struct unsync__task *task)
{
    unsync__leave_body(task);
}

void unsync__fail(struct unsync__task *task, const char *file, int line, int code,
                  const char *format, ...)
{
    va_list arguments;
    if (task->flags & UNSYNC__FAILED) return; /* in a deferred statement: the first one counts */
    va_start(arguments, format);
    unsync__failure_set_list(task, file, line, code < 0 ? code : UNSYNC_EINVAL, format, arguments);
    va_end(arguments);
}
