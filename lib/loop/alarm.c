/* alarm.c: see alarm.h. With a seed (core/seed.h) those that are due in the same millisecond fire
 * in any order. */
#include "alarm.h"

#include <stddef.h>

#include "../core/seed.h"

static struct unsync__wheel wheel;
static struct unsync__wheel real_wheel; /* in use beside a virtual clock only */

void unsync__alarms_open(void)
{
    unsync__wheel_init(&wheel, unsync__loop_now_ms());
    unsync__wheel_init(&real_wheel, unsync__clock_real_ms());
}

void unsync__alarm_start_at(struct unsync__alarm *alarm, uint64_t due_ms)
{
    unsync__wheel_add(&wheel, &alarm->timer, due_ms);
}

void unsync__alarm_start(struct unsync__alarm *alarm, uint64_t delay_ms)
{
    unsync__alarm_start_at(alarm, unsync__loop_due_ms(delay_ms));
}

void unsync__alarm_start_real(struct unsync__alarm *alarm, uint64_t delay_ms)
{
    if (unsync__clock_is_virtual)
        unsync__wheel_add(&real_wheel, &alarm->timer, unsync__clock_real_ms() + 1 + delay_ms);
    else
        unsync__alarm_start(alarm, delay_ms);
}

void unsync__alarm_stop(struct unsync__alarm *alarm)
{
    unsync__wheel_remove(&alarm->timer);
}

/* --- In any order ----------------------------------------------------------------------------- */

/* Each of `count` timers goes to one of two lists, which are joined: a few times, and the order is
 * any. */
static struct unsync__timer *shuffled(struct unsync__timer *first, size_t count)
{
    for (size_t rest = count; rest > 0; rest /= 2) {
        struct unsync__timer *lists[2], **ends[2] = {&lists[0], &lists[1]};
        for (struct unsync__timer *timer = first, *next; timer != NULL; timer = next) {
            next = timer->next;
            struct unsync__timer ***end = &ends[unsync__seed_below(2)];
            **end = timer;
            *end = &timer->next;
        }
        *ends[1] = NULL;
        *ends[0] = lists[1];
        first = lists[0];
    }
    return first;
}

/* The same for each run of timers with one due tick. */
static struct unsync__timer *shuffle(struct unsync__timer *first)
{
    struct unsync__timer *all = NULL, **end = &all;
    while (first != NULL) {
        struct unsync__timer *run = first, *last = first;
        size_t count = 1;
        for (; last->next != NULL && last->next->due == run->due; count++) last = last->next;
        first = last->next;
        last->next = NULL;
        for (*end = shuffled(run, count); *end != NULL;) end = &(*end)->next;
    }
    return all;
}

/* --- Firing ----------------------------------------------------------------------------------- */

/* An alarm that fires may stop another that is due at the same tick: the list is kept consistent by
 * giving each node its place in it. */
static bool fire(struct unsync__timer *due)
{
    if (due == NULL) return false;
    if (unsync__seeded) due = shuffle(due);
    struct unsync__timer **back = &due;
    for (struct unsync__timer *timer = due; timer != NULL; timer = timer->next) {
        timer->back = back;
        back = &timer->next;
    }
    while (due != NULL) {
        struct unsync__timer *timer = due;
        unsync__wheel_remove(timer);
        ((struct unsync__alarm *) timer)->fire((struct unsync__alarm *) timer);
    }
    return true;
}

bool unsync__alarms_fire(void)
{
    bool fired = fire(unsync__wheel_advance(&wheel, unsync__loop_now_ms()));
    if (!unsync__clock_is_virtual) return fired;
    return fire(unsync__wheel_advance(&real_wheel, unsync__clock_real_ms())) || fired;
}

/* --- Sleeping --------------------------------------------------------------------------------- */

static bool next_virtual(uint64_t *real_ms)
{
    uint64_t tick;
    bool any = unsync__wheel_next(&real_wheel, real_ms);
    if (!unsync__wheel_next(&wheel, &tick)) return any;
    uint64_t again_ms = unsync__clock_advance(tick);
    if (!any || again_ms < *real_ms) *real_ms = again_ms;
    return true;
}

bool unsync__alarms_next(uint64_t *real_ms)
{
    return unsync__clock_is_virtual ? next_virtual(real_ms) : unsync__wheel_next(&wheel, real_ms);
}
