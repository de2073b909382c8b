/* ranks.c: see ranks.h. Cells are an age and an item, moved by memcpy; the compared item is aligned
 * to 16. */
#include "ranks.h"

#include <string.h>

#include "../base/alloc.h"

enum { ALIGN = 16 };

static char *cell(const struct unsync__ranks *ranks, size_t at)
{
    return ranks->cells + at * ranks->stride;
}

static bool is_before(const struct unsync__ranks *ranks, const char *one, const char *other)
{
    int64_t age, other_age;
    int order = ranks->compare(one + ALIGN, other + ALIGN);
    if (order != 0) return order < 0;
    memcpy(&age, one, sizeof age);
    memcpy(&other_age, other, sizeof other_age);
    return age < other_age;
}

bool unsync__ranks_init(struct unsync__ranks *ranks, size_t size, size_t room,
                        int (*compare)(const void *, const void *))
{
    *ranks = (struct unsync__ranks){.size = size, .room = room, .compare = compare};
    ranks->stride = ALIGN + (size + ALIGN - 1) / ALIGN * ALIGN;
    if (room >= SIZE_MAX / ranks->stride) return false;
    ranks->cells = unsync__alloc((room + 1) * ranks->stride);
    return ranks->cells != NULL;
}

void unsync__ranks_close(struct unsync__ranks *ranks)
{
    unsync__free(ranks->cells);
}

bool unsync__ranks_reserve(struct unsync__ranks *ranks, size_t count)
{
    if (count <= ranks->room) return true;
    char *cells = unsync__realloc(ranks->cells, (2 * count + 1) * ranks->stride);
    if (cells == NULL) return false;
    ranks->cells = cells;
    ranks->room = 2 * count;
    return true;
}

void unsync__ranks_add(struct unsync__ranks *ranks, const void *item, int64_t age)
{
    char *fresh = cell(ranks, ranks->room);
    memcpy(fresh, &age, sizeof age);
    memcpy(fresh + ALIGN, item, ranks->size);
    size_t at = ranks->count++;
    while (at > 0 && is_before(ranks, fresh, cell(ranks, (at - 1) / 2))) {
        memcpy(cell(ranks, at), cell(ranks, (at - 1) / 2), ranks->stride);
        at = (at - 1) / 2;
    }
    memcpy(cell(ranks, at), fresh, ranks->stride);
}

void unsync__ranks_take(struct unsync__ranks *ranks, void *item)
{
    memcpy(item, cell(ranks, 0) + ALIGN, ranks->size);
    const char *last = cell(ranks, --ranks->count);
    size_t at = 0;
    for (size_t child; (child = 2 * at + 1) < ranks->count; at = child) {
        size_t right = child + 1;
        if (right < ranks->count && is_before(ranks, cell(ranks, right), cell(ranks, child)))
            child = right;
        if (!is_before(ranks, cell(ranks, child), last)) break;
        memcpy(cell(ranks, at), cell(ranks, child), ranks->stride);
    }
    if (ranks->count > 0) memmove(cell(ranks, at), last, ranks->stride);
}
