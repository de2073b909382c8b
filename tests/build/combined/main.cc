// Combinators and synchronisation, from plain C++.
#include <cstdio>
#include <cstdlib>

#include "items.h"

static int items[3] = {1, 2, 3};

static void arrays()
{
    unsync_task_of(int) tasks[3] = {doubled(&items[0]), doubled(&items[1]), doubled(&items[2])};
    unsync_result(unsync_gather(tasks, 3));
    unsync_result(unsync_settle(tasks, 3));
    bool first = unsync_result(unsync_race(tasks, 3)) == 0;
    first = first && unsync_result(unsync_first(tasks, 3)) == 0;
    first = first && unsync_result(unsync_select(tasks[0], tasks[1], unsync_sleep(0))) == 0;
    auto order = unsync_completions(tasks, 3);
    int told = 0;
    while (unsync_result(unsync_completed(order)) < 3) told++;
    unsync_result(order);
    int sum = 0;
    for (auto task : tasks) sum += unsync_result(unsync_shield(unsync_timeout(task, 60000)));
    std::printf("first %d, told %d, sum %d\n", first, told, sum);
}

// The function may take a pointer to const, or to void, where the items are not.
static void calls()
{
    int results[3];
    unsync_result(unsync_map(doubled, items, 3, 2, results));
    unsync_result(unsync_map(doubled, items, 3, 0, nullptr));
    unsync_result(unsync_map(noted, items, 3, 1, nullptr));
    unsync_executor *executor = unsync_executor_new(2);
    int value = unsync_result(unsync_executor_submit(executor, doubled, &items[0]));
    unsync_result(unsync_executor_submit(executor, noted, &items[0]));
    unsync_result(unsync_executor_map(executor, doubled, items, 3, results));
    unsync_executor_close(executor);
    unsync_result(unsync_executor_join(executor));
    unsync_executor_free(executor);
    std::printf("%d, then %d %d %d\n", value, results[0], results[1], results[2]);
}

static void others()
{
    std::printf("half %g\n", unsync_result(unsync_then(doubled(&items[1]), halved)));
    unsync_group *group = unsync_group_new();
    unsync_group_add(group, doubled(&items[0]));
    unsync_group_add(group, failed(-7));
    std::size_t count = unsync_result(unsync_group_wait(group));
    std::printf("%d failed: %s\n", (int) count, unsync_group_failure(group, 0)->message);
    unsync_group_cancel(group);
    unsync_group_free(group);

    struct point { int x, y; } point = {3, 4};
    unsync_promise_of(struct point) promise = unsync_promise_new(struct point);
    unsync_promise_set(promise, point);
    std::printf("promised %d\n", unsync_result(unsync_promise_get(promise)).y);
    bool again = unsync_promise_fail(promise, -7, "%d", 1) == UNSYNC_EINVAL;
    unsync_promise_release(unsync_promise_share(promise));
    unsync_promise_release(promise);
    unsync_promise_of(void) done = unsync_promise_new(void);
    unsync_promise_done(done);
    unsync_result(unsync_promise_get(done));
    unsync_promise_release(done);
    static unsync_local key;
    std::printf("once %d, no task %d\n", again, unsync_local_set(&key, items) == UNSYNC_EINVAL);
}

static int by_value(const void *one, const void *other)
{
    return *(const int *) one - *(const int *) other;
}

static void queues()
{
    unsync_queue_of(int) queue = unsync_queue_new_ordered(int, 2, by_value);
    const int most = 9;
    int least = 1, item = 0;
    unsync_result(unsync_queue_put(queue, &most));
    bool put = unsync_queue_try_put(queue, &least) == 0 && unsync_queue_count(queue) == 2;
    unsync_queue_close(queue);
    unsync_result(unsync_queue_get(queue, &item));
    bool got = unsync_queue_try_get(queue, &least) == 0;
    unsync_queue_done(queue);
    unsync_queue_done(queue);
    unsync_result(unsync_queue_join(queue));
    unsync_queue_free(queue);
    unsync_broadcast_of(int) broadcast = unsync_broadcast_new(int, 2);
    unsync_reader_of(int) reader = unsync_reader_new(broadcast);
    bool sent = unsync_broadcast_send(broadcast, &most) == 0;
    int read = 0;
    unsync_result(unsync_reader_get(reader, &read));
    unsync_broadcast_close(broadcast);
    bool closed = unsync_reader_try_get(reader, &read) == UNSYNC_ECLOSED;
    unsync_reader_free(reader);
    unsync_broadcast_free(broadcast);
    std::printf("%d%d%d%d: %d %d %d\n", put, got, sent, closed, item, least, read);
}

static void locks()
{
    unsync_lock lock = {}, other = {};
    unsync_recursive_lock own = {};
    unsync_rwlock shared = {};
    unsync_semaphore permits = UNSYNC_SEMAPHORE(1);
    unsync_event event = {};
    unsync_condition condition = {};
    unsync_barrier barrier = UNSYNC_BARRIER(1);
    unsync_lock *both[] = {&lock, &other};
    unsync_result(unsync_locks_take(both, 2));
    int code = unsync_wait(unsync_timeout(unsync_condition_wait(&condition, &lock), 1));
    unsync_locks_give(both, 2);
    unsync_result(unsync_recursive_lock_take(&own));
    unsync_recursive_lock_give(&own);
    unsync_result(unsync_rwlock_read(&shared));
    unsync_rwlock_give_read(&shared);
    unsync_result(unsync_semaphore_take(&permits));
    unsync_semaphore_give(&permits, 1);
    unsync_event_set(&event);
    unsync_result(unsync_event_wait(&event));
    unsync_result(unsync_barrier_wait(&barrier));
    std::printf("%s, all free: %d\n", unsync_code_name(code), unsync_lock_try(&lock) == 0);
}

int main()
{
    arrays();
    calls();
    others();
    queues();
    locks();
}
