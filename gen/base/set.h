/*
 * A set of pointers, for "was this seen": interned names, mostly.
 */
#ifndef GEN_BASE_SET_H
#define GEN_BASE_SET_H

#include <stdbool.h>
#include <stdint.h>

/* All zero is a valid empty set. */
struct set {
    const void **slots;
    uint32_t count, capacity; /* a power of two, or 0 */
};

/* Adds it; false: it was there. NULL cannot be a member. */
bool set_add(struct set *set, const void *member);
bool set_has(const struct set *set, const void *member);

/* Empties it, keeps the memory. */
void set_clear(struct set *set);
void set_free(struct set *set);

#endif
