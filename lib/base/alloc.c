/* alloc.c: the one door to malloc; see alloc.h. Counters are relaxed atomics: they are exact when
 * the program is quiet, which is when tests read them. */
#define _GNU_SOURCE
#include "alloc.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static struct unsync__allocator allocator = {malloc, realloc, free};
static _Atomic uint64_t requests;
static _Atomic uint64_t fail_first, fail_last; /* numbers of requests */
static _Atomic int64_t live;
bool (*unsync__alloc_relief)(void);

/* Counts a request; true if it is one that has to fail. */
static int refused(void)
{
    uint64_t number = atomic_fetch_add_explicit(&requests, 1, memory_order_relaxed) + 1;
    return number <= atomic_load_explicit(&fail_last, memory_order_relaxed) &&
           number >= atomic_load_explicit(&fail_first, memory_order_relaxed);
}

static bool relieved(void)
{
    return unsync__alloc_relief != NULL && unsync__alloc_relief();
}

/* Past this size each block of malloc's is fresh memory from the kernel, whose pages cost more than
 * what is then copied into them: 64 MiB took 50 ms. Large pages are a fifth of that, and memory
 * that is touched to its end is no more with them. */
static void *large_pages(void *block, size_t size)
{
    const uintptr_t large = (uintptr_t) 2 << 20;
    if (block == NULL || size < 16 * large) return block;
    uintptr_t first = ((uintptr_t) block + large - 1) / large * large;
    uintptr_t end = ((uintptr_t) block + size) / large * large;
    int saved = errno;
    madvise((void *) first, end - first, MADV_HUGEPAGE);
    errno = saved;
    return block;
}

void *unsync__alloc(size_t size)
{
    if (refused()) return NULL;
    if (size == 0) size = 1;
    void *block = allocator.alloc(size);
    if (block == NULL && relieved()) block = allocator.alloc(size);
    if (block != NULL) atomic_fetch_add_explicit(&live, 1, memory_order_relaxed);
    return allocator.alloc == malloc ? large_pages(block, size) : block;
}

void *unsync__zalloc(size_t size)
{
    void *block = unsync__alloc(size);
    if (block != NULL) memset(block, 0, size);
    return block;
}

void *unsync__realloc(void *block, size_t size)
{
    if (block == NULL) return unsync__alloc(size);
    if (refused()) return NULL;
    if (size == 0) size = 1;
    void *other = allocator.realloc(block, size);
    return other == NULL && relieved() ? allocator.realloc(block, size) : other;
}

void unsync__free(void *block)
{
    if (block == NULL) return;
    atomic_fetch_sub_explicit(&live, 1, memory_order_relaxed);
    allocator.free(block);
}

void *unsync__user_alloc(size_t size)
{
    if (refused()) return NULL;
    if (size == 0) size = 1;
    void *block = malloc(size);
    return large_pages(block == NULL && relieved() ? malloc(size) : block, size);
}

void unsync__alloc_replace(const struct unsync__allocator *replacement)
{
    allocator = *replacement;
}

uint64_t unsync__alloc_requests(void)
{
    return atomic_load_explicit(&requests, memory_order_relaxed);
}

int64_t unsync__alloc_live(void)
{
    return atomic_load_explicit(&live, memory_order_relaxed);
}

static void fail(uint64_t first, uint64_t last)
{
    atomic_store_explicit(&fail_last, 0, memory_order_relaxed);
    atomic_store_explicit(&fail_first, first, memory_order_relaxed);
    atomic_store_explicit(&fail_last, last, memory_order_relaxed);
}

void unsync__alloc_fail_at(uint64_t request)
{
    uint64_t number = unsync__alloc_requests() + request;
    fail(number, request == 0 ? 0 : number);
}

void unsync__alloc_fail_some(uint64_t request, uint64_t count)
{
    uint64_t first = unsync__alloc_requests() + request;
    fail(first, first + count - 1);
}
