/* gate.h: who may look into an object of lib/sync: one at a time, from any thread.
 *
 * Most of these objects are used by loop tasks alone, and the loop thread needs no lock against
 * itself. So an object is the loop thread's own (plain loads and stores) until another thread
 * touches it first: that thread asks the loop, once, to share it. From then on everybody takes a
 * spin lock; what is done behind it is short and never waits. One that another thread is the first
 * to touch is shared at once. The gate is the first member of every object. */
#ifndef UNSYNC_SYNC_GATE_H
#define UNSYNC_SYNC_GATE_H

#include <unsync_gen.h>

enum { UNSYNC__FRESH, UNSYNC__LOOPS, UNSYNC__SHARED };

void unsync__gate_enter_slow(struct unsync__gate *gate);
/* For loops that wait for another thread; *spins is 0 before the first. */
void unsync__pause_briefly(unsigned *spins);

/* True: the object is the loop thread's own, and this is it. The result is for the leave; on the
 * loop thread the mode does not change in between: it is changed there, between two tasks. */
static inline bool unsync__gate_enter(struct unsync__gate *gate)
{
    uint32_t mode = __atomic_load_n(&gate->unsync__mode, __ATOMIC_ACQUIRE), nobody = 0;
    if (mode == UNSYNC__LOOPS && unsync__likely(unsync__here != NULL)) return true;
    if (mode != UNSYNC__SHARED ||
        !__atomic_compare_exchange_n(&gate->unsync__busy, &nobody, 1, false, __ATOMIC_ACQUIRE,
                                     __ATOMIC_RELAXED))
        unsync__gate_enter_slow(gate);
    return false;
}

static inline void unsync__gate_leave(struct unsync__gate *gate, bool owns)
{
    if (!owns) __atomic_store_n(&gate->unsync__busy, 0, __ATOMIC_RELEASE);
}

#endif
