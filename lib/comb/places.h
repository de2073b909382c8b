/* places.h: at which place of an array a task stands: a hash table of a fixed room, inside its
 * owner's frame.
 *
 * Open addressing with linear probing, never more than half full; what is taken out leaves no
 * grave, those behind it move up. Loop thread. */
#ifndef UNSYNC_COMB_PLACES_H
#define UNSYNC_COMB_PLACES_H

#include <unsync_gen.h>

struct unsync__place {
    const struct unsync__task *task; /* NULL: free */
    size_t index;
};
struct unsync__places {
    struct unsync__place *slots;
    size_t mask;
};

/* More at a time have no memory, and their sizes would not fit into a size_t. */
#define UNSYNC__PLACES_MAX (SIZE_MAX / 128)
/* Slots that `count` tasks at a time need. */
size_t unsync__places_slots(size_t count);
/* `slots` are the caller's, as many as that. */
void unsync__places_init(struct unsync__places *places, struct unsync__place *slots, size_t count);
void unsync__places_put(struct unsync__places *places, const struct unsync__task *task,
                        size_t index);
/* The place of a task that was put, which is forgotten. */
size_t unsync__places_take(struct unsync__places *places, const struct unsync__task *task);

#endif
