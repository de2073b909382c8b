/* Locks, queues and their kin, given back by those who have not taken them, or freed while somebody
 * waits: each is named. */
#include "lib_misuse.h"

#include <pthread.h>

static struct unsync_lock lock, other;
static struct unsync_recursive_lock recursive;
static struct unsync_rwlock rwlock;
static struct unsync_barrier nobody;

static void in_a_thread(void *(*body)(void *))
{
    pthread_t thread;
    pthread_create(&thread, NULL, body, NULL);
    pthread_join(thread, NULL);
}

/* --- Given back by whom it does not belong to ------------------------------------------------- */

static void give_a_free_lock(void)
{
    unsync_lock_give(&lock);
}
static void give_twice(void)
{
    unsync_result(unsync_lock_take(&lock));
    unsync_lock_give(&lock);
    unsync_lock_give(&lock);
}
static void give_several_of_one(void)
{
    struct unsync_lock *both[] = {&lock, &other};
    unsync_result(unsync_lock_take(&lock));
    unsync_locks_give(both, 2);
}
static void *take_recursive(void *unused)
{
    unsync_result(unsync_recursive_lock_take(&recursive));
    return unused;
}
static void give_another_threads(void)
{
    in_a_thread(take_recursive);
    unsync_recursive_lock_give(&recursive);
}
static void give_too_often(void)
{
    take_recursive(NULL);
    take_recursive(NULL);
    for (int i = 0; i < 3; i++) unsync_recursive_lock_give(&recursive);
}
static void give_a_writers_as_reader(void)
{
    unsync_result(unsync_rwlock_write(&rwlock));
    unsync_rwlock_give_read(&rwlock);
}
static void give_a_readers_as_writer(void)
{
    unsync_result(unsync_rwlock_read(&rwlock));
    unsync_rwlock_give_write(&rwlock);
}
static void give_uncountable_permits(void)
{
    struct unsync_semaphore semaphore = UNSYNC_SEMAPHORE(2);
    unsync_semaphore_give(&semaphore, SIZE_MAX);
}
static void finish_more_than_was_got(void)
{
    unsync_queue_of(int) queue = unsync_queue_new(int, 2);
    unsync_result(unsync_queue_put(queue, &(int){1}));
    unsync_queue_done(queue); /* it is still in the queue */
}

static void what_was_not_taken_cannot_be_given_back(void **state)
{
    (void) state;
    expect_abort(give_a_free_lock, "unsync_lock_give: nobody has taken this lock");
    expect_abort(give_twice, "unsync_lock_give: nobody has taken this lock");
    expect_abort(give_several_of_one, "unsync_lock_give: nobody has taken this lock");
    expect_abort(give_another_threads,
                 "unsync_recursive_lock_give: the caller has not taken this lock");
    expect_abort(give_too_often, "unsync_recursive_lock_give: the caller has not taken this lock");
    expect_abort(give_a_writers_as_reader,
                 "unsync_rwlock_give_read: nobody has taken this lock so");
    expect_abort(give_a_readers_as_writer,
                 "unsync_rwlock_give_write: nobody has taken this lock so");
    expect_abort(give_uncountable_permits,
                 "unsync_semaphore_give: 18446744073709551615 permits are more than can be "
                 "counted");
    expect_abort(finish_more_than_was_got,
                 "unsync_queue_done: called more often than items were got");
}

/* --- Freed while it is used ------------------------------------------------------------------- */

/* The count of a queue is behind its gate, so the wait has arrived when the put was let in. */
static void free_while_one_gets(void)
{
    unsync_queue_of(int) queue = unsync_queue_new(int, 2);
    int first, second;
    unsync_task_of(void) got = unsync_queue_get(queue, &first);
    unsync_task_of(void) waits = unsync_queue_get(queue, &second);
    unsync_result(unsync_queue_put(queue, &(int){1}));
    unsync_result(got);
    (void) waits;
    unsync_queue_free(queue);
}
static void free_while_one_puts(void)
{
    unsync_queue_of(int) queue = unsync_queue_new(int, 1);
    int item = 1;
    unsync_result(unsync_queue_put(queue, &item));
    unsync_task_of(void) waits = unsync_queue_put(queue, &item);
    unsync_result(unsync_sleep(0)); /* the start has passed the loop, before this one */
    (void) waits;
    unsync_queue_free(queue);
}
static void free_before_the_readers(void)
{
    unsync_broadcast_of(int) broadcast = unsync_broadcast_new(int, 2);
    unsync_reader_of(int) reader = unsync_reader_new(broadcast);
    (void) reader;
    unsync_broadcast_free(broadcast);
}
static void free_a_reader_that_waits(void)
{
    unsync_broadcast_of(int) broadcast = unsync_broadcast_new(int, 2);
    unsync_reader_of(int) reader = unsync_reader_new(broadcast);
    static int item;
    unsync_task_of(void) get = unsync_reader_get(reader, &item);
    unsync_result(unsync_sleep(0)); /* comes in behind it */
    unsync_reader_free(reader);
    (void) get;
}
static void meet_nobody(void)
{
    unsync_release(unsync_barrier_wait(&nobody));
}
static void put_into_nothing(void)
{
    unsync_queue_of(int) queue = NULL;
    unsync_release(unsync_queue_put(queue, &(int){1}));
}

static void what_is_used_cannot_be_freed(void **state)
{
    (void) state;
    expect_abort(free_while_one_gets, "unsync_queue_free: 1 wait for this queue");
    expect_abort(free_while_one_puts, "unsync_queue_free: 1 wait for this queue");
    expect_abort(free_before_the_readers, "unsync_broadcast_free: it still has 1 readers");
    expect_abort(free_a_reader_that_waits, "unsync_reader_free: somebody waits with this reader");
    expect_abort(meet_nobody, "unsync_barrier_wait: a barrier for nobody");
    expect_abort(put_into_nothing, "the queue is NULL");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_not_taken_cannot_be_given_back),
        cmocka_unit_test(what_is_used_cannot_be_freed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
