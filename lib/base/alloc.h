/* alloc.h: where the library's memory comes from.
 *
 * One door for every allocation of the runtime, so that it can be replaced, counted and made to
 * fail on demand: tests let the n-th request of a run fail and expect a clear failure, never a
 * crash. What users free with free() (strings, owned results) comes from unsync__user_alloc, which
 * is malloc behind the same counter. Any thread. Does not round, pool or align beyond malloc. */
#ifndef UNSYNC_BASE_ALLOC_H
#define UNSYNC_BASE_ALLOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* `size` bytes, uninitialised; NULL without memory. Owned by the caller: unsync__free. */
void *unsync__alloc(size_t size);
/* The same, all bytes zero. */
void *unsync__zalloc(size_t size);
/* Grows or shrinks; on NULL the old block stays valid. */
void *unsync__realloc(void *block, size_t size);
/* NULL is allowed. */
void unsync__free(void *block);
/* `size` bytes that the user frees with free(); NULL without memory. */
void *unsync__user_alloc(size_t size);

/* Replaces malloc, realloc and free of the library; before its first use only. */
struct unsync__allocator {
    void *(*alloc)(size_t size);
    void *(*realloc)(void *block, size_t size);
    void (*free)(void *block);
};
void unsync__alloc_replace(const struct unsync__allocator *allocator);

/* Asked when there is no memory: was something in the way that now is not? Then it is tried once
 * more. NULL: nobody is asked. Set before the first thread. */
extern bool (*unsync__alloc_relief)(void);

/* How many requests there were, and how many blocks of unsync__alloc are not freed. */
uint64_t unsync__alloc_requests(void);
int64_t unsync__alloc_live(void);
/* The request with this number (from 1, counted from now) fails; 0: none. */
void unsync__alloc_fail_at(uint64_t request);
/* `count` requests fail, that one and those that follow. */
void unsync__alloc_fail_some(uint64_t request, uint64_t count);

#endif
