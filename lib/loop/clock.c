/* clock.c: see clock.h. */
#include "clock.h"

#include <time.h>

uint64_t unsync__clock_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t) now.tv_sec * 1000000000u + (uint64_t) now.tv_nsec;
}

uint64_t unsync__loop_now_ms(void)
{
    return unsync__clock_ns() / 1000000u;
}

uint64_t unsync__loop_due_ms(uint64_t delay_ms)
{
    uint64_t due = (unsync__clock_ns() + 999999u) / 1000000u;
    return delay_ms > UINT64_MAX - due ? UINT64_MAX : due + delay_ms;
}
