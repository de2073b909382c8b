/* store.h: blocks of shared memory between the program and one worker, for what is too large for a
 * ring.
 *
 * The program makes all of them, of sealed size, and sends their descriptors over the socket; a
 * block's number is its turn among them, on both sides. A block serves one direction. Who fills it
 * leases it for one call or result, puts values into it at aligned places, and says where they lie:
 * a *spot*. Blocks are kept and leased again: fresh memory costs more than the copy. A spot that
 * comes from the other side is checked before it is followed. One thread a side. */
#ifndef UNSYNC_WIRE_STORE_H
#define UNSYNC_WIRE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { UNSYNC__SPOT_ALIGN = 64 };

struct unsync__spot {
    uint64_t block, offset, len;
};

struct unsync__block {
    unsigned char *memory;
    size_t size, used;
    uint32_t next; /* of the same lease: its number + 1 */
    bool mine;     /* this side fills it */
    bool leased;
    bool touched;  /* since the last trim */
    bool resident; /* it may have pages */
};

struct unsync__store {
    struct unsync__block *blocks;
    uint32_t count, room;
    size_t size;   /* of all blocks */
    size_t leased; /* bytes in leases of this side, as far as they are filled */
    /* Adds a block of this side's, of `size` bytes at least. 0; or -errno. */
    int (*make)(struct unsync__store *store, size_t size);
    /* A spot is in a block that was not received yet: receives blocks. NULL: there is none. */
    void (*receive)(struct unsync__store *store);
};

/* The blocks of one call or result. All bytes zero: none. */
struct unsync__lease {
    uint32_t first, last; /* number + 1 */
};

/* A new block: its memory, here, and its descriptor, the caller's. 0; or -errno. */
int unsync__store_make(struct unsync__store *store, size_t size, bool mine, int *fd);
/* The program has made it: the next number. 0; or -errno. */
int unsync__store_receive(struct unsync__store *store, int fd, bool mine);
/* The other side never heard of the last one. */
void unsync__store_unmake(struct unsync__store *store);
void unsync__store_close(struct unsync__store *store);

/* Is a block of that size free, for this side to fill? */
bool unsync__store_has(const struct unsync__store *store, size_t size);
/* Copies the bytes; where they lie now. False: there is no more room. */
bool unsync__store_put(struct unsync__store *store, struct unsync__lease *lease, const void *bytes,
                       size_t len, struct unsync__spot *spot);
/* The lease is over. */
void unsync__store_end(struct unsync__store *store, struct unsync__lease *lease);
/* What lies at a spot in a block that the other side fills; NULL: there is no such spot. */
void *unsync__store_at(struct unsync__store *store, const struct unsync__spot *spot);
/* Does the address lie in a block that the other side fills? */
bool unsync__store_owns(const struct unsync__store *store, const void *address);
/* The program's: gives back the pages of blocks that were not used since the last time; they are as
 * large as before. Of those that the worker fills only if it does nothing. False: there is nothing
 * more to give back. */
bool unsync__store_trim(struct unsync__store *store, bool does_nothing);

#endif
