/* breaker.h: when to start no more workers for a while, because they die before they are ready.
 *
 * Three in a row, and it is open: the calls that wait fail, and so do new ones, at once, with the
 * reason; nothing is spawned. After a pause one worker is tried; if that dies too the pause is
 * doubled, up to a limit. A worker that gets ready closes it. It has no clock of its own. */
#ifndef UNSYNC_PROCS_BREAKER_H
#define UNSYNC_PROCS_BREAKER_H

#include <stdbool.h>
#include <stdint.h>

enum {
    UNSYNC__BREAKER_FAILURES = 3,
    UNSYNC__BREAKER_FIRST_MS = 100,
    UNSYNC__BREAKER_MOST_MS = 30000
};

struct unsync__breaker { /* all bytes zero: closed */
    unsigned failures;   /* in a row */
    uint64_t pause_ms;   /* 0: it is closed */
    uint64_t until_ms;   /* open: to the next try */
};

/* A worker died, or could not be spawned, before it was ready. */
void unsync__breaker_failed(struct unsync__breaker *breaker, uint64_t now_ms);
/* One is ready. */
void unsync__breaker_worked(struct unsync__breaker *breaker);
/* How many workers may be starting at a time. */
unsigned unsync__breaker_lets(const struct unsync__breaker *breaker, uint64_t now_ms);
/* For how long it stays open; 0: it is closed, or a worker is to be tried. */
uint64_t unsync__breaker_left_ms(const struct unsync__breaker *breaker, uint64_t now_ms);

#endif
