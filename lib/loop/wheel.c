/* wheel.c: see wheel.h. A slot's list is pushed at its head and reversed when it fires. The
 * occupied bits are exact on setting and lazy on clearing: an empty slot loses its bit when
 * somebody looks. */
#include "wheel.h"

#include <stddef.h>
#include <string.h>

enum { MASK = UNSYNC__WHEEL_SLOTS - 1, TOP = UNSYNC__WHEEL_LEVELS - 1 };
static const uint64_t RANGE = (uint64_t) 1 << (UNSYNC__WHEEL_BITS * UNSYNC__WHEEL_LEVELS);

void unsync__wheel_init(struct unsync__wheel *wheel, uint64_t now)
{
    memset(wheel, 0, sizeof *wheel);
    wheel->now = now;
}

static unsigned level_of(uint64_t now, uint64_t due)
{
    uint64_t differs = (now ^ due) | MASK;
    return (63 - (unsigned) __builtin_clzll(differs)) / UNSYNC__WHEEL_BITS;
}

static void place(struct unsync__wheel *wheel, struct unsync__timer *timer)
{
    uint64_t due = timer->due;
    if (due <= wheel->now) due = wheel->now + 1;
    if (due - wheel->now >= RANGE) due = wheel->now + RANGE - 1; /* seen again when that comes */
    unsigned level = level_of(wheel->now, due);
    if (level > TOP) level = TOP;
    unsigned slot = (unsigned) (due >> (level * UNSYNC__WHEEL_BITS)) & MASK;
    struct unsync__timer **head = &wheel->slots[level][slot];
    timer->next = *head;
    timer->back = head;
    if (timer->next != NULL) timer->next->back = &timer->next;
    *head = timer;
    wheel->occupied[level] |= (uint64_t) 1 << slot;
}

void unsync__wheel_add(struct unsync__wheel *wheel, struct unsync__timer *timer, uint64_t due)
{
    timer->due = due;
    place(wheel, timer);
}

void unsync__wheel_remove(struct unsync__timer *timer)
{
    if (timer->back == NULL) return;
    *timer->back = timer->next;
    if (timer->next != NULL) timer->next->back = timer->back;
    timer->back = NULL;
}

/* The first slot at or after `from` (cyclic) that holds timers; -1: none. Clears stale bits. */
static int first_slot(struct unsync__wheel *wheel, unsigned level, unsigned from)
{
    while (wheel->occupied[level] != 0) {
        uint64_t bits = wheel->occupied[level];
        uint64_t turned =
            from == 0 ? bits : (bits >> from) | (bits << (UNSYNC__WHEEL_SLOTS - from));
        unsigned slot = (from + (unsigned) __builtin_ctzll(turned)) & MASK;
        if (wheel->slots[level][slot] != NULL) return (int) slot;
        wheel->occupied[level] &= ~((uint64_t) 1 << slot);
    }
    return -1;
}

/* The first tick at which the slot begins, after `now`. */
static uint64_t slot_begins(uint64_t now, unsigned level, unsigned slot)
{
    unsigned shift = level * UNSYNC__WHEEL_BITS;
    uint64_t turn = (uint64_t) UNSYNC__WHEEL_SLOTS << shift;
    uint64_t begins = (now & ~(turn - 1)) + ((uint64_t) slot << shift);
    return begins > now ? begins : begins + turn;
}

bool unsync__wheel_next(struct unsync__wheel *wheel, uint64_t *tick)
{
    bool found = false;
    for (unsigned level = 0; level < UNSYNC__WHEEL_LEVELS; level++) {
        unsigned here = (unsigned) (wheel->now >> (level * UNSYNC__WHEEL_BITS)) & MASK;
        int slot = first_slot(wheel, level, (here + 1) & MASK);
        if (slot < 0) continue;
        uint64_t begins = slot_begins(wheel->now, level, (unsigned) slot);
        if (!found || begins < *tick) *tick = begins;
        found = true;
    }
    return found;
}

/* Empties a slot whose first tick has come: what is due goes to the front of *fired (kept in
 * reverse order), the rest a level or more down. */
static void empty(struct unsync__wheel *wheel, unsigned level, unsigned slot,
                  struct unsync__timer **fired)
{
    struct unsync__timer *reversed = NULL;
    for (struct unsync__timer *timer = wheel->slots[level][slot], *next; timer != NULL;
         timer = next) {
        next = timer->next;
        timer->next = reversed;
        reversed = timer;
    }
    wheel->slots[level][slot] = NULL;
    wheel->occupied[level] &= ~((uint64_t) 1 << slot);
    for (struct unsync__timer *timer = reversed, *next; timer != NULL; timer = next) {
        next = timer->next;
        timer->back = NULL;
        if (timer->due > wheel->now) {
            place(wheel, timer);
            continue;
        }
        timer->next = *fired;
        *fired = timer;
    }
}

struct unsync__timer *unsync__wheel_advance(struct unsync__wheel *wheel, uint64_t now)
{
    struct unsync__timer *fired = NULL, *in_order = NULL;
    uint64_t tick;
    while (unsync__wheel_next(wheel, &tick) && tick <= now) {
        wheel->now = tick;
        for (unsigned level = UNSYNC__WHEEL_LEVELS; level-- > 0;) {
            unsigned shift = level * UNSYNC__WHEEL_BITS;
            if ((tick & (((uint64_t) 1 << shift) - 1)) != 0) continue;
            empty(wheel, level, (unsigned) (tick >> shift) & MASK, &fired);
        }
    }
    if (now > wheel->now) wheel->now = now;
    for (struct unsync__timer *next; fired != NULL; fired = next) {
        next = fired->next;
        fired->next = in_order;
        in_order = fired;
    }
    return in_order;
}
