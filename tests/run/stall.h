/* stall.h: a clock that jumps, as it does for a program on a machine that stands still for a while. The
 * libraries look at this one too, for a program's own functions go before those of libc. */
#ifndef STALL_H
#define STALL_H

#include <stdatomic.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static atomic_long stalled_s;
static atomic_uint dice; /* not 0: it jumps at every second look or so */

/* For longer than anybody waits for one who is to end. */
static void stall(void)
{
    stalled_s += 100;
}

static void roll(void)
{
    unsigned now = dice * 1664525 + 1013904223;
    dice = now;
    if (now >> 31 != 0) stall();
}

int clock_gettime(clockid_t id, struct timespec *now)
{
    int code = (int) syscall(SYS_clock_gettime, id, now);
    if (dice != 0) roll();
    if (code == 0 && id == CLOCK_MONOTONIC) now->tv_sec += stalled_s;
    return code;
}

#endif
