/* loop.c: see loop.h. A turn is: the door, a slice of ready tasks, the timers, libuv. libuv may
 * sleep only when nothing is ready and nothing came in through the door; what comes in later wakes
 * it by the one uv_async. One uv_timer stands for the whole wheel. */
#define _GNU_SOURCE
#include "loop.h"

#include <fcntl.h>
#include <unistd.h>
#include <uv.h>

#include "../base/check.h"
#include "../base/debug.h"
#include "../core/sched.h"
#include "../core/task.h"
#include "door.h"
#include "patience.h"

enum { BATCH_MIN = 1, BATCH = 256, SLICE_NS = 500000, HOOKS_MAX = 16 };
enum { LOOKS_MOST = 16 }; /* turns without a look at libuv */

static uv_loop_t own;
static uv_loop_t *uv; /* &own, or a host's */
static uv_async_t bell;
static uv_timer_t clockwork;
static uint64_t armed_tick; /* when the clockwork will ring; 0: not armed */
static void (*hooks[HOOKS_MAX])(void);
static unsigned hooks_count;
static bool joined; /* no task is left */

struct uv_loop_s *unsync__loop_uv(void)
{
    return uv;
}

/* --- Timers ----------------------------------------------------------------------------------- */

/* The turn looks at the wheel itself. A clockwork that was due when uv_run began rings before libuv
 * polls, and with no timer left libuv would then sleep for ever: the stop ends this one uv_run. A
 * host's loop comes by unsync__loop_may_sleep before it polls, and is not ours to stop. */
static void rang(uv_timer_t *timer)
{
    armed_tick = 0;
    if (timer->loop == &own) uv_stop(&own);
}

static void arm(void)
{
    uint64_t tick;
    if (!unsync__alarms_next(&tick)) {
        if (armed_tick != 0) uv_timer_stop(&clockwork);
        armed_tick = 0;
        return;
    }
    if (tick == armed_tick) return;
    uint64_t now = unsync__clock_real_ms();
    uv_update_time(uv);
    uv_timer_start(&clockwork, rang, tick > now ? tick - now : 0, 0);
    armed_tick = tick;
}

/* --- Turns ------------------------------------------------------------------------------------ */

/* Ready tasks, up to a slice of time. The clock is read once a batch, which is so short that tasks
 * that compute for long do not stretch the slice, and so long that those that do not need not pay
 * for it. */
static void run_slice(void)
{
    static unsigned batch = BATCH_MIN;
    uint64_t before = unsync__clock_ns(), end = before + SLICE_NS;
    while (unsync__run_ready(batch) == batch) {
        uint64_t now = unsync__clock_ns();
        if (now - before > SLICE_NS / 4 && batch > BATCH_MIN) batch /= 2;
        if (now - before < SLICE_NS / 16 && batch < BATCH) batch *= 2;
        if (now >= end) return;
        before = now;
    }
}

void unsync__loop_work(void)
{
    bool stirred = unsync__door_drain();
    if (unsync__has_ready()) {
        run_slice();
        stirred = true;
    }
    if (unsync__alarms_fire()) stirred = true;
    unsync__door_settle();
    unsync__clock_turned(stirred);
}

bool unsync__loop_may_sleep(void)
{
    if (unsync__has_ready() || !unsync__door_asleep()) return false;
    arm();
    return true;
}

/* Instead of a sleep, from which to wake is dear: for a moment, and libuv is not kept waiting. */
static bool look_out(void)
{
    static unsigned count;
    if (unsync__has_ready() || !unsync__door_look_out()) return false;
    return ++count % LOOKS_MOST != 0;
}

static void turn(const bool *stop)
{
    unsync__loop_work();
    if (*stop || look_out()) return;
    if (!unsync__loop_may_sleep()) {
        uv_run(uv, UV_RUN_NOWAIT);
        return;
    }
    uv_run(uv, UV_RUN_ONCE);
    unsync__door_awake();
}

void unsync__loop_run(const bool *stop)
{
    while (!*stop)
        if (uv == &own)
            turn(stop);
        else
            uv_run(uv, UV_RUN_ONCE); /* the turn is one of the host's loop: adopt.c */
}

/* --- Open and close --------------------------------------------------------------------------- */

static void ring_bell(void)
{
    uv_async_send(&bell);
}

static void bell_rang(uv_async_t *handle)
{
    (void) handle; /* it only had to end the sleep */
}

/* libuv takes a descriptor below 3 for a standard stream that it must not close. */
static void fill_standard_descriptors(void)
{
    int fd;
    do
        fd = open("/dev/null", O_RDWR | O_CLOEXEC);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0) close(fd);
}

int unsync__loop_open(struct uv_loop_s *host)
{
    if (host == NULL) {
        fill_standard_descriptors();
        if (uv_loop_init(&own) != 0) return UNSYNC_ESYSTEM;
    }
    uv = host == NULL ? &own : host;
    if (uv_async_init(uv, &bell, bell_rang) != 0 || uv_timer_init(uv, &clockwork) != 0)
        return UNSYNC_ESYSTEM;
    uv_unref((uv_handle_t *) &clockwork);
    if (unsync__debug) uv_loop_configure(uv, UV_METRICS_IDLE_TIME); /* for watch.c */
    unsync__clock_open();
    unsync__alarms_open();
    armed_tick = 0;
    unsync__sched_open();
    unsync__door_open(ring_bell);
    return 0;
}

void unsync__loop_on_close(void (*hook)(void))
{
    unsync__check(hooks_count < HOOKS_MAX, "more than %d hooks for the end of the loop", HOOKS_MAX);
    hooks[hooks_count++] = hook;
}

bool unsync__loop_is_joined(void)
{
    return joined;
}

void unsync__loop_run_hooks(void)
{
    while (hooks_count > 0) hooks[--hooks_count]();
}

static void close_handle(uv_handle_t *handle, void *data)
{
    (void) data;
    if (!uv_is_closing(handle)) uv_close(handle, NULL);
}

/* In time or not, the wait is over. */
static void stop_joining(struct unsync__patience *patience)
{
    (void) patience;
    unsync__root_is_empty = true;
}

bool unsync__loop_join_detached(uint64_t ms, bool cancels)
{
    static struct unsync__patience patience;
    unsync__root.flags = UNSYNC__STATIC | UNSYNC__SUSPENDED | UNSYNC__JOINING;
    if (cancels) unsync__join_children(&unsync__root);
    if (unsync__root.children == NULL) return true;
    unsync__root_is_empty = false;
    unsync__patience_start(&patience, ms, stop_joining);
    unsync__loop_run(&unsync__root_is_empty);
    unsync__patience_stop(&patience);
    return unsync__root.children == NULL;
}

void unsync__loop_keep(bool alive)
{
    if (alive)
        uv_ref((uv_handle_t *) &bell);
    else
        uv_unref((uv_handle_t *) &bell);
}

static void close_own(void)
{
    uv_run(&own, UV_RUN_DEFAULT);
    if (uv_loop_close(&own) == UV_EBUSY) { /* the program's own handles on our loop */
        uv_walk(&own, close_handle, NULL);
        uv_run(&own, UV_RUN_DEFAULT);
        uv_loop_close(&own);
    }
}

void unsync__loop_close(void)
{
    joined = true;
    unsync__loop_run_hooks();
    uv_close((uv_handle_t *) &bell, NULL);
    uv_close((uv_handle_t *) &clockwork, NULL);
    if (uv == &own)
        close_own();
    else
        uv_run(uv, UV_RUN_NOWAIT); /* what is closing is closed in one round */
    unsync__sched_close();
}
