#include "vector.h"

#include <stdio.h>

#include "memory.h"

enum { ELEMENTS_MAX = 1 << 30 };

void *vector_room(void *list, uint32_t *capacity, uint32_t count, uint32_t more, size_t size)
{
    uint64_t need = (uint64_t) count + more, room = *capacity ? *capacity : 16;

    while (room < need)
        room += room / 2;
    if (room > ELEMENTS_MAX) {
        fputs("unsync: error: the file is too large\n", stderr);
        exit(1);
    }
    *capacity = (uint32_t) room;
    return memory_resize(list, room * size);
}
