/* Jobs while the system gives no thread: all threads there are wait, so a job that nobody can take
 * fails, instead of waiting for ever; and the pool goes on when there are threads again. The
 * functions below are written as the generator emits them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sched.h>
#include <string.h>
#include <unsync_gen.h>

#include "../../lib/base/alloc.h"

static struct unsync_event opened;

/* @thread void waits(void): until the event is set. */
typedef unsync_task_of(void) waits_task;
static void waits_run(struct unsync__task *task)
{
    (void) task;
    UNSYNC__BLOCK(1, unsync_event_wait(&opened));
    unsync__leave();
unsync__failed:;
}
static const struct unsync__kind waits_kind = {.name = "waits",
                                               .file = "starved.uc",
                                               .line = 1,
                                               .size = sizeof(struct unsync__task),
                                               .lane = &unsync__lane_thread,
                                               .run = waits_run};

/* @thread void ends(void) {} */
static void ends_run(struct unsync__task *task)
{
    (void) task;
}
static const struct unsync__kind ends_kind = {.name = "ends",
                                              .file = "starved.uc",
                                              .line = 2,
                                              .size = sizeof(struct unsync__task),
                                              .lane = &unsync__lane_thread,
                                              .run = ends_run};

static struct unsync__task *frame(const struct unsync__kind *kind)
{
    struct unsync__task *task = unsync__new(kind, sizeof *task);
    assert_non_null(task);
    return task;
}

static struct unsync_pool_metrics pool(void)
{
    struct unsync_pool_metrics metrics;
    assert_int_equal(unsync_metrics(&metrics, 1), 1);
    return metrics;
}

static void a_job_that_no_thread_can_take_fails(void **state)
{
    (void) state;
    waits_task waiting = (waits_task) unsync__start(frame(&waits_kind));
    while (pool().blocked == 0 || pool().blocked != pool().threads) sched_yield();
    struct unsync__task *first = frame(&ends_kind), *second = frame(&ends_kind);

    unsync__alloc_fail_some(1, UINT64_MAX / 2);
    waits_task lost = (waits_task) unsync__start(first);
    waits_task too = (waits_task) unsync__start(second);
    int code = unsync_wait(lost), other = unsync_wait(too);
    unsync__alloc_fail_at(0);

    /* without memory for its own message a failure has no other code */
    assert_int_equal(code, UNSYNC_ENOMEM);
    assert_int_equal(other, UNSYNC_ENOMEM);
    assert_int_equal(pool().queued, 0);
    unsync_release(lost);
    unsync_release(too);

    assert_int_equal(unsync_wait((waits_task) unsync__start(frame(&ends_kind))), 0);
    unsync_event_set(&opened);
    assert_int_equal(unsync_wait(waiting), 0);
    unsync_release(waiting);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_job_that_no_thread_can_take_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
