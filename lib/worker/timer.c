/* timer.c: see timer.h. When a timer is armed stands in the black box too, so that the program can
 * tell this SIGKILL from another. */
#define _GNU_SOURCE
#include "timer.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <time.h>

#include "../wire/box.h"
#include "registry.h"

struct timer {
    timer_t id;
    bool is_there;
};
static struct timer wall, cpu;

static const uint64_t NS_A_MS = 1000000, NS_A_S = 1000000000;

static void make(struct timer *timer, clockid_t clock)
{
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGKILL};
    if (timer->is_there) return;
    timer->is_there = timer_create(clock, &event, &timer->id) == 0;
    if (timer->is_there) return;
    unsync__box->lacks |= UNSYNC__LACKS_TIMER;
    unsync__box->lacks_errno = errno;
}

static void make_for(const struct unsync__remote *remote, void *unused)
{
    (void) unused;
    if (remote->limits->timeout_ms != 0) make(&wall, CLOCK_MONOTONIC);
    if (remote->limits->cpu_ms != 0) make(&cpu, CLOCK_PROCESS_CPUTIME_ID);
}

void unsync__timers_open(void)
{
    unsync__registry_each(make_for, NULL);
}

/* ns 0: it rests. */
static void set(const struct timer *timer, int flags, uint64_t ns)
{
    struct itimerspec at = {
        .it_value = {.tv_sec = (time_t) (ns / NS_A_S), .tv_nsec = (long) (ns % NS_A_S)}};
    timer_settime(timer->id, flags, &at, NULL);
}

static uint64_t now_ns(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (uint64_t) now.tv_sec * NS_A_S + (uint64_t) now.tv_nsec;
}

void unsync__timers_rest(void)
{
    if (unsync__box->deadline_ns == 0) return;
    unsync__box->deadline_ns = 0;
    set(&wall, TIMER_ABSTIME, 0);
}

/* The deadline that is set does if it is none too early for this run, nor much too late. */
static void begin_wall(uint64_t timeout_ms)
{
    if (timeout_ms > UINT64_MAX / NS_A_MS / 4) timeout_ms = UINT64_MAX / NS_A_MS / 4;
    uint64_t due = now_ns(CLOCK_MONOTONIC) + timeout_ms * NS_A_MS;
    uint64_t slack = timeout_ms * NS_A_MS / 8, set_to = unsync__box->deadline_ns;
    if (slack < NS_A_MS) slack = NS_A_MS;
    if (set_to >= due && set_to - due <= slack) return;
    unsync__box->deadline_ns = due + slack;
    set(&wall, TIMER_ABSTIME, due + slack);
}

void unsync__timers_begin(const struct unsync__limits *limits)
{
    if (limits->timeout_ms == 0 || !wall.is_there)
        unsync__timers_rest();
    else
        begin_wall(limits->timeout_ms);
    if (limits->cpu_ms == 0 || !cpu.is_there) return;
    uint64_t ns = limits->cpu_ms * NS_A_MS;
    unsync__box->cpu_until_ns = now_ns(CLOCK_PROCESS_CPUTIME_ID) + ns;
    set(&cpu, 0, ns);
}

void unsync__timers_end(const struct unsync__limits *limits)
{
    if (limits->cpu_ms == 0 || !cpu.is_there) return;
    set(&cpu, 0, 0);
    unsync__box->cpu_until_ns = 0;
}
