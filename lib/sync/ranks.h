/* ranks.h: a binary heap of items of any size: the first by a comparison, then by age. Pure data
 * structure. */
#ifndef UNSYNC_SYNC_RANKS_H
#define UNSYNC_SYNC_RANKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct unsync__ranks {
    size_t size, stride; /* bytes of an item; of a cell: the age, then the item */
    size_t count, room;  /* cells; there is one more, for exchanging */
    int (*compare)(const void *, const void *);
    char *cells;
};

/* False without memory. */
bool unsync__ranks_init(struct unsync__ranks *ranks, size_t size, size_t room,
                        int (*compare)(const void *, const void *));
/* All bytes zero are fine too. */
void unsync__ranks_close(struct unsync__ranks *ranks);
/* Room for `count` items in all; false without memory. */
bool unsync__ranks_reserve(struct unsync__ranks *ranks, size_t count);
/* There is room. */
void unsync__ranks_add(struct unsync__ranks *ranks, const void *item, int64_t age);
/* Takes the first one out; there is one. */
void unsync__ranks_take(struct unsync__ranks *ranks, void *item);

#endif
