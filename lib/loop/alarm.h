/* alarm.h: the timers of the loop: one timing wheel (wheel.h), which the loop looks at once a turn.
 * Loop thread, unless the text says otherwise. */
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
/* The same with the tick at which it is due, from unsync__loop_due_ms: never early. */
void unsync__alarm_start_at(struct unsync__alarm *alarm, uint64_t due_ms);
void unsync__alarm_stop(struct unsync__alarm *alarm);

/* --- For the loop ----------------------------------------------------------------------------- */

void unsync__alarms_open(void);
/* Fires those that are due; false: none was. */
bool unsync__alarms_fire(void);
/* No alarm is due before *tick; false: there is none. */
bool unsync__alarms_next(uint64_t *tick);

#endif
