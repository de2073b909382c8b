/* breaker.c: see breaker.h. Workers that were starting when it opened count once they are gone, but
 * do not double the pause: that is for the one that was tried behind it. */
#include "breaker.h"

#include <limits.h>

void unsync__breaker_failed(struct unsync__breaker *breaker, uint64_t now_ms)
{
    breaker->failures++;
    if (breaker->failures < UNSYNC__BREAKER_FAILURES) return;
    if (unsync__breaker_left_ms(breaker, now_ms) > 0) return;
    uint64_t pause = breaker->pause_ms == 0 ? UNSYNC__BREAKER_FIRST_MS : breaker->pause_ms * 2;
    breaker->pause_ms = pause > UNSYNC__BREAKER_MOST_MS ? UNSYNC__BREAKER_MOST_MS : pause;
    breaker->until_ms = now_ms + breaker->pause_ms;
}

void unsync__breaker_worked(struct unsync__breaker *breaker)
{
    *breaker = (struct unsync__breaker){0};
}

unsigned unsync__breaker_lets(const struct unsync__breaker *breaker, uint64_t now_ms)
{
    if (breaker->pause_ms == 0) return UINT_MAX;
    return unsync__breaker_left_ms(breaker, now_ms) > 0 ? 0 : 1;
}

uint64_t unsync__breaker_left_ms(const struct unsync__breaker *breaker, uint64_t now_ms)
{
    if (breaker->pause_ms == 0 || now_ms >= breaker->until_ms) return 0;
    return breaker->until_ms - now_ms;
}
