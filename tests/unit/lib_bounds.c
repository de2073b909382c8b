/* Counts and sizes at their ends: what fits into no memory is told so (NULL, a handle that has
 * failed as UNSYNC_ENOMEM), whatever a multiplication would make of it; what is empty works. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <unsync.h>

/* A sanitizer's own malloc ends the program otherwise. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "allocator_may_return_null=1";
}
const char *__tsan_default_options(void);
const char *__tsan_default_options(void)
{
    return "allocator_may_return_null=1";
}

struct empty {
    char nothing[0];
};

static int by_first_byte(const void *one, const void *other)
{
    return *(const unsigned char *) one - *(const unsigned char *) other;
}

/* Of an item of one byte, so many that the bytes of all cells wrap around to few. */
static void test_queues_too_large(void **state)
{
    (void) state;
    for (unsigned bits = 58; bits < 64; bits++)
        for (size_t less = 0; less < 20; less++) {
            size_t count = ((size_t) 1 << bits) - less;
            assert_null(unsync_queue_new(char, count));
            assert_null(unsync_queue_new(double, count));
            assert_null(unsync_queue_new_ordered(char, count, by_first_byte));
            assert_null(unsync_broadcast_new(double, count));
        }
    assert_null(unsync_queue_new(char, SIZE_MAX));
    assert_null(unsync_queue_new_ordered(char, SIZE_MAX, by_first_byte));
    assert_null(unsync_broadcast_new(char, SIZE_MAX));
    assert_null(unsync_queue_new(char, 0));
    assert_null(unsync_broadcast_new(char, 0));
}

static void test_items_of_nothing(void **state)
{
    (void) state;
    struct empty item;
    unsync_queue_of(struct empty) queue = unsync_queue_new(struct empty, 3);
    assert_int_equal(unsync_queue_try_put(queue, &item), 0);
    assert_int_equal(unsync_queue_try_put(queue, &item), 0);
    assert_int_equal(unsync_queue_count(queue), 2);
    assert_int_equal(unsync_queue_try_get(queue, &item), 0);
    assert_int_equal(unsync_queue_try_get(queue, &item), 0);
    assert_int_equal(unsync_queue_try_get(queue, &item), UNSYNC_EAGAIN);
    unsync_queue_free(queue);
    unsync_broadcast_of(struct empty) broadcast = unsync_broadcast_new(struct empty, 3);
    unsync_reader_of(struct empty) reader = unsync_reader_new(broadcast);
    assert_int_equal(unsync_broadcast_send(broadcast, &item), 0);
    assert_int_equal(unsync_reader_try_get(reader, &item), 0);
    assert_int_equal(unsync_reader_try_get(reader, &item), UNSYNC_EAGAIN);
    unsync_reader_free(reader);
    unsync_broadcast_free(broadcast);
}

typedef unsync_task_of(void) nap_task;

static nap_task naps(int *ms)
{
    return unsync_sleep((uint64_t) *ms);
}

static void test_counts_too_large(void **state)
{
    (void) state;
    nap_task nap = unsync_sleep(0);
    int none = 0;
    struct unsync_lock lock = {0}, *locks[] = {&lock};
    static const size_t counts[] = {SIZE_MAX, SIZE_MAX / 2, SIZE_MAX / 16, ((size_t) 1 << 61) + 1};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        nap_task task = unsync_completions(&nap, counts[i]);
        assert_int_equal(unsync_wait(task), UNSYNC_ENOMEM);
        unsync_release(task);
        task = unsync_map(naps, &none, counts[i], 0, NULL);
        assert_int_equal(unsync_wait(task), UNSYNC_ENOMEM);
        unsync_release(task);
        task = unsync_locks_take(locks, counts[i]);
        assert_int_equal(unsync_wait(task), UNSYNC_ENOMEM);
        unsync_release(task);
    }
    unsync_release(nap);
}

/* Of nothing at all each of them is over at once. */
static void test_counts_of_zero(void **state)
{
    (void) state;
    int none = 0;
    nap_task *handles = NULL;
    struct unsync_lock **locks = NULL;
    unsync_result(unsync_gather(handles, 0));
    unsync_result(unsync_settle(handles, 0));
    unsync_result(unsync_completions(handles, 0));
    unsync_result(unsync_map(naps, &none, 0, 0, NULL));
    unsync_result(unsync_locks_take(locks, 0));
    unsync_locks_give(locks, 0);
    unsync_task_of(size_t) race = unsync_race(handles, 0);
    assert_int_equal(unsync_wait(race), UNSYNC_EINVAL);
    unsync_release(race);
}

/* Farther than the timers can see is far, not near. */
static void test_times_without_end(void **state)
{
    (void) state;
    static const uint64_t times_ms[] = {UINT64_MAX,         UINT64_MAX - 1,        INT64_MAX,
                                        (uint64_t) 1 << 36, (uint64_t) 1 << 42, (uint64_t) -5};
    for (size_t i = 0; i < sizeof times_ms / sizeof *times_ms; i++) {
        nap_task nap = unsync_sleep(times_ms[i]);
        nap_task other = unsync_timeout(unsync_sleep(5), times_ms[i]);
        assert_int_equal(unsync_wait(other), 0);
        assert_false(unsync_done(nap));
        unsync_release(other);
        unsync_cancel(nap);
        assert_int_equal(unsync_wait(nap), UNSYNC_ECANCELED);
        unsync_release(nap);
    }
}

static void test_permits_beyond_counting(void **state)
{
    (void) state;
    struct unsync_semaphore semaphore = UNSYNC_SEMAPHORE(SIZE_MAX - 1);
    unsync_semaphore_give(&semaphore, 1);
    unsync_semaphore_give(&semaphore, 0);
    assert_int_equal(unsync_semaphore_try(&semaphore), 0);
    unsync_result(unsync_semaphore_take(&semaphore));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_queues_too_large),    cmocka_unit_test(test_items_of_nothing),
        cmocka_unit_test(test_counts_too_large),    cmocka_unit_test(test_counts_of_zero),
        cmocka_unit_test(test_times_without_end),   cmocka_unit_test(test_permits_beyond_counting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
