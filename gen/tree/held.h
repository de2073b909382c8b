/*
 * Held: the locks of threads that are held at one place of a body, and the calls that take them or
 * give them back. A lock is known by the text of its argument.
 */
#ifndef GEN_TREE_HELD_H
#define GEN_TREE_HELD_H

#include "ir.h"

enum { HELD_MAX = 8 }; /* at one time; more are not followed */

struct held {
    const char *lock, *unlock; /* "&a->mutex", "pthread_mutex_unlock" */
    const struct expr *call;   /* that took it */
};

struct held_locks {
    struct held list[HELD_MAX];
    uint32_t count;
    bool is_dead; /* nothing comes here: a jump stands before */
};

/* The lock that a call takes; false: it takes none. `is_asked`: if its result says so. */
bool held_taken(struct ir *ir, const struct expr *call, struct held *held, bool *is_asked);

/* The lock that a call gives back, without its `call`; false: it gives none. */
bool held_given(struct ir *ir, const struct expr *call, struct held *held);

bool held_same(const struct held *a, const struct held *b);

void held_add(struct held_locks *locks, const struct held *held);
void held_remove(struct held_locks *locks, const struct held *held);

/*
 * Where two ways meet that parted at `before`: a lock that was held then and given back on either
 * is given back; one that was taken on either is held.
 */
struct held_locks held_join(const struct held_locks *before, const struct held_locks *a,
                            const struct held_locks *b);

#endif
