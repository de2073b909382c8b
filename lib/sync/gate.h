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

static inline bool unsync__gate_is_mine(const struct unsync__gate *gate)
{
    return unsync__likely(unsync__here != NULL) &&
           unsync__likely(__atomic_load_n(&gate->unsync__mode, __ATOMIC_RELAXED) == UNSYNC__LOOPS);
}

static inline void unsync__gate_enter(struct unsync__gate *gate)
{
    if (!unsync__gate_is_mine(gate)) unsync__gate_enter_slow(gate);
}

/* On the loop thread the mode does not change in between: it is changed there, between two tasks.
 * */
static inline void unsync__gate_leave(struct unsync__gate *gate)
{
    if (!unsync__gate_is_mine(gate))
        __atomic_store_n(&gate->unsync__busy, 0, __ATOMIC_RELEASE);
}

#endif
