/* store.c: see store.h. Sizes are powers of two, and each block of a lease is larger than the one
 * before, so a lease of any size has few. */
#define _GNU_SOURCE
#include "store.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../base/alloc.h"
#include "copy.h"
#include "sealed.h"

#define SIZE_FIRST ((size_t) 256 * 1024)
#define SIZE_MOST ((size_t) 1 << 36) /* of all blocks of a worker: it may be a hostile one */
/* So many sizes, each with all the leases that there may be of it at once in both directions. */
enum { BLOCKS_MOST = 768 };

/* --- Making blocks ---------------------------------------------------------------------------- */

static int add(struct unsync__store *store, int fd, size_t size, bool mine)
{
    if (store->count == store->room) {
        uint32_t room = store->room == 0 ? 8 : store->room * 2;
        struct unsync__block *blocks = unsync__realloc(store->blocks, room * sizeof *blocks);
        if (blocks == NULL) return -ENOMEM;
        store->blocks = blocks;
        store->room = room;
    }
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (memory == MAP_FAILED) return -errno;
    store->blocks[store->count++] =
        (struct unsync__block){
            .memory = memory, .size = size, .mine = mine, .touched = true, .resident = true};
    store->size += size;
    return 0;
}

int unsync__store_make(struct unsync__store *store, size_t size, bool mine, int *fd)
{
    size_t rounded = SIZE_FIRST;
    while (rounded < size && rounded < SIZE_MOST) rounded *= 2;
    if (rounded < size || store->count == BLOCKS_MOST || rounded > SIZE_MOST - store->size)
        return -ENOMEM;
    *fd = unsync__sealed_make(rounded);
    if (*fd < 0) return *fd;
    int error = add(store, *fd, rounded, mine);
    if (error != 0) close(*fd);
    return error;
}

int unsync__store_receive(struct unsync__store *store, int fd, bool mine)
{
    struct stat status;
    if (fstat(fd, &status) != 0) return -errno;
    return add(store, fd, (size_t) status.st_size, mine);
}

void unsync__store_unmake(struct unsync__store *store)
{
    const struct unsync__block *block = &store->blocks[--store->count];
    store->size -= block->size;
    munmap(block->memory, block->size);
}

void unsync__store_close(struct unsync__store *store)
{
    while (store->count > 0) unsync__store_unmake(store);
    unsync__free(store->blocks);
    *store = (struct unsync__store){.make = store->make};
}

/* --- Leases ----------------------------------------------------------------------------------- */

static size_t aligned(size_t len)
{
    return (len + UNSYNC__SPOT_ALIGN - 1) / UNSYNC__SPOT_ALIGN * UNSYNC__SPOT_ALIGN;
}

/* The smallest that is free and large enough; the number + 1, or 0. */
static uint32_t find(const struct unsync__store *store, size_t size)
{
    uint32_t best = 0;
    for (uint32_t i = 0; i < store->count; i++) {
        const struct unsync__block *block = &store->blocks[i];
        if (!block->mine || block->leased || block->size < size) continue;
        if (best == 0 || block->size < store->blocks[best - 1].size) best = i + 1;
    }
    return best;
}

bool unsync__store_has(const struct unsync__store *store, size_t size)
{
    return find(store, size) != 0;
}

static struct unsync__block *extend(struct unsync__store *store, struct unsync__lease *lease,
                                    size_t len)
{
    size_t more = lease->last == 0 ? 0 : store->blocks[lease->last - 1].size + 1;
    size_t size = len > more ? len : more;
    uint32_t found = find(store, size);
    if (found == 0 && store->make(store, size) == 0) found = find(store, size);
    if (found == 0) return NULL;
    struct unsync__block *block = &store->blocks[found - 1];
    block->leased = block->touched = block->resident = true;
    block->used = 0;
    block->next = 0;
    if (lease->last != 0)
        store->blocks[lease->last - 1].next = found;
    else
        lease->first = found;
    lease->last = found;
    return block;
}

bool unsync__store_put(struct unsync__store *store, struct unsync__lease *lease, const void *bytes,
                       size_t len, struct unsync__spot *spot)
{
    struct unsync__block *block = lease->last == 0 ? NULL : &store->blocks[lease->last - 1];
    if (block == NULL || block->size - block->used < len) block = extend(store, lease, len);
    if (block == NULL) return false;
    *spot = (struct unsync__spot){lease->last - 1, block->used, len};
    size_t end = aligned(block->used + len);
    if (end > block->size) end = block->size;
    store->leased += end - block->used;
    block->used = end;
    unsync__copy_over(block->memory + spot->offset, bytes, len);
    return true;
}

void unsync__store_end(struct unsync__store *store, struct unsync__lease *lease)
{
    for (uint32_t at = lease->first; at != 0; at = store->blocks[at - 1].next) {
        store->blocks[at - 1].leased = false;
        store->leased -= store->blocks[at - 1].used;
    }
    *lease = (struct unsync__lease){0};
}

void *unsync__store_at(struct unsync__store *store, const struct unsync__spot *spot)
{
    while (spot->block >= store->count && store->receive != NULL) store->receive(store);
    if (spot->block >= store->count) return NULL;
    struct unsync__block *block = &store->blocks[spot->block];
    block->touched = block->resident = true;
    if (block->mine || spot->offset > block->size || spot->len > block->size - spot->offset)
        return NULL;
    return block->memory + spot->offset;
}

bool unsync__store_owns(const struct unsync__store *store, const void *address)
{
    uintptr_t at = (uintptr_t) address;
    for (uint32_t i = 0; i < store->count; i++) {
        uintptr_t first = (uintptr_t) store->blocks[i].memory;
        if (!store->blocks[i].mine && at >= first && at - first < store->blocks[i].size)
            return true;
    }
    return false;
}

bool unsync__store_trim(struct unsync__store *store, bool does_nothing)
{
    bool more = false;
    for (uint32_t i = 0; i < store->count; i++) {
        struct unsync__block *block = &store->blocks[i];
        bool unused = !block->leased && !block->touched && (block->mine || does_nothing);
        block->touched = false;
        if (unused && block->resident) {
            madvise(block->memory, block->size, MADV_REMOVE);
            block->resident = false;
        }
        more = more || block->resident;
    }
    return more;
}
