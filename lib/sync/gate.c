/* gate.c: see gate.h. The mode goes from fresh to the loop's to shared, never back; the loop thread
 * alone ends its own time, so while it is inside nobody else gets in. */
#include "gate.h"

#include <sched.h>

#include "../base/parker.h"
#include "../loop/ambient.h"
#include "../loop/door.h"

enum { SPINS = 100 };

struct wish {
    struct unsync__message message; /* first */
    struct unsync__gate *gate;
    struct unsync__parker *parker;
};

static void share(struct unsync__message *message)
{
    struct wish *wish = (struct wish *) message;
    struct unsync__parker *parker = wish->parker;
    __atomic_store_n(&wish->gate->unsync__mode, UNSYNC__SHARED, __ATOMIC_RELEASE);
    unsync__parker_unpark(parker); /* the wish is gone now */
}

static void ask_to_share(struct unsync__gate *gate)
{
    unsync__ambient_need();
    struct wish wish = {
        .message.deliver = share, .gate = gate, .parker = unsync__parker_mine()};
    unsync__door_post(&wish.message);
    unsync__parker_park(wish.parker);
}

void unsync__pause_briefly(unsigned *spins)
{
    if (++*spins < SPINS) {
#if defined __x86_64__ || defined __i386__
        __builtin_ia32_pause();
#endif
    } else {
        *spins = 0;
        sched_yield();
    }
}

static void take(struct unsync__gate *gate)
{
    unsigned spins = 0;
    for (;;) {
        uint32_t nobody = 0;
        if (__atomic_compare_exchange_n(&gate->unsync__busy, &nobody, 1, true, __ATOMIC_ACQUIRE,
                                        __ATOMIC_RELAXED))
            return;
        unsync__pause_briefly(&spins);
    }
}

void unsync__gate_enter_slow(struct unsync__gate *gate)
{
    uint32_t mode = __atomic_load_n(&gate->unsync__mode, __ATOMIC_ACQUIRE);
    if (mode == UNSYNC__FRESH) {
        uint32_t wanted = unsync__here != NULL ? UNSYNC__LOOPS : UNSYNC__SHARED;
        if (__atomic_compare_exchange_n(&gate->unsync__mode, &mode, wanted, false,
                                        __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
            mode = wanted;
    }
    if (mode == UNSYNC__LOOPS) {
        if (unsync__here != NULL) return;
        ask_to_share(gate);
    }
    take(gate);
}
