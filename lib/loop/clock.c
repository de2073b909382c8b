/* clock.c: see clock.h. Before a jump libuv is asked twice whether there is input: it registers
 * what tasks have begun to watch, then its descriptor says whether any of that is there. */
#define _GNU_SOURCE
#include "clock.h"

#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <uv.h>

#include "../base/environment.h"
#include "ambient.h"
#include "loop.h"

bool unsync__clock_is_virtual;
static _Atomic uint64_t virtual_ms;
static unsigned holds, waiting; /* what can run; threads outside that wait */
static bool has_outside;
static enum { STIRRED, ASKED, QUIET } libuv; /* was it asked since something happened? */
static bool paced;      /* the clock was held at the last look, ... */
static uint64_t paced_since; /* ... since this real time */

/* --- Reading ---------------------------------------------------------------------------------- */

uint64_t unsync__clock_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t) now.tv_sec * 1000000000u + (uint64_t) now.tv_nsec;
}

uint64_t unsync__clock_real_ms(void)
{
    return unsync__clock_ns() / 1000000u;
}

uint64_t unsync__loop_now_ms(void)
{
    return unsync__clock_is_virtual ? atomic_load(&virtual_ms) : unsync__clock_real_ms();
}

uint64_t unsync__loop_due_ms(uint64_t delay_ms)
{
    uint64_t now = unsync__clock_is_virtual ? atomic_load(&virtual_ms)
                                            : (unsync__clock_ns() + 999999u) / 1000000u;
    return delay_ms > UINT64_MAX - now ? UINT64_MAX : now + delay_ms;
}

uint64_t unsync_now_ms(void)
{
    if (unsync__here == NULL) unsync__ambient_need(); /* which clock it is, is known then */
    return unsync__loop_now_ms();
}

/* --- What can run ----------------------------------------------------------------------------- */

void unsync__clock_has_outside(void)
{
    has_outside = true;
}

void unsync__clock_hold(void)
{
    holds++;
}

void unsync__clock_release(void)
{
    if (--holds == 0) paced = false; /* the next one begins anew */
}

void unsync__clock_outside_waits(void)
{
    if (waiting++ == 0 && holds == 0) paced = false;
}

void unsync__clock_outside_goes_on(void)
{
    waiting--;
}

static bool something_can_run(void)
{
    return holds > 0 || (has_outside && waiting == 0) || unsync__loop_uv()->active_reqs.count > 0;
}

/* --- Going on --------------------------------------------------------------------------------- */

void unsync__clock_open(void)
{
    const char *value = unsync__environment("UNSYNC_CLOCK");
    if (value == NULL || strcmp(value, "real") == 0) return;
    unsync__clock_is_virtual = strcmp(value, "virtual") == 0;
    if (!unsync__clock_is_virtual)
        fprintf(stderr, "unsync: UNSYNC_CLOCK=%s is neither real nor virtual; using real\n", value);
}

void unsync__clock_turned(bool stirred)
{
    if (stirred)
        libuv = STIRRED;
    else if (libuv == ASKED)
        libuv = QUIET;
}

static bool has_input(void)
{
    struct pollfd descriptor = {.fd = uv_backend_fd(unsync__loop_uv()), .events = POLLIN};
    return poll(&descriptor, 1, 0) > 0;
}

/* Real time has to pass as the clock would. */
static uint64_t advance_paced(uint64_t due_ms)
{
    uint64_t now = unsync__clock_real_ms();
    if (!paced) paced_since = now;
    paced = true;
    uint64_t left_ms = due_ms - atomic_load(&virtual_ms);
    if (left_ms > UINT64_MAX - paced_since) return UINT64_MAX;
    if (now - paced_since < left_ms) return paced_since + left_ms;
    paced_since += left_ms;
    atomic_store(&virtual_ms, due_ms);
    return now;
}

bool unsync__clock_has_come(uint64_t due_ms)
{
    if (unsync__loop_now_ms() >= due_ms) return true;
    if (!unsync__clock_is_virtual) return false;
    advance_paced(due_ms);
    return unsync__loop_now_ms() >= due_ms;
}

uint64_t unsync__clock_advance(uint64_t due_ms)
{
    if (something_can_run()) return advance_paced(due_ms);
    paced = false;
    if (libuv != QUIET || has_input())
        libuv = ASKED;
    else
        atomic_store(&virtual_ms, due_ms);
    return unsync__clock_real_ms();
}
