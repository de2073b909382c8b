"""
Large annotated sources for the generator: a plausible file, over and over with other names; and a dense one,
a short @async function a line, each of which becomes some 30 times as much C.
"""

import os

COPIES = 2500
DENSE_COPIES = 40000
HEAD = """#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unsync.h>
"""
PART = """
/* Records of part @N@: read by a thread, judged by a worker, added up on the loop. */
struct record_@N@ {
    char *name;
    long size, weight;
    double share;
};

static int compare_@N@(const void *a, const void *b)
{
    const struct record_@N@ *left = a, *right = b;
    if (left->size != right->size) return left->size < right->size ? -1 : 1;
    return strcmp(left->name, right->name);
}

static void print_@N@(const struct record_@N@ *records, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct record_@N@ *record = &records[i];
        printf("%-20s %8ld %8ld %5.1f%%\\n", record->name, record->size, record->weight,
               record->share * 100.0);
    }
}

@thread long size_@N@(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) unsync_fail(-2, "%s cannot be opened", path);
    long bytes = 0;
    char block[4096];
    for (size_t got; (got = fread(block, 1, sizeof block, file)) > 0;) bytes += (long) got;
    fclose(file);
    return bytes;
}

@cpu_bound long weight_@N@(long size, unsigned seed)
{
    long weight = 0;
    for (long i = 1; i <= size; i++) {
        seed = seed * 1103515245u + 12345u;
        if (size % i == 0) weight += (long) (seed >> 16) & 0xff;
    }
    return weight;
}

@async long collect_@N@(char **paths, size_t count, struct record_@N@ *records)
{
    long total = 0;
    for (size_t i = 0; i < count; i++) {
        struct record_@N@ *record = &records[i];
        size_@N@_task reading = size_@N@(paths[i]);
        record->name = paths[i];
        if (catch reading < 0) {
            record->size = -1;
            unsync_release(reading);
            continue;
        }
        record->size = await reading;
        record->weight = await weight_@N@(record->size, (unsigned) i);
        while (record->weight > 1000 && total > 0) {
            await unsync_yield();
            record->weight /= 2;
        }
        total += record->size;
    }
    for (size_t i = 0; i < count && total > 0; i++)
        records[i].share = (double) records[i].size / (double) total;
    qsort(records, count, sizeof *records, compare_@N@);
    print_@N@(records, count);
    return total;
}
"""


DENSE = "@async int short_@N@(int a) { int b = await next_of(a + @N@); return b * 2; }\n"


def write(folder, name):
    """Writes the file of that name, "generator" or "dense"; gives its path and size in bytes."""
    path = os.path.join(folder, "big.uc")
    part, copies = (DENSE, DENSE_COPIES) if name == "dense" else (PART, COPIES)
    with open(path, "w", encoding="ascii") as file:
        file.write(HEAD)
        if name == "dense":
            file.write("unsync_task_of(int) next_of(int a);\n")
        for number in range(copies):
            file.write(part.replace("@N@", str(number)))
    return path, os.path.getsize(path)
