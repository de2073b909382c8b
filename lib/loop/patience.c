/* patience.c: see patience.h. */
#include "patience.h"

enum { STEPS = 8 };

static void wait(struct unsync__patience *patience, uint64_t ms)
{
    if (patience->is_real)
        unsync__alarm_start_real(&patience->alarm, ms);
    else
        unsync__alarm_start(&patience->alarm, ms);
}

static void step(struct unsync__alarm *alarm)
{
    struct unsync__patience *patience = (struct unsync__patience *) alarm;
    if (patience->steps == 0) {
        patience->over(patience);
        return;
    }
    patience->steps--;
    wait(patience, patience->step_ms);
}

static void start(struct unsync__patience *patience, uint64_t ms,
                  void (*over)(struct unsync__patience *patience), bool is_real)
{
    unsync__patience_stop(patience);
    patience->is_real = is_real;
    patience->step_ms = ms / STEPS;
    patience->steps = STEPS - 1;
    patience->over = over;
    patience->alarm.fire = step;
    wait(patience, ms - patience->steps * patience->step_ms);
}

void unsync__patience_start(struct unsync__patience *patience, uint64_t ms,
                            void (*over)(struct unsync__patience *patience))
{
    start(patience, ms, over, false);
}

void unsync__patience_start_real(struct unsync__patience *patience, uint64_t ms,
                                 void (*over)(struct unsync__patience *patience))
{
    start(patience, ms, over, true);
}

void unsync__patience_stop(struct unsync__patience *patience)
{
    unsync__alarm_stop(&patience->alarm);
}
