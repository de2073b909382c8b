/* store.h: blocks of shared memory between the program and one worker, for what is too large for a
 * ring.
 *
 * The program makes all of them, of sealed size, and sends their descriptors over the socket; a
 * block's number is its turn among them, on both sides. A block serves one direction. Who fills it
 * leases it for one call or result, puts values into it at aligned places, and says where they lie:
 * a *spot*. Blocks are kept and leased again: fresh memory costs more than the copy. A spot that
 * comes from the other side is checked before it is followed. One thread a side. */
#ifndef UNSYNC_EXEC_STORE_H
#define UNSYNC_EXEC_STORE_H

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
};

struct unsync__store {
    struct unsync__block *blocks;
    uint32_t count, room;
    size_t size; /* of all blocks */
    /* Adds a block of this side's, of `size` bytes at least. 0; or -errno. */
    int (*make)(struct unsync__store *store, size_t size);
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

/* Room for `len` bytes; the memory is there to be filled. NULL: there is no more. */
void *unsync__store_put(struct unsync__store *store, struct unsync__lease *lease, size_t len,
                        struct unsync__spot *spot);
/* The lease is over. */
void unsync__store_end(struct unsync__store *store, struct unsync__lease *lease);
/* What lies at a spot in a block that the other side fills; NULL: there is no such spot. */
void *unsync__store_at(const struct unsync__store *store, const struct unsync__spot *spot);
/* Does the address lie in a block that the other side fills? */
bool unsync__store_owns(const struct unsync__store *store, const void *address);
/* Gives back the pages of all blocks that are not leased; they are as large as before. */
void unsync__store_trim(struct unsync__store *store);

#endif
