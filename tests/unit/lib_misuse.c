/* A handle that is used after it was consumed is named, with what was done with it. With
 * AddressSanitizer the freed frame is reported instead, so there is nothing to see here then. */
#include "lib_misuse.h"

typedef unsync_task_of(void) nap_task;

static void expect(void (*misuse)(void), const char *said)
{
    if (unsync__poisons) skip();
    expect_abort(misuse, said);
}

static void release_twice(void)
{
    nap_task nap = unsync_sleep(100000);
    unsync_release(nap);
    unsync_release(nap);
}
static void release_ended_twice(void)
{
    nap_task nap = unsync_sleep(0);
    unsync_wait(nap);
    unsync_release(nap);
    unsync_release(nap);
}
static void release_after_result(void)
{
    nap_task nap = unsync_sleep(0);
    unsync_result(nap);
    unsync_release(nap);
}
static void result_twice(void)
{
    nap_task nap = unsync_sleep(0);
    unsync_result(nap);
    unsync_result(nap);
}
static void wait_after_release(void)
{
    nap_task nap = unsync_sleep(100000);
    unsync_release(nap);
    unsync_wait(nap);
}
static void cancel_after_result(void)
{
    nap_task nap = unsync_sleep(0);
    unsync_result(nap);
    unsync_cancel(nap);
}
static void detach_twice(void)
{
    nap_task nap = unsync_sleep(100000);
    unsync_detach(nap);
    unsync_background(nap);
}

/* @async int awaits_twice(void), as the generator emits it. */
struct awaits_frame {
    struct unsync__task unsync__task;
    unsync_task_of(void) unsync__wait;
    unsync_task_of(void) nap;
};
static bool is_nothing; /* what it awaits is NULL */
static void awaits_resume(struct unsync__task *unsync__task)
{
    struct awaits_frame *unsync__self = (struct awaits_frame *) unsync__task;
    if (unsync__state(unsync__task) != 0) goto unsync__dispatch;
    unsync__self->nap = is_nothing ? NULL : unsync_sleep(0);
    UNSYNC__START(unsync__self->nap);
    UNSYNC__AWAIT(1, unsync__self->unsync__wait);
    unsync__consume(unsync__of(unsync__self->unsync__wait));
    UNSYNC__START(unsync__self->nap);
    UNSYNC__AWAIT(2, unsync__self->unsync__wait);
    unsync__finish(unsync__task);
    return;
unsync__unwind:
    unsync__unwind(unsync__task);
    return;
unsync__dispatch:
    switch (unsync__state(unsync__task)) {
    case 1: goto unsync__await_1;
    case 2: goto unsync__await_2;
    }
}
static void await_twice(void)
{
    static const struct unsync__kind kind = {.name = "awaits_twice",
                                             .file = "misuse.uc",
                                             .line = 7,
                                             .size = sizeof(struct awaits_frame),
                                             .lane = &unsync__lane_loop,
                                             .run = awaits_resume};
    struct awaits_frame *self = unsync__new(&kind, sizeof *self);
    unsync_result((nap_task) unsync__launch(&self->unsync__task, awaits_resume));
}

static void await_nothing(void)
{
    is_nothing = true;
    await_twice();
}
static void block_for_nothing(struct unsync__task *unsync__task)
{
    int value;
    (void) unsync__task;
    unsync__block(NULL, &value, sizeof value, "misuse.uc", 9);
}
static void await_nothing_in_a_job(void)
{
    static const struct unsync__kind kind = {.name = "job", .file = "misuse.uc", .line = 8};
    struct unsync__job job;
    unsync__job_enter(&job, &kind);
    block_for_nothing(&job.task);
}
static void release_nothing(void)
{
    unsync_release((nap_task) NULL);
}
static void wait_for_nothing(void)
{
    unsync_wait((nap_task) NULL);
}
static void result_of_nothing(void)
{
    unsync_result((nap_task) NULL);
}
static void look_at_nothing(void)
{
    unsync_done((nap_task) NULL);
}
static void limit_nothing(void)
{
    (void) unsync_timeout((nap_task) NULL, 10);
}
static void gather_nothing(void)
{
    nap_task naps[2] = {unsync_sleep(0), NULL};
    unsync_result(unsync_gather(naps, 2));
}

static void a_second_release_is_named(void **state)
{
    (void) state;
    expect(release_twice,
           "unsync_release: the handle of unsync_sleep was consumed before");
}
static void a_second_release_of_an_ended_task_is_named(void **state)
{
    (void) state;
    expect(release_ended_twice, "unsync_release: the handle of unsync_sleep was");
}
static void a_release_after_the_result_is_named(void **state)
{
    (void) state;
    expect(release_after_result, "unsync_release: the handle of unsync_sleep");
}
static void a_second_result_is_named(void **state)
{
    (void) state;
    expect(result_twice,
           "unsync_result: the handle of unsync_sleep was consumed before");
}
static void a_wait_after_a_release_is_named(void **state)
{
    (void) state;
    expect(wait_after_release,
           "unsync_wait: the handle of unsync_sleep was consumed before");
}
static void a_cancel_after_the_result_is_named(void **state)
{
    (void) state;
    expect(cancel_after_result, "unsync_cancel: the handle of unsync_sleep");
}
static void letting_go_twice_is_named(void **state)
{
    (void) state;
    expect(detach_twice, "is let go, but its handle was given up before");
}
static void a_second_await_is_named(void **state)
{
    (void) state;
    expect(await_twice, "awaits_twice (misuse.uc:7) awaits unsync_sleep, whose handle "
                        "was consumed before");
}
static void a_handle_that_is_null_is_named(void **state)
{
    (void) state;
    expect_abort(await_nothing, "awaits_twice (tests/unit/lib_misuse.c:");
    expect_abort(await_nothing, ") awaits a handle that is NULL");
    expect_abort(await_nothing_in_a_job, "job (misuse.uc:9) awaits a handle that is NULL");
    expect_abort(release_nothing, "unsync_release: the handle is NULL");
    expect_abort(wait_for_nothing, "unsync_wait: the handle is NULL");
    expect_abort(result_of_nothing, "unsync_result: the handle is NULL");
    expect_abort(look_at_nothing, "unsync_done: the handle is NULL");
    expect_abort(limit_nothing, "unsync_timeout: the handle is NULL");
    expect_abort(gather_nothing, "unsync_gather: handle 1 of 2 is NULL");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_second_release_is_named),
        cmocka_unit_test(a_second_release_of_an_ended_task_is_named),
        cmocka_unit_test(a_release_after_the_result_is_named),
        cmocka_unit_test(a_second_result_is_named),
        cmocka_unit_test(a_wait_after_a_release_is_named),
        cmocka_unit_test(a_cancel_after_the_result_is_named),
        cmocka_unit_test(letting_go_twice_is_named),
        cmocka_unit_test(a_second_await_is_named),
        cmocka_unit_test(a_handle_that_is_null_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
