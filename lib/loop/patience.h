/* patience.h: an alarm for how long somebody else is waited for, who was asked to end: a worker, a
 * task. A machine that stands still for some seconds (a virtual one that is moved, a loaded one)
 * takes that time from who is waited for as well; and when it goes on, what is due fires first,
 * before anybody is looked at. So the time goes in steps of its own length each, and however late
 * one is, that does not count for the next.
 *
 * Loop thread. Deadlines of the user's are alarms: those mean the clock. */
#ifndef UNSYNC_LOOP_PATIENCE_H
#define UNSYNC_LOOP_PATIENCE_H

#include "alarm.h"

struct unsync__patience {
    struct unsync__alarm alarm; /* first */
    uint64_t step_ms;
    unsigned steps; /* still to come, after the one at hand */
    bool is_real;
    void (*over)(struct unsync__patience *patience);
};

/* `over` is called when so much time has passed, in steps. The memory is the caller's until then,
 * or until it was stopped; it may be begun anew at any time. */
void unsync__patience_start(struct unsync__patience *patience, uint64_t ms,
                            void (*over)(struct unsync__patience *patience));
/* The same by real time. */
void unsync__patience_start_real(struct unsync__patience *patience, uint64_t ms,
                                 void (*over)(struct unsync__patience *patience));
void unsync__patience_stop(struct unsync__patience *patience);

#endif
