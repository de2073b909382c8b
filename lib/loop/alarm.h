/* alarm.h: the timers of the loop: a timing wheel (wheel.h), which the loop looks at once a turn,
 * and beside a virtual clock (clock.h) another for what goes by real time. Loop thread. */
#ifndef UNSYNC_LOOP_ALARM_H
#define UNSYNC_LOOP_ALARM_H

#include "clock.h"
#include "wheel.h"

/* `fire` is called on the loop thread `delay_ms` or up to a millisecond more after now. The memory
 * is the caller's until it fired or was stopped. */
struct unsync__alarm {
    struct unsync__timer timer; /* first */
    void (*fire)(struct unsync__alarm *alarm);
};
void unsync__alarm_start(struct unsync__alarm *alarm, uint64_t delay_ms);
/* The same by real time, for what is no part of a program's logic. */
void unsync__alarm_start_real(struct unsync__alarm *alarm, uint64_t delay_ms);
/* The same as the first with the tick at which it is due, from unsync__loop_due_ms: never early. */
void unsync__alarm_start_at(struct unsync__alarm *alarm, uint64_t due_ms);
void unsync__alarm_stop(struct unsync__alarm *alarm);

/* --- For the loop ----------------------------------------------------------------------------- */

void unsync__alarms_open(void);
/* Fires those that are due; false: none was. */
bool unsync__alarms_fire(void);
/* Nothing is ready: the loop need not look again before the real time *real_ms; false: no alarm
 * calls it. Here a virtual clock goes on. */
bool unsync__alarms_next(uint64_t *real_ms);

#endif
