/* A start on another thread says so to the loop first, and offers the job to its pool then: a cancel
 * may come in between. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdatomic.h>
#include <unsync_gen.h>

struct unsync__job_frame {
    struct unsync__task unsync__task;
    int unsync__value;
};

static atomic_int runs;

static void job_run(struct unsync__task *task)
{
    atomic_fetch_add(&runs, 1);
    ((struct unsync__job_frame *) task)->unsync__value = unsync_cancelled();
}

/* The cancel is over when the pool hears of the job. */
static void offer_late(struct unsync__task *task)
{
    unsync__cancel(task);
    unsync__lane_thread.offer(task);
}

static void a_cancel_before_the_offer_ends_no_job_twice(void **state)
{
    static struct unsync__lane lane; /* the loop looks at them until the last job is freed */
    static const struct unsync__kind kind = {.name = "job",
                                      .file = "offer.uc",
                                      .line = 1,
                                      .size = sizeof(struct unsync__job_frame),
                                      .lane = &lane,
                                      .run = job_run};
    (void) state;
    lane = unsync__lane_thread;
    lane.offer = offer_late;
    for (int i = 0; i < 10; i++) {
        struct unsync__job_frame *self = unsync__new(&kind, sizeof *self);
        assert_non_null(self);
        unsync_task_of(int) job = (unsync_task_of(int)) unsync__start(&self->unsync__task);
        assert_int_equal(unsync_wait(job), 0);
        assert_int_equal(unsync_value(job), 1); /* it ran, and saw that it shall end */
        unsync_release(job);
    }
    assert_int_equal(runs, 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cancel_before_the_offer_ends_no_job_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
