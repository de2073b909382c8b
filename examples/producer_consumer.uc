/* A producer and a slower consumer over a bounded queue, with the time at which each thing happens:
 * the queue fills up, and then holds the producer back to the pace of the consumer. Run with
 * UNSYNC_CLOCK=virtual it takes no time, and prints the same every time. */
#include <stdarg.h>
#include <stdio.h>
#include <unsync.h>

typedef unsync_queue_of(int) int_queue;
enum { ITEMS = 6, CAPACITY = 2, PRODUCE_MS = 20, CONSUME_MS = 100 };

static uint64_t begin_ms;

__attribute__((format(printf, 1, 2))) static void say(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    printf("%3llu ms  ", (unsigned long long) (unsync_now_ms() - begin_ms));
    vprintf(format, arguments);
    va_end(arguments);
}

@async
void produce(int_queue queue)
{
    for (int i = 1; i <= ITEMS; i++) {
        await unsync_sleep(PRODUCE_MS);
        await unsync_queue_put(queue, &i);
        say("put %d, %zu wait\n", i, unsync_queue_count(queue));
    }
    unsync_queue_close(queue);
}

@async
void consume(int_queue queue)
{
    int item;
    defer unsync_queue_close(queue); /* if it fails, nobody waits for room in the queue */
    while (catch unsync_queue_get(queue, &item) == 0) {
        say("got %d\n", item);
        await unsync_sleep(CONSUME_MS);
    }
}

@async
int main(void)
{
    begin_ms = unsync_now_ms();
    int_queue queue = unsync_queue_new(int, CAPACITY);
    unsync_task_of(void) both[] = {consume(queue), produce(queue)};
    await unsync_gather(both, 2); /* should one of them fail, the other need not wait for it */
    say("all is done\n");
    unsync_queue_free(queue);
    return 0;
}
