/* Queues: bounded, closed, joined, in order; an item that was handed to a waiter that is cancelled
 * goes to the next one; broadcasts; select. */
#include <stdio.h>
#include <unsync.h>

typedef unsync_queue_of(int) int_queue;

@async
void puts_all(int_queue queue, int from, int count)
{
    for (int i = 0; i < count; i++) {
        int item = from + i;
        await unsync_queue_put(queue, &item);
    }
}

@async
int gets_all(int_queue queue)
{
    int sum = 0, item;
    while (catch unsync_queue_get(queue, &item) == 0) {
        sum += item;
        unsync_queue_done(queue);
    }
    return sum;
}

@async
int gets_one(int_queue queue)
{
    int item;
    await unsync_queue_get(queue, &item);
    return item;
}

@async
void bounded(void)
{
    int_queue queue = unsync_queue_new(int, 3);
    gets_all_task one = gets_all(queue), two = gets_all(queue);
    puts_all_task first = puts_all(queue, 1, 1000), second = puts_all(queue, 1001, 1000);
    await first;
    await second;
    await unsync_queue_join(queue);
    unsync_queue_close(queue);
    printf("sum %d\n", await one + await two);
    int item = 5;
    printf("put: %s\n", unsync_code_name(catch unsync_queue_put(queue, &item)));
    printf("try: %s\n", unsync_code_name(unsync_queue_try_get(queue, &item)));
    unsync_queue_free(queue);
}

@async
void handed_over(void)
{
    int_queue queue = unsync_queue_new(int, 2);
    gets_one_task one = gets_one(queue), two = gets_one(queue), three = gets_one(queue);
    int item = 7;
    await unsync_queue_put(queue, &item); /* handed to one, which has not run */
    item = 8;
    await unsync_queue_put(queue, &item); /* and to two */
    unsync_cancel(one);
    printf("one: %s\n", unsync_code_name(catch one));
    printf("two: %d\n", await two);
    printf("three: %d\n", await three);
    unsync_release(one);
    for (int i = 0; i < 2; i++) await unsync_queue_put(queue, &(int){i});
    puts_all_task waits = puts_all(queue, 100, 1);
    unsync_cancel(waits);
    printf("waits: %s\n", unsync_code_name(catch waits));
    unsync_release(waits);
    printf("count %zu\n", unsync_queue_count(queue));
    printf("timeout: %s\n",
           unsync_code_name(catch unsync_timeout(unsync_queue_put(queue, &item), 1)));
    puts_all_task refused = puts_all(queue, 100, 1);
    unsync_queue_close(queue);
    printf("refused: %s\n", unsync_code_name(catch refused));
    unsync_release(refused);
    int left = await gets_one(queue);
    left += await gets_one(queue);
    printf("left %d, then %s\n", left, unsync_code_name(catch unsync_queue_get(queue, &item)));
    unsync_queue_free(queue);
}

@async
void joins(void)
{
    int_queue queue = unsync_queue_new(int, 2);
    int item = 1;
    await unsync_queue_put(queue, &item);
    unsync_task_of(void) join = unsync_queue_join(queue);
    await unsync_yield();
    await unsync_queue_get(queue, &item);
    await unsync_yield();
    printf("joined before it was done: %d\n", unsync_done(join));
    unsync_queue_done(queue);
    await join;
    unsync_queue_free(queue);
}

struct job {
    int priority;
    char name[12];
};

static int by_priority(const void *one, const void *other)
{
    return ((const struct job *) one)->priority - ((const struct job *) other)->priority;
}

@async
void ordered(void)
{
    unsync_queue_of(struct job) queue = unsync_queue_new_ordered(struct job, 6, by_priority);
    struct job jobs[] = {{2, "b1"}, {1, "a1"}, {3, "c"}, {2, "b2"}, {1, "a2"}, {2, "b3"}}, got;
    for (int i = 0; i < 6; i++) await unsync_queue_put(queue, &jobs[i]);
    while (unsync_queue_try_get(queue, &got) == 0) printf("%d %s\n", got.priority, got.name);
    unsync_queue_free(queue);
}

/* What was handed to one that is cancelled is in front again, also among equals. */
@async
void gets_job(unsync_queue_of(struct job) queue)
{
    struct job job;
    await unsync_queue_get(queue, &job);
}

@async
void put_back(void)
{
    int_queue queue = unsync_queue_new(int, 3);
    gets_one_task one = gets_one(queue);
    for (int i = 1; i <= 3; i++) await unsync_queue_put(queue, &i);
    unsync_cancel(one);
    printf("%s:", unsync_code_name(catch one));
    for (int item; unsync_queue_try_get(queue, &item) == 0;) printf(" %d", item);
    printf("\n");
    unsync_queue_free(queue);

    unsync_queue_of(struct job) ranks = unsync_queue_new_ordered(struct job, 3, by_priority);
    struct job jobs[] = {{1, "first"}, {1, "second"}, {0, "urgent"}}, got;
    gets_job_task other = gets_job(ranks);
    for (int i = 0; i < 3; i++) await unsync_queue_put(ranks, &jobs[i]);
    unsync_cancel(other);
    printf("%s:", unsync_code_name(catch other));
    while (unsync_queue_try_get(ranks, &got) == 0) printf(" %s", got.name);
    printf("\n");
    unsync_queue_free(ranks);
}

@async
void listens(unsync_reader_of(long) reader, int me)
{
    long item;
    int code;
    while ((code = catch unsync_reader_get(reader, &item)) != UNSYNC_ECLOSED) {
        if (code == 0)
            printf("%d heard %ld\n", me, item);
        else
            printf("%d: %s\n", me, unsync_code_name(code));
    }
    unsync_reader_free(reader);
}

@async
void broadcast(void)
{
    unsync_broadcast_of(long) news = unsync_broadcast_new(long, 2);
    listens_task one = listens(unsync_reader_new(news), 1);
    listens_task two = listens(unsync_reader_new(news), 2);
    for (long i = 1; i <= 2; i++) {
        unsync_broadcast_send(news, &i);
        await unsync_yield();
    }
    for (long i = 3; i <= 6; i++) unsync_broadcast_send(news, &i);
    unsync_broadcast_close(news);
    await one;
    await two;
    unsync_broadcast_free(news);
}

@async
void selects(void)
{
    int_queue left = unsync_queue_new(int, 1), right = unsync_queue_new(int, 1);
    int from_left = 0, from_right = 0;
    unsync_task_of(void) get_left = unsync_queue_get(left, &from_left);
    unsync_task_of(void) get_right = unsync_queue_get(right, &from_right);
    unsync_task_of(void) limit = unsync_sleep(60000);
    await unsync_queue_put(right, &(int){4});
    size_t which = await unsync_select(get_left, get_right, limit);
    await get_right;
    printf("%zu: %d\n", which, from_right);
    puts_all_task later = puts_all(left, 9, 1);
    which = await unsync_select(get_left, limit);
    await get_left;
    printf("%zu: %d\n", which, from_left);
    await later;
    get_left = unsync_queue_get(left, &from_left);
    unsync_task_of(void) soon = unsync_sleep(1);
    printf("%zu\n", await unsync_select(get_left, soon, limit));
    await soon;
    unsync_release(limit);
    unsync_release(get_left);
    await unsync_queue_put(left, &(int){1}); /* nobody waits for it any more */
    printf("count %zu\n", unsync_queue_count(left));
    get_right = unsync_queue_get(right, &from_right);
    unsync_task_of(size_t) all = unsync_timeout(unsync_select(get_right), 1);
    printf("%s %s\n", unsync_code_name(catch all), unsync_code_name(catch get_right));
    unsync_release(all);
    unsync_release(get_right);
    unsync_queue_free(left);
    unsync_queue_free(right);
}

@async
int main(void)
{
    await bounded();
    await handed_over();
    await joins();
    await ordered();
    await put_back();
    await broadcast();
    await selects();
    return 0;
}
