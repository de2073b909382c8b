/*
 * Arena: memory that is given back all at once. The tree of one file lives in one arena; nodes are
 * never freed one by one, so a parser that gives up in the middle leaks nothing.
 */
#ifndef GEN_BASE_ARENA_H
#define GEN_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena_chunk;

/* All zero is a valid empty arena. */
struct arena {
    struct arena_chunk *chunk; /* newest first */
    char *free, *end;          /* what is left of the newest */
};

/* `size` bytes, zeroed, aligned for every type, valid until arena_free(). */
void *arena_alloc(struct arena *arena, size_t size) __attribute__((returns_nonnull));
#define ARENA_NEW(arena, type) ((type *) arena_alloc((arena), sizeof(type)))

/* A NUL-terminated copy of text[0..len). */
char *arena_copy(struct arena *arena, const char *text, size_t len)
    __attribute__((returns_nonnull));

/* sprintf into the arena. */
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3), nonnull(2), returns_nonnull));
char *arena_vprintf(struct arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0), nonnull(2), returns_nonnull));

/* Everything in it is void; the newest memory is kept for what comes next. */
void arena_reset(struct arena *arena);

/* Gives everything back; the arena is empty and may be used again. */
void arena_free(struct arena *arena);

#endif
