#include "arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"
#include "memory.h"

enum { CHUNK_SIZE = 64 * 1024, ALIGNMENT = 16 };

struct arena_chunk {
    struct arena_chunk *older;
    size_t size;
    _Alignas(ALIGNMENT) char bytes[];
};

static void add_chunk(struct arena *arena, size_t size)
{
    struct arena_chunk *chunk = memory_new(sizeof *chunk + size);

    chunk->older = arena->chunk;
    chunk->size = size;
    arena->chunk = chunk;
    arena->free = chunk->bytes;
    arena->end = chunk->bytes + size;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    size_t rounded = ((size ? size : 1) + ALIGNMENT - 1) & ~(size_t) (ALIGNMENT - 1);
    void *memory;

    if ((size_t) (arena->end - arena->free) < rounded)
        add_chunk(arena, rounded > CHUNK_SIZE / 4 ? rounded : CHUNK_SIZE);
    memory = arena->free;
    arena->free += rounded;
    return memory;
}

char *arena_copy(struct arena *arena, const char *text, size_t len)
{
    char *copy = arena_alloc(arena, len + 1);

    memcpy(copy, text, len);
    return copy;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list args)
{
    char likely[256], *text;
    va_list again;
    size_t len;

    va_copy(again, args);
    len = format_text(likely, sizeof likely, format, args);
    if (len < sizeof likely) {
        text = arena_copy(arena, likely, len);
    } else {
        text = arena_alloc(arena, len + 1);
        format_text(text, len + 1, format, again);
    }
    va_end(again);
    return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    char *text;

    va_start(args, format);
    text = arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}

void arena_reset(struct arena *arena)
{
    struct arena_chunk *newest = arena->chunk;
    struct arena rest = {0};

    if (!newest)
        return;
    rest.chunk = newest->older;
    arena_free(&rest);
    newest->older = NULL;
    memset(newest->bytes, 0, (size_t) (arena->free - newest->bytes));
    arena->free = newest->bytes;
}

void arena_free(struct arena *arena)
{
    struct arena_chunk *chunk, *older;

    for (chunk = arena->chunk; chunk; chunk = older) {
        older = chunk->older;
        free(chunk);
    }
    *arena = (struct arena) {0};
}
