/* The time in which a worker waits for who asks, or for shared memory, is not that of its timeout. A
 * machine that stands still may take that much all the same: then it is tried again. */
#include <stdio.h>
#include <stdlib.h>
#include <unsync.h>

enum { COUNT = 1 << 17 };

@message
struct block {
    size_t count;
    @len(count) double *items;
};

@cpu_bound(timeout = 2s) @generator
struct block blocks(int n)
{
    for (int i = 0; i < n; i++) {
        struct block one = {COUNT, calloc(COUNT, sizeof(double))};
        one.items[0] = i;
        yield one;
    }
}

@cpu_bound(timeout = 2s) @generator
int counts(int n)
{
    for (int i = 0; i < n; i++) yield i;
}

@async
int consume(void)
{
    struct block block;
    int value, sum = 0, number = 0;
    blocks_generator b = blocks(20);
    counts_generator c = counts(10000);
    await blocks_next(b, &block);
    block_clear(&block);
    await unsync_sleep(2500);
    while (await counts_next(c, &value)) sum += value == number++;
    while (await blocks_next(b, &block)) {
        sum += block.items[0] > 0;
        block_clear(&block);
    }
    await blocks_close(b);
    await counts_close(c);
    return sum;
}

@async
int main(void)
{
    for (int tries = 1;; tries++) {
        consume_task sum = consume();
        if (catch sum != UNSYNC_ETIMEDOUT || tries == 5) {
            printf("%d\n", await sum);
            return 0;
        }
        unsync_release(sum);
    }
}
