/* So many MiB to a worker, a checksum back: us there and back beyond the checksum itself. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unsync.h>

#include "clock.h"

enum { BYTES = 512 << 20, PARTS = 8, WARM = 3 }; /* in all */

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

/* A machine drifts: the sums here are taken between the calls, as many at a time. */
@async int main(int argc, char **argv)
{
    size_t mib = argc > 1 ? strtoul(argv[1], NULL, 10) : 1, count = (mib << 20) / sizeof(uint64_t);
    size_t rounds = BYTES / (mib << 20) / PARTS;
    uint64_t *list = malloc(count * sizeof *list), wrong = 0;
    double beyond[PARTS];
    for (size_t i = 0; i < count; i++) list[i] = i * i;
    uint64_t right = sum(list, count);
    for (int i = 0; i < WARM; i++) wrong += await remote_sum(list, count) != right;
    for (int part = 0; part < PARTS; part++) {
        double begin = now_ns();
        for (size_t i = 0; i < rounds; i++) wrong += await remote_sum(list, count) != right;
        double there = now_ns() - begin;
        for (size_t i = 0; i < rounds; i++) wrong += sum(list, count) != right;
        beyond[part] = 2 * there - (now_ns() - begin);
    }
    free(list);
    printf("%.3f\n", median_of(beyond, PARTS) / (double) rounds / 1000);
    return wrong != 0;
}
