/* The same objects between loop tasks, @thread jobs and threads of plain C, with cancels in
 * between: nothing is lost, nothing is there twice. */
#include <pthread.h>
#include <stdio.h>
#include <unsync.h>

typedef unsync_queue_of(int) int_queue;
enum { TURNS = 300, ITEMS = 300 };

static struct unsync_lock lock;
static struct unsync_condition changed;
static struct unsync_barrier together = UNSYNC_BARRIER(3);
static struct unsync_rwlock shared;
static long counter;

@async
void counts_on_loop(void)
{
    for (int i = 0; i < TURNS; i++) {
        await unsync_lock_take(&lock);
        if (i % 8 == 0) await unsync_yield();
        counter++;
        unsync_lock_give(&lock);
    }
    await unsync_barrier_wait(&together);
    await unsync_rwlock_read(&shared);
    unsync_rwlock_give_read(&shared);
}

@thread
void counts_on_thread(void)
{
    for (int i = 0; i < TURNS; i++) {
        await unsync_lock_take(&lock);
        counter++;
        unsync_lock_give(&lock);
    }
    await unsync_barrier_wait(&together);
    await unsync_rwlock_write(&shared);
    unsync_rwlock_give_write(&shared);
}

static void *counts_in_c(void *unused)
{
    (void) unused;
    for (int i = 0; i < TURNS; i++) {
        if (unsync_lock_try(&lock) != 0) unsync_result(unsync_lock_take(&lock));
        counter++;
        unsync_lock_give(&lock);
    }
    unsync_result(unsync_barrier_wait(&together));
    unsync_result(unsync_rwlock_read(&shared));
    unsync_rwlock_give_read(&shared);
    return NULL;
}

@thread
long puts_in_thread(int_queue queue, int from)
{
    for (int i = 0; i < ITEMS; i++) {
        int item = from + i;
        await unsync_queue_put(queue, &item);
    }
    return 0;
}

@thread
long gets_in_thread(int_queue queue)
{
    long sum = 0;
    int item;
    while (catch unsync_queue_get(queue, &item) == 0) sum += item;
    return sum;
}

@async
long gets_on_loop(int_queue queue)
{
    long sum = 0;
    int item;
    while (catch unsync_queue_get(queue, &item) == 0) sum += item;
    return sum;
}

/* Waiters that are cancelled, in any state. */
@async
void disturbs(int_queue queue)
{
    for (int i = 0; i < ITEMS; i++) {
        gets_on_loop_task none = gets_on_loop(queue);
        unsync_task_of(void) take = unsync_lock_take(&lock);
        for (int turn = 0; turn < i % 3; turn++) await unsync_yield();
        unsync_cancel(take);
        if (catch take == 0) unsync_lock_give(&lock);
        unsync_release(take);
        unsync_release(none);
    }
}

@thread
int waits_for_stock(int *stock)
{
    await unsync_lock_take(&lock);
    while (*stock == 0) await unsync_condition_wait(&changed, &lock);
    --*stock;
    unsync_lock_give(&lock);
    return 1;
}

@thread
void joins(pthread_t plain)
{
    pthread_join(plain, NULL);
}

@async
int main(void)
{
    pthread_t plain;
    counts_on_loop_task on_loop = counts_on_loop();
    counts_on_thread_task on_thread = counts_on_thread();
    pthread_create(&plain, NULL, counts_in_c, NULL);
    await on_loop;
    await on_thread;
    await joins(plain);
    printf("%ld\n", counter - 3 * TURNS);

    int_queue queue = unsync_queue_new(int, 10);
    puts_in_thread_task one = puts_in_thread(queue, 1), two = puts_in_thread(queue, ITEMS + 1);
    gets_in_thread_task there = gets_in_thread(queue);
    gets_on_loop_task here = gets_on_loop(queue);
    await one;
    await two;
    unsync_queue_close(queue);
    printf("%ld\n", await there + await here - (long) ITEMS * (2 * ITEMS + 1));
    unsync_queue_free(queue);

    queue = unsync_queue_new(int, 10);
    counts_on_thread_task other = counts_on_thread();
    await disturbs(queue);
    unsync_release(other);
    unsync_queue_free(queue);

    int stock = 0;
    waits_for_stock_task eaters[3];
    for (int i = 0; i < 3; i++) eaters[i] = waits_for_stock(&stock);
    for (int i = 0; i < 3; i++) {
        await unsync_lock_take(&lock);
        stock++;
        unsync_lock_give(&lock);
        unsync_condition_signal(&changed);
    }
    int eaten = 0;
    for (int i = 0; i < 3; i++) eaten += await eaters[i];
    printf("%d eaten, stock %d\n", eaten, stock);
    return 0;
}
