/* What a worker yields to a task that takes it as fast as it can: numbers, million a second, or with
 * argv[1] "blocks" arrays of 1 MiB, GB a second. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unsync.h>

#include "clock.h"

enum { NUMBERS = 2000000, BLOCKS = 1000, COUNT = (1 << 20) / sizeof(double), WARM = 100 };

@message
struct block {
    size_t count;
    @len(count) double *items;
};

@cpu_bound @generator
long numbers(long count)
{
    for (long i = 0; i < count; i++) yield i;
}

/* Each value is made new, as a value that is owned has to be. */
@cpu_bound @generator
struct block blocks(long count)
{
    double *made = malloc(COUNT * sizeof *made);
    defer free(made);
    for (size_t i = 0; i < COUNT; i++) made[i] = (double) i;
    for (long i = 0; i < count; i++) {
        struct block one = {COUNT, malloc(COUNT * sizeof *made)};
        memcpy(one.items, made, COUNT * sizeof *made);
        yield one;
    }
}

@async
double take_numbers(long count)
{
    long sum = 0;
    double begin = now_ns();
    unsync_each_await (numbers, number, count) sum += number;
    if (sum != count * (count - 1) / 2) unsync_fail(-1, "a value was lost");
    return (double) count * 1e3 / (now_ns() - begin);
}

@async
double take_blocks(long count)
{
    double sum = 0, begin = now_ns();
    unsync_each_await (blocks, one, count) {
        sum += one.items[COUNT - 1];
        block_clear(&one);
    }
    if (sum != (double) count * (COUNT - 1)) unsync_fail(-1, "a value was lost");
    return (double) count * COUNT * sizeof(double) / (now_ns() - begin);
}

@async
int main(int argc, char **argv)
{
    bool is_numbers = argc < 2 || strcmp(argv[1], "blocks") != 0;
    if (is_numbers) await take_numbers(WARM);
    else await take_blocks(WARM);
    printf("%.3f\n", is_numbers ? await take_numbers(NUMBERS) : await take_blocks(BLOCKS));
    return 0;
}
