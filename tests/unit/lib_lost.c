/* A start that found no memory and whose handle nobody looked at is said when the program ends;
 * whatever looks at the handle keeps it from that. Each program is a child process, which the test
 * may fork because it never uses the runtime itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <unsync_gen.h>

#include "../../lib/base/alloc.h"

/* @thread void job(void) {}, as the generator emits it; there is no memory for its frame. */
typedef unsync_task_of(void) job_task;
static void job_run(struct unsync__task *task)
{
    (void) task;
}
static const struct unsync__kind job_kind = {.name = "job",
                                             .file = "lost.uc",
                                             .line = 3,
                                             .size = sizeof(struct unsync__task),
                                             .lane = &unsync__lane_thread,
                                             .run = job_run};
static job_task job(void)
{
    unsync__alloc_fail_at(1);
    struct unsync__task *self = unsync__new(&job_kind, sizeof *self);
    unsync__alloc_fail_at(0);
    return (job_task) (self == NULL ? &unsync__no_memory : unsync__start(self));
}

static void loses(void)
{
    job();
    job();
    unsync_release(job());
}
static void waits(void)
{
    if (unsync_wait(job()) != UNSYNC_ENOMEM) abort();
}
static void asks(void)
{
    if (unsync_failure(job())->code != UNSYNC_ENOMEM) abort();
}
static void releases(void)
{
    unsync_release(job());
}
static void gathers(void)
{
    job_task jobs[2] = {job(), job()};
    if (unsync_wait(unsync_gather(jobs, 2)) != UNSYNC_ENOMEM) abort();
    unsync_release(jobs[0]);
    unsync_release(jobs[1]);
}
static void sleeps(void)
{
    unsync__alloc_fail_at(1);
    job_task nap = unsync_sleep(1000); /* is none of the user's functions */
    unsync__alloc_fail_at(0);
    (void) nap;
}

/* What the program says on standard error. */
static const char *said_by(void (*program)(void))
{
    static char text[4096];
    int ends[2], status;
    size_t len = 0;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        program();
        exit(0);
    }
    close(ends[1]);
    for (ssize_t got; (got = read(ends[0], text + len, sizeof text - 1 - len)) > 0;)
        len += (size_t) got;
    text[len] = '\0';
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return text;
}

static void what_nobody_looked_at_is_said(void **state)
{
    (void) state;
    assert_non_null(strstr(said_by(loses), "unsync: no memory: 2 starts failed that nobody looked "
                                           "at, the last one of job (lost.uc:3)\n"));
}
static void what_was_looked_at_is_not(void **state)
{
    void (*const programs[])(void) = {waits, asks, releases, gathers, sleeps};
    (void) state;
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
        assert_null(strstr(said_by(programs[i]), "no memory: "));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_nobody_looked_at_is_said),
        cmocka_unit_test(what_was_looked_at_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
