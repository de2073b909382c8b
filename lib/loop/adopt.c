/* adopt.c: tasks on a loop that somebody else runs: unsync_loop_adopt, unsync_loop_leave.
 *
 * A turn of ours is hung into each round of the host's uv_run: before the poll a `prepare` says
 * whether libuv may sleep (an `idle` handle keeps it from that while tasks are ready), after it a
 * `check` does a turn: what came in through the door, a slice of ready tasks, timers. So one slice
 * of half a millisecond stands between two polls, whatever is ready, and uv_run works in all its
 * modes.
 *
 * Of all our handles one counts for uv_run, and only as long as some task has not ended: then a
 * host that runs its loop to the end gets it back. Between turns the thread runs the host's code;
 * tasks that it starts are queued, never run on its stack, and each start makes the loop count
 * again. */
#include <uv.h>

#include "../base/debug.h"
#include "../core/sched.h"
#include "../core/task.h"
#include "ambient.h"
#include "door.h"
#include "dump.h"
#include "loop.h"

static uv_prepare_t before_poll;
static uv_check_t after_poll;
static uv_idle_t busy;
static bool is_outside;

static bool some_below(const struct unsync__task *top)
{
    const struct unsync__task *task = top->children;
    while (task != NULL && (task->flags & UNSYNC__DONE)) task = task->next;
    return task != NULL;
}

static void started(void)
{
    unsync__loop_keep(true);
}

static void nothing(uv_idle_t *idle)
{
    (void) idle; /* that it is active is all that it is for */
}

/* Settles whether the poll may sleep, and whether the loop goes on for us. */
static void settle(void)
{
    bool may_sleep = unsync__loop_may_sleep();
    if (may_sleep)
        uv_idle_stop(&busy);
    else
        uv_idle_start(&busy, nothing);
    unsync__loop_keep(!may_sleep || some_below(&unsync__outside) || some_below(&unsync__root));
}

static void prepare(uv_prepare_t *handle)
{
    (void) handle;
    settle();
}

static void turn(uv_check_t *handle)
{
    (void) handle;
    unsync__door_awake();
    is_outside = false;
    unsync__sched_enter();
    unsync__loop_work();
    unsync__sched_leave(started);
    is_outside = true;
    settle();
}

/* Hangs the turns into the host's loop. */
static void begin(uv_loop_t *host)
{
    uv_prepare_init(host, &before_poll);
    uv_check_init(host, &after_poll);
    uv_idle_init(host, &busy);
    uv_unref((uv_handle_t *) &before_poll);
    uv_unref((uv_handle_t *) &after_poll);
    uv_unref((uv_handle_t *) &busy);
    uv_prepare_start(&before_poll, prepare);
    uv_check_start(&after_poll, turn);
    unsync__sched_leave(started);
    is_outside = true;
    settle();
}

int unsync_loop_adopt(struct uv_loop_s *loop)
{
    if (loop == NULL) return UNSYNC_EINVAL;
    int code = unsync__ambient_adopt(loop);
    if (code == 0) begin(loop);
    return code;
}

/* --- The end ---------------------------------------------------------------------------------- */

/* Waits for the task as plain C, but runs the loop meanwhile. */
static void run_until_done(const struct unsync__task *task)
{
    while ((task->flags & UNSYNC__DONE) == 0) uv_run(before_poll.loop, UV_RUN_ONCE);
}

static void end(void)
{
    if (unsync__debug) unsync__dump_left(&unsync__outside);
    while (unsync__outside.children != NULL) unsync__drop(unsync__outside.children);
    is_outside = false;
    unsync__sched_enter();
    uv_close((uv_handle_t *) &before_poll, NULL);
    uv_close((uv_handle_t *) &after_poll, NULL);
    uv_close((uv_handle_t *) &busy, NULL);
    unsync__ambient_leave();
}

int unsync_loop_leave(uint64_t deadline_ms)
{
    if (!unsync__ambient_is_adopted() || unsync__here == NULL) return UNSYNC_EINVAL;
    if (!is_outside) return UNSYNC_EDEADLK;
    struct unsync__task *shutdown = unsync__of(unsync_shutdown(deadline_ms));
    run_until_done(shutdown);
    int late = UNSYNC_ENOMEM;
    if ((shutdown->flags & UNSYNC__FAILED) == 0)
        late = *(int *) unsync__value_at(shutdown, _Alignof(int));
    unsync__drop(shutdown);
    if (late == 0) end();
    return late;
}
