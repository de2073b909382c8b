/* wheel.h: a hierarchical timing wheel: timers by the million, insert and remove in constant time.
 *
 * Ticks are milliseconds of any monotonic origin. Six levels of 64 slots; a timer stands in the
 * level of the highest six bits in which its due tick differs from now, and moves down as time
 * comes near (Varghese and Lauck, "Hashed and hierarchical timing wheels", 1987). The node lies
 * inside the frame that waits. Pure data structure: no clock, no lock, no allocation. */
#ifndef UNSYNC_LOOP_WHEEL_H
#define UNSYNC_LOOP_WHEEL_H

#include <stdbool.h>
#include <stdint.h>

enum { UNSYNC__WHEEL_BITS = 6, UNSYNC__WHEEL_SLOTS = 64, UNSYNC__WHEEL_LEVELS = 7 };

struct unsync__timer {
    struct unsync__timer *next;
    struct unsync__timer **back; /* NULL: in no wheel */
    uint64_t due;                /* tick */
};

struct unsync__wheel {
    uint64_t now; /* every tick up to this one has fired */
    uint64_t occupied[UNSYNC__WHEEL_LEVELS]; /* a bit a slot that may hold timers */
    struct unsync__timer *slots[UNSYNC__WHEEL_LEVELS][UNSYNC__WHEEL_SLOTS];
};

void unsync__wheel_init(struct unsync__wheel *wheel, uint64_t now);
/* `timer` is in no wheel; a due tick in the past fires at the next advance. */
void unsync__wheel_add(struct unsync__wheel *wheel, struct unsync__timer *timer, uint64_t due);
/* Nothing happens if it is in none. */
void unsync__wheel_remove(struct unsync__timer *timer);
/* Moves to `now` and returns the timers that are due, linked by `next`, by due tick, then in order
 * of insertion for the same slot; each is in no wheel any more. */
struct unsync__timer *unsync__wheel_advance(struct unsync__wheel *wheel, uint64_t now);
/* No timer is due before *tick; false: there is none. */
bool unsync__wheel_next(struct unsync__wheel *wheel, uint64_t *tick);

#endif
