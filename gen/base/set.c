#include "set.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"

static uint32_t hash(const void *member)
{
    uint64_t bits = (uintptr_t) member;

    return (uint32_t) ((bits >> 4) * 0x9E3779B97F4A7C15u >> 32);
}

/* Where the member is, or the free place where it would be. */
static const void **place(const struct set *set, const void *member)
{
    uint32_t mask = set->capacity - 1, at = hash(member) & mask;

    while (set->slots[at] && set->slots[at] != member)
        at = (at + 1) & mask;
    return &set->slots[at];
}

static void grow(struct set *set)
{
    struct set bigger = {.capacity = set->capacity ? 2 * set->capacity : 32,
                         .count = set->count};

    bigger.slots = memory_new(bigger.capacity * sizeof *bigger.slots);
    for (uint32_t i = 0; i < set->capacity; i++)
        if (set->slots[i])
            *place(&bigger, set->slots[i]) = set->slots[i];
    free(set->slots);
    *set = bigger;
}

bool set_add(struct set *set, const void *member)
{
    const void **slot;

    if (2 * (set->count + 1) > set->capacity)
        grow(set);
    slot = place(set, member);
    if (*slot)
        return false;
    *slot = member;
    set->count++;
    return true;
}

bool set_has(const struct set *set, const void *member)
{
    return set->capacity && *place(set, member);
}

void set_clear(struct set *set)
{
    if (set->count)
        memset(set->slots, 0, set->capacity * sizeof *set->slots);
    set->count = 0;
}

void set_free(struct set *set)
{
    free(set->slots);
    *set = (struct set) {0};
}
