/* arena.h: memory of one call in a worker: many small blocks, given back at once.
 *
 * Blocks are cut from the current chunk; when it is full, a chunk as large as all so far (or as the
 * request) follows. A reset keeps one chunk of the smallest size, so that small calls never reach
 * the allocator. Under ASan what is not handed out is poisoned. One thread at a time. */
#ifndef UNSYNC_WIRE_ARENA_H
#define UNSYNC_WIRE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

enum { UNSYNC__ARENA_ALIGN = 16 };

struct unsync__chunk;
struct unsync__arena {
    struct unsync__chunk *chunks; /* the current one first */
    size_t used;                  /* bytes of the current chunk */
};

/* All bytes zero is an empty arena. `size` bytes aligned to 16, uninitialised, valid until the
 * reset; NULL without memory. */
void *unsync__arena_alloc(struct unsync__arena *arena, size_t size);
/* Does the address lie in memory of the arena? */
bool unsync__arena_owns(const struct unsync__arena *arena, const void *address);
/* Ends all blocks. */
void unsync__arena_reset(struct unsync__arena *arena);
/* The same, and gives all memory back. */
void unsync__arena_free(struct unsync__arena *arena);

#endif
