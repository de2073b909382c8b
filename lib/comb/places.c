/* places.c: see places.h. */
#include "places.h"

#include <string.h>

size_t unsync__places_slots(size_t count)
{
    size_t slots = 2;
    while (slots < 2 * count) slots *= 2;
    return slots;
}

void unsync__places_init(struct unsync__places *places, struct unsync__place *slots, size_t count)
{
    places->slots = slots;
    places->mask = unsync__places_slots(count) - 1;
    memset(slots, 0, (places->mask + 1) * sizeof *slots);
}

static size_t home_of(const struct unsync__places *places, const struct unsync__task *task)
{
    return (size_t) (((uint64_t) (uintptr_t) task >> 4) * 0x9e3779b97f4a7c15u >> 20) & places->mask;
}

void unsync__places_put(struct unsync__places *places, const struct unsync__task *task,
                        size_t index)
{
    size_t at = home_of(places, task);
    while (places->slots[at].task != NULL) at = (at + 1) & places->mask;
    places->slots[at] = (struct unsync__place){task, index};
}

size_t unsync__places_take(struct unsync__places *places, const struct unsync__task *task)
{
    struct unsync__place *slots = places->slots;
    size_t mask = places->mask, hole = home_of(places, task);
    while (slots[hole].task != task) hole = (hole + 1) & mask;
    size_t index = slots[hole].index;
    for (size_t at = (hole + 1) & mask; slots[at].task != NULL; at = (at + 1) & mask) {
        size_t home = home_of(places, slots[at].task);
        if (((at - home) & mask) < ((at - hole) & mask)) continue; /* it stands behind its home */
        slots[hole] = slots[at];
        hole = at;
    }
    slots[hole].task = NULL;
    return index;
}
