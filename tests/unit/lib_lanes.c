/* Handles from plain C and from blocking bodies: waiting, owning, failing, from many threads at
 * once. The functions below are written as the generator emits them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>
#include <unsync_gen.h>


/* @thread int fib(int n): every call waits for two others in the same pool. */
typedef unsync_task_of(int) fib_task;
struct unsync__fib_frame {
    struct unsync__task unsync__task;
    int unsync__value;
    int n;
};
static fib_task fib(int n);
static int fib_body(int n)
{
    {
        int value = n;
        if (n > 1) value = UNSYNC__BLOCK(1, fib(n - 1)) + UNSYNC__BLOCK(2, fib(n - 2));
        if (n < 0) {
            unsync__job_fail(__FILE__, __LINE__, -7, "negative: %d", n);
            unsync__leave();
            goto unsync__failed;
        }
        unsync__leave();
        return value;
    }
unsync__failed:;
    return 0;
}
static void fib_run(struct unsync__task *task)
{
    struct unsync__fib_frame *self = (struct unsync__fib_frame *) task;
    self->unsync__value = fib_body(self->n);
}
static const struct unsync__kind fib_kind = {.name = "fib",
                                             .file = "lanes.uc",
                                             .line = 1,
                                             .size = sizeof(struct unsync__fib_frame),
                                             .lane = &unsync__lane_thread,
                                             .run = fib_run};
static fib_task fib(int n)
{
    struct unsync__fib_frame *self = unsync__new(&fib_kind, sizeof *self);
    if (self == NULL) return (fib_task) &unsync__no_memory;
    self->n = n;
    return (fib_task) unsync__start(&self->unsync__task);
}

/* @thread int hold(atomic_int *gate): runs until the gate opens or it is cancelled. */
typedef unsync_task_of(int) hold_task;
struct unsync__hold_frame {
    struct unsync__task unsync__task;
    int unsync__value;
    atomic_int *gate;
};
static void hold_run(struct unsync__task *task)
{
    struct unsync__hold_frame *self = (struct unsync__hold_frame *) task;
    atomic_fetch_add(self->gate, 1);
    while (!unsync_cancelled()) sched_yield();
    atomic_fetch_sub(self->gate, 1);
    self->unsync__value = 5;
}
static const struct unsync__kind hold_kind = {.name = "hold",
                                              .file = "lanes.uc",
                                              .line = 2,
                                              .size = sizeof(struct unsync__hold_frame),
                                              .lane = &unsync__lane_thread,
                                              .run = hold_run};
static hold_task hold(atomic_int *gate)
{
    struct unsync__hold_frame *self = unsync__new(&hold_kind, sizeof *self);
    if (self == NULL) return (hold_task) &unsync__no_memory;
    self->gate = gate;
    return (hold_task) unsync__start(&self->unsync__task);
}

/* @thread int leaver(atomic_int *gate): returns while its child runs. */
struct unsync__leaver_frame {
    struct unsync__task unsync__task;
    int unsync__value;
    atomic_int *gate;
};
static void leaver_run(struct unsync__task *task)
{
    struct unsync__leaver_frame *self = (struct unsync__leaver_frame *) task;
    hold_task child = hold(self->gate);
    (void) child;
    while (atomic_load(self->gate) == 0) sched_yield();
    unsync__leave();
    self->unsync__value = atomic_load(self->gate);
}
static const struct unsync__kind leaver_kind = {.name = "leaver",
                                                .file = "lanes.uc",
                                                .line = 3,
                                                .size = sizeof(struct unsync__leaver_frame),
                                                .lane = &unsync__lane_thread,
                                                .run = leaver_run};
static hold_task leaver(atomic_int *gate)
{
    struct unsync__leaver_frame *self = unsync__new(&leaver_kind, sizeof *self);
    if (self == NULL) return (hold_task) &unsync__no_memory;
    self->gate = gate;
    return (hold_task) unsync__start(&self->unsync__task);
}

static void jobs_that_wait_for_jobs_never_deadlock(void **state)
{
    (void) state;
    assert_int_equal(unsync_result(fib(14)), 377);
}

static void a_failure_has_code_message_and_trace(void **state)
{
    (void) state;
    fib_task task = fib(-3);
    assert_int_equal(unsync_wait(task), -7);
    assert_true(unsync_done(task));
    assert_string_equal(unsync_failure(task)->message, "negative: -3");
    assert_int_equal(unsync_failure(task)->trace_count, 1);
    assert_string_equal(unsync_failure(task)->trace[0].function, "fib");
    unsync_release(task);
}

static void the_value_stays_until_the_handle_is_released(void **state)
{
    (void) state;
    fib_task task = fib(10);
    assert_int_equal(unsync_wait(task), 0);
    assert_int_equal(unsync_wait(task), 0);
    assert_int_equal(unsync_value(task), 55);
    assert_null(unsync_failure(task));
    unsync_release(task);
}

static void gather_waits_for_all(void **state)
{
    (void) state;
    fib_task tasks[20];
    for (int i = 0; i < 20; i++) tasks[i] = fib(i % 8);
    unsync_result(unsync_gather(tasks, 20));
    for (int i = 0; i < 20; i++) assert_true(unsync_done(tasks[i]));
    for (int i = 0; i < 20; i++) unsync_release(tasks[i]);
}

static void gather_fails_with_the_first_and_cancels_the_rest(void **state)
{
    (void) state;
    atomic_int gate = 0;
    hold_task tasks[3] = {fib(-1), hold(&gate), hold(&gate)};
    unsync_task_of(void) all = unsync_gather(tasks, 3);
    assert_int_equal(unsync_wait(all), -7);
    assert_int_equal(atomic_load(&gate), 0);
    unsync_release(all);
    for (int i = 0; i < 3; i++) {
        assert_true(unsync_done(tasks[i]));
        unsync_release(tasks[i]);
    }
}

static void releasing_a_running_job_cancels_it(void **state)
{
    (void) state;
    atomic_int gate = 0;
    hold_task task = hold(&gate);
    while (atomic_load(&gate) == 0) sched_yield();
    unsync_release(task);
    while (atomic_load(&gate) != 0) sched_yield();
}

static void a_cancelled_running_job_is_waited_for(void **state)
{
    (void) state;
    atomic_int gate = 0;
    hold_task task = hold(&gate);
    while (atomic_load(&gate) == 0) sched_yield();
    unsync_cancel(task);
    assert_int_equal(unsync_result(task), 5);
}

static void leaving_a_body_cancels_and_joins_its_children(void **state)
{
    (void) state;
    atomic_int gate = 0;
    assert_int_equal(unsync_result(leaver(&gate)), 0);
}

static void a_released_sleep_does_not_last(void **state)
{
    (void) state;
    unsync_release(unsync_sleep(1000000000));
    unsync_task_of(void) forever = unsync_sleep(UINT64_MAX);
    unsync_cancel(forever);
    assert_int_equal(unsync_wait(forever), UNSYNC_ECANCELED);
    unsync_release(forever);
}

static void *use_from_a_thread(void *argument)
{
    int *failures = argument;
    for (int i = 0; i < 60; i++) {
        fib_task a = fib(6), b = fib(-1), c = fib(3);
        unsync_task_of(void) nap = unsync_sleep(0);
        unsync_background(c);
        if (unsync_result(a) != 8) ++*failures;
        if (unsync_wait(b) != -7) ++*failures;
        unsync_release(b);
        unsync_result(nap);
    }
    return NULL;
}

static void many_threads_may_use_it_at_once(void **state)
{
    (void) state;
    enum { THREADS = 6 };
    pthread_t threads[THREADS];
    int failures[THREADS] = {0};
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, use_from_a_thread, &failures[i]), 0);
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(failures[i], 0);
    }
}

static void no_job_is_left_queued(void **state)
{
    (void) state;
    struct unsync_pool_metrics metrics;
    assert_int_equal(unsync_result(unsync_shutdown(60000)), 0); /* of those in the background */
    assert_int_equal(unsync_metrics(&metrics, 1), 1);
    assert_int_equal(metrics.queued, 0);
    assert_int_equal(metrics.blocked, 0);
    assert_true(metrics.started >= metrics.finished && metrics.finished > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jobs_that_wait_for_jobs_never_deadlock),
        cmocka_unit_test(a_failure_has_code_message_and_trace),
        cmocka_unit_test(the_value_stays_until_the_handle_is_released),
        cmocka_unit_test(gather_waits_for_all),
        cmocka_unit_test(gather_fails_with_the_first_and_cancels_the_rest),
        cmocka_unit_test(releasing_a_running_job_cancels_it),
        cmocka_unit_test(a_cancelled_running_job_is_waited_for),
        cmocka_unit_test(leaving_a_body_cancels_and_joins_its_children),
        cmocka_unit_test(a_released_sleep_does_not_last),
        cmocka_unit_test(many_threads_may_use_it_at_once),
        cmocka_unit_test(no_job_is_left_queued),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
