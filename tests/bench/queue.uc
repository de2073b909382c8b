/* A producer and a consumer over a bounded queue of 100, ns an item. */
#include <stdio.h>
#include <unsync.h>

#include "clock.h"

enum { CAPACITY = 100, ITEMS = 10000000 };
typedef unsync_queue_of(int) int_queue;

@async int produce(int_queue queue)
{
    for (int i = 0; i < ITEMS; i++) await unsync_queue_put(queue, &i);
    return 0;
}

@async long consume(int_queue queue)
{
    long sum = 0;
    for (int i = 0, item; i < ITEMS; i++) {
        await unsync_queue_get(queue, &item);
        sum += item;
    }
    return sum;
}

@async int main(void)
{
    int_queue queue = unsync_queue_new(int, CAPACITY);
    double begin = now_ns();
    produce_task producer = produce(queue);
    long sum = await consume(queue);
    await producer;
    printf("%.3f\n", (now_ns() - begin) / ITEMS);
    unsync_queue_free(queue);
    return sum != (long) ITEMS * (ITEMS - 1) / 2;
}
