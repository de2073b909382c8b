/* The process lane: what crosses to a worker and back, and what a body there may do. */
#include "lib_procs.h"

enum { MIB = 1 << 20 };

REMOTE(char *, greet, const char *arg, 0, 0, true)
{
    char *text = malloc(strlen(arg) + 8);
    sprintf(text, "hello, %s", arg);
    return text;
}

REMOTE(char *, same, char *arg, 0, 0, true)
{
    return arg; /* lies in the arguments: must not be freed */
}

REMOTE(char *, environment_of, const char *arg, 0, 0, false)
{
    return getenv(arg);
}

REMOTE(int, fail_with, int arg, 0, 0, false)
{
    {
        if (arg < 0) {
            unsync__job_fail("procs.uc", 90, arg, "it is %d", arg);
            unsync__leave();
            goto unsync__failed;
        }
        return arg;
    }
unsync__failed:;
    return 0;
}

REMOTE(int, nested, int arg, 0, 0, false)
{
    {
        if (arg == 0) {
            unsync__leave();
            return (int) getpid();
        }
        int value = UNSYNC__BLOCK(1, nested(arg - 1));
        int code = UNSYNC__BLOCK_CATCH(2, fail_with(-77));
        if (code != -77) value = 0;
        UNSYNC__BLOCK(3, unsync_sleep(1));
        unsync__leave();
        return value == (int) getpid() ? value : 0;
    }
unsync__failed:;
    return 0;
}

REMOTE(int, nested_failure, int arg, 0, 0, false)
{
    {
        int value = UNSYNC__BLOCK(1, fail_with(arg));
        unsync__leave();
        return value;
    }
unsync__failed:;
    return 0;
}

static void a_call_runs_in_another_process_and_gives_its_value(void **state)
{
    (void) state;
    assert_int_equal(unsync_result(twice(21)), 42);
    int pid = unsync_result(pid_of_worker(0));
    assert_int_not_equal(pid, getpid());
    char *text = unsync_result(greet("world"));
    assert_string_equal(text, "hello, world");
    free(text);
    text = unsync_result(same((char *) "and back"));
    assert_string_equal(text, "and back");
    free(text);
    assert_null(unsync_result(same(NULL)));
    assert_null(unsync_result(environment_of("NOT_SET_ANYWHERE")));
}

static void many_calls_in_flight_each_get_their_own_value(void **state)
{
    (void) state;
    enum { COUNT = 2000 };
    static twice_task tasks[COUNT];
    for (int i = 0; i < COUNT; i++) tasks[i] = twice(i);
    for (int i = 0; i < COUNT; i++) assert_int_equal(unsync_result(tasks[i]), 2 * i);
}

static void a_large_value_crosses(void **state)
{
    (void) state;
    size_t len = 20 * MIB;
    char *text = malloc(len + 1);
    for (size_t i = 0; i < len; i++) text[i] = (char) ('a' + i % 23);
    text[len] = '\0';
    char *back = unsync_result(same(text));
    assert_memory_equal(back, text, len + 1);
    free(back);
    free(text);
}

static void a_body_that_fails_says_where(void **state)
{
    (void) state;
    assert_int_equal(unsync_result(fail_with(5)), 5);
    fail_with_task task = fail_with(-42);
    assert_int_equal(unsync_wait(task), -42);
    const struct unsync_failure *failure = unsync_failure(task);
    assert_string_equal(failure->message, "it is -42");
    assert_int_equal(failure->trace_count, 1);
    assert_string_equal(failure->trace[0].function, "fail_with");
    assert_string_equal(failure->trace[0].file, "procs.uc");
    assert_int_equal(failure->trace[0].line, 90);
    unsync_release(task);
    task = nested_failure(-43);
    assert_int_equal(unsync_wait(task), -43);
    failure = unsync_failure(task);
    assert_int_equal(failure->trace_count, 2);
    assert_string_equal(failure->trace[0].function, "fail_with");
    assert_string_equal(failure->trace[1].function, "nested_failure");
    unsync_release(task);
}

static void a_body_may_start_tasks_of_its_own(void **state)
{
    (void) state;
    assert_true(unsync_result(nested(5)) > 0);
}

static void a_function_that_the_worker_lacks_fails_its_call_only(void **state)
{
    (void) state;
    static struct unsync__remote unknown;
    static struct unsync__kind kind;
    unknown = twice_remote;
    unknown.signature = "int thrice(int)";
    unknown.print = 333;
    kind = twice_kind;
    kind.remote = &unknown;
    struct twice_frame *self = unsync__new(&kind, sizeof *self);
    self->arg = 1;
    assert_ends(unsync__start(&self->task), UNSYNC_EPROTO, "no function 'int thrice(int)'");
    assert_int_equal(unsync_result(twice(1)), 2);
}

static void take_wrongly(struct unsync__unpacker *u, struct unsync__task *task)
{
    int8_t small;
    (void) task;
    UNSYNC__UNPACK(u, small);
}

static void a_result_that_cannot_be_read_fails_its_call_only(void **state)
{
    (void) state;
    static struct unsync__remote odd;
    static struct unsync__kind kind;
    odd = twice_remote;
    odd.take = take_wrongly;
    kind = twice_kind;
    kind.remote = &odd;
    struct twice_frame *self = unsync__new(&kind, sizeof *self);
    self->arg = 100;
    assert_ends(unsync__start(&self->task), UNSYNC_EPROTO,
                "the result of twice: expected a signed integer of 8 bits, got 200");
}

int main(void)
{
    setenv("UNSYNC_WORKERS", "2", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_call_runs_in_another_process_and_gives_its_value),
        cmocka_unit_test(many_calls_in_flight_each_get_their_own_value),
        cmocka_unit_test(a_large_value_crosses),
        cmocka_unit_test(a_body_that_fails_says_where),
        cmocka_unit_test(a_body_may_start_tasks_of_its_own),
        cmocka_unit_test(a_function_that_the_worker_lacks_fails_its_call_only),
        cmocka_unit_test(a_result_that_cannot_be_read_fails_its_call_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
