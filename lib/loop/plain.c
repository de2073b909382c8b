/* plain.c: what may be done with a handle from any thread without waiting for its task, and how a
 * thread that is not the loop's starts one. On the loop thread each is a direct call, elsewhere it
 * goes through the door and is over when the function returns. */
#include "../base/check.h"
#include "../core/cancel.h"
#include "../core/frame.h"
#include "../core/name.h"
#include "../core/task.h"
#include "../core/trace.h"
#include "ambient.h"
#include "block.h"
#include "door.h"

void *unsync__new_apart(const struct unsync__kind *kind, size_t size, size_t align)
{
    if (unsync__here == NULL) return unsync__new_elsewhere(kind, size, align);
    struct unsync__task *task = unsync__frame_apart(kind, size, align);
    if (task != NULL) unsync__adopt(task, unsync__here->current);
    return task;
}

void *unsync__new_elsewhere(const struct unsync__kind *kind, size_t size, size_t align)
{
    unsync__ambient_need();
    struct unsync__task *task = unsync__frame_apart(kind, size, align);
    if (task == NULL) return NULL;
    task->parent = unsync__owner;
    if (task->parent != NULL)
        task->parent->state |= UNSYNC__HAS_CHILDREN | UNSYNC__KNOWN;
    return task;
}

struct unsync__task *unsync__start_elsewhere(struct unsync__task *task)
{
    if (unsync__here != NULL) { /* the eager starts nest too deeply */
        task->kind->lane->start(task);
        return task;
    }
    const struct unsync__lane *lane = task->kind->lane;
    if (lane->offer != NULL) task->flags |= UNSYNC__OFFERED;
    /* In no queue yet: a cancel, or a waiter that would run it, may come before it is in one. */
    if (lane->offer != NULL || lane->claim != NULL) task->budget = 0;
    unsync__door_started(task); /* first: the loop hears of its start before its end */
    if (lane->offer != NULL) lane->offer(task);
    return task;
}

static uint32_t flags_of(const struct unsync__task *task)
{
    return __atomic_load_n(&task->flags, __ATOMIC_ACQUIRE);
}

bool unsync__done(const struct unsync__task *task)
{
    unsync__check_alive(task, "unsync_done");
    return (flags_of(task) & UNSYNC__DONE) != 0;
}

void *unsync__checked_value(struct unsync__task *task, size_t align, const char *file, int line)
{
    unsync__check_alive(task, "unsync_value");
    uint32_t flags = flags_of(task);
    if (unsync__debug) unsync__trace_attend(task);
    unsync__check(flags & UNSYNC__DONE, "unsync_value at %s:%d: %s has not ended", file, line,
                  unsync__name(task->kind));
    unsync__check((flags & UNSYNC__FAILED) == 0,
                  "unsync_value at %s:%d: %s has no value, it failed: %s", file, line,
                  unsync__name(task->kind), task->failure->message);
    return unsync__value_at(task, align);
}

const struct unsync_failure *unsync__failure(const struct unsync__task *task)
{
    uint32_t wanted = UNSYNC__DONE | UNSYNC__FAILED;
    unsync__check_alive(task, "unsync_failure");
    if (unsync__debug) unsync__trace_attend(task);
    return (flags_of(task) & wanted) == wanted ? task->failure : NULL;
}

/* Does it on the loop thread, now or through the door; of a static task nothing is changed. */
static void on_loop(void (*act)(struct unsync__task *task), struct unsync__task *task,
                    const char *use)
{
    unsync__check_alive(task, use);
    if (unsync__debug) unsync__trace_attend(task); /* it is not forgotten */
    if (unsync__here != NULL || (flags_of(task) & UNSYNC__STATIC)) {
        act(task);
        return;
    }
    unsync__ambient_need();
    unsync__door_call(act, task);
}

/* Of a task that has ended, without waiting for the loop: it is told later. The flags are the
 * loop's, which may be looking at them; the `budget` of an ended task is nobody's. */
static void release_ended(struct unsync__task *task)
{
    enum { GIVEN_UP = UINT8_MAX };
    uint8_t before = __atomic_exchange_n(&task->budget, GIVEN_UP, __ATOMIC_RELAXED);
    unsync__check(before != GIVEN_UP,
                  "unsync_release: the handle of %s was released before",
                  unsync__name(task->kind));
    unsync__door_released(task);
}

void unsync__release(struct unsync__task *task)
{
    unsync__check_alive(task, "unsync_release");
    if (unsync__here == NULL && (flags_of(task) & (UNSYNC__STATIC | UNSYNC__DONE)) == UNSYNC__DONE)
        release_ended(task);
    else
        on_loop(unsync__give_up, task, "unsync_release");
}

static void background(struct unsync__task *task)
{
    unsync__let_go(task, false);
}

static void detach(struct unsync__task *task)
{
    unsync__let_go(task, true);
}

void unsync__background(struct unsync__task *task)
{
    on_loop(background, task, "unsync_background");
}

void unsync__detach(struct unsync__task *task)
{
    on_loop(detach, task, "unsync_detach");
}

void unsync__cancel(struct unsync__task *task)
{
    on_loop(unsync__cancel_directly, task, "unsync_cancel");
}

struct unsync__task *unsync__shielded(struct unsync__task *task)
{
    on_loop(unsync__shield, task, "unsync_shield");
    return task;
}
