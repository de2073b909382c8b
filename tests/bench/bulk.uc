/* So many MiB to a worker, a checksum back: us there and back beyond the checksum itself. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unsync.h>

#include "clock.h"

enum { BYTES = 512 << 20, WARM = 3 }; /* in all */

static uint64_t sum(const uint64_t *list, size_t count)
{
    uint64_t all = 0;
    for (size_t i = 0; i < count; i++) all += list[i];
    return all;
}

@cpu_bound uint64_t remote_sum(@len(count) const uint64_t *list, size_t count)
{
    return sum(list, count);
}

@async int main(int argc, char **argv)
{
    size_t mib = argc > 1 ? strtoul(argv[1], NULL, 10) : 1, count = (mib << 20) / sizeof(uint64_t);
    size_t rounds = BYTES / (mib << 20);
    uint64_t *list = malloc(count * sizeof *list), wrong = 0;
    for (size_t i = 0; i < count; i++) list[i] = i * i;
    uint64_t right = sum(list, count);
    for (int i = 0; i < WARM; i++) wrong += await remote_sum(list, count) != right;
    double begin = now_ns();
    for (size_t round = 0; round < rounds; round++) wrong += await remote_sum(list, count) != right;
    double there = now_ns() - begin;
    for (size_t round = 0; round < rounds; round++) wrong += sum(list, count) != right;
    double here = now_ns() - begin - there;
    free(list);
    printf("%.3f\n", (there - here) / (double) rounds / 1000);
    return wrong != 0;
}
