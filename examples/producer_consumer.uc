/* A producer and a slower consumer over a bounded queue: the queue fills up, and then holds the
 * producer back to the pace of the consumer. The numbers at the left count what has happened. */
#include <stdio.h>
#include <unsync.h>

typedef unsync_queue_of(int) int_queue;
enum { ITEMS = 6, CAPACITY = 2 };

static int happened;

@async
void produce(int_queue queue)
{
    for (int i = 1; i <= ITEMS; i++) {
        await unsync_queue_put(queue, &i);
        printf("%2d  put %d, %zu wait\n", ++happened, i, unsync_queue_count(queue));
    }
    unsync_queue_close(queue);
}

@async
void consume(int_queue queue)
{
    int item;
    while (catch unsync_queue_get(queue, &item) == 0) {
        printf("%2d  got %d\n", ++happened, item);
        await unsync_sleep(10);
    }
}

@async
int main(void)
{
    int_queue queue = unsync_queue_new(int, CAPACITY);
    consume_task consumer = consume(queue);
    produce_task producer = produce(queue);
    await producer;
    await consumer;
    printf("%2d  all is done\n", ++happened);
    unsync_queue_free(queue);
    return 0;
}
