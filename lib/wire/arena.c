/* arena.c: chunks of memory, the newest first; see arena.h. */
#include "arena.h"

#include <stdint.h>
#include <unsync_gen.h>

#include "../base/alloc.h"

enum { CHUNK_MIN = 16 * 1024 - 64, ALIGN = UNSYNC__ARENA_ALIGN };

struct unsync__chunk {
    struct unsync__chunk *next;
    size_t room; /* bytes of data */
    _Alignas(ALIGN) char data[];
};

static struct unsync__chunk *chunk_new(size_t room)
{
    if (room > SIZE_MAX - sizeof(struct unsync__chunk)) return NULL;
    struct unsync__chunk *chunk = unsync__alloc(sizeof *chunk + room);
    if (chunk == NULL) return NULL;
    chunk->room = room;
    unsync__poison(chunk->data, room);
    return chunk;
}

static void chunk_free(struct unsync__chunk *chunk)
{
    unsync__unpoison(chunk->data, chunk->room);
    unsync__free(chunk);
}

static bool grow(struct unsync__arena *arena, size_t size)
{
    size_t room = arena->chunks == NULL ? CHUNK_MIN : arena->chunks->room * 2;
    if (room < size) room = size;
    struct unsync__chunk *chunk = chunk_new(room);
    if (chunk == NULL) return false;
    chunk->next = arena->chunks;
    arena->chunks = chunk;
    arena->used = 0;
    return true;
}

void *unsync__arena_alloc(struct unsync__arena *arena, size_t size)
{
    if (size > SIZE_MAX - ALIGN) return NULL;
    size_t rounded = (size + ALIGN) / ALIGN * ALIGN; /* never 0; a byte or more of margin */
    if (arena->chunks == NULL || arena->chunks->room - arena->used < rounded)
        if (!grow(arena, rounded)) return NULL;
    char *block = arena->chunks->data + arena->used;
    arena->used += rounded;
    unsync__unpoison(block, size);
    return block;
}

bool unsync__arena_owns(const struct unsync__arena *arena, const void *address)
{
    uintptr_t at = (uintptr_t) address;
    for (const struct unsync__chunk *chunk = arena->chunks; chunk != NULL; chunk = chunk->next) {
        uintptr_t first = (uintptr_t) chunk->data;
        if (at >= first && at - first < chunk->room) return true;
    }
    return false;
}

void unsync__arena_reset(struct unsync__arena *arena)
{
    struct unsync__chunk *chunk = arena->chunks;
    if (chunk == NULL) return;
    if (chunk->next == NULL && chunk->room == CHUNK_MIN) {
        unsync__poison(chunk->data, arena->used);
        arena->used = 0;
        return;
    }
    unsync__arena_free(arena);
}

void unsync__arena_free(struct unsync__arena *arena)
{
    for (struct unsync__chunk *chunk = arena->chunks, *next; chunk != NULL; chunk = next) {
        next = chunk->next;
        chunk_free(chunk);
    }
    arena->chunks = NULL;
    arena->used = 0;
}
