/* Limits that are given at run time, and the breaker that stops starting workers. */
#include "lib_procs.h"

#include <unsync.h>

#include "../../lib/procs/breaker.h"
#include "../../lib/worker/config.h"
#include "../../lib/procs/lack.h"

REMOTE(int, parse, int arg, 1000, 2000, false)
{
    return arg;
}

REMOTE(int, render, int arg, 0, 0, false)
{
    return arg;
}

static char wrong[128];

/* What is said on stderr between the two. */
static int stderr_end, stderr_before;
static void listen_to_stderr(void)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    stderr_before = dup(STDERR_FILENO);
    dup2(ends[1], STDERR_FILENO);
    close(ends[1]);
    stderr_end = ends[0];
}

static void hear_stderr(char *said, size_t size)
{
    dup2(stderr_before, STDERR_FILENO);
    close(stderr_before);
    fcntl(stderr_end, F_SETFL, O_NONBLOCK);
    ssize_t len = read(stderr_end, said, size - 1);
    said[len > 0 ? len : 0] = '\0';
    close(stderr_end);
}

static void options_are_written_over_those_of_the_mark(void **state)
{
    (void) state;
    assert_true(unsync__config_apply(" parse : timeout=2s,memory = 64M ; *: cpu = 1.5s", wrong,
                                     sizeof wrong));
    assert_int_equal(parse_limits.timeout_ms, 2000);
    assert_int_equal(parse_limits.memory_bytes, 64 << 20);
    assert_int_equal(parse_limits.cpu_ms, 1500);
    assert_int_equal(render_limits.timeout_ms, 0);
    assert_int_equal(render_limits.cpu_ms, 1500);
    assert_true(unsync__config_apply("render: queue_timeout = 2m, file_size = 1G, open_files = 9, "
                                     "recycle = 3, recycle_after = 1h, recycle_growth = 10K, "
                                     "no_network, no_new_files; parse: timeout = 0",
                                     wrong, sizeof wrong));
    assert_int_equal(parse_limits.timeout_ms, 0);
    assert_int_equal(render_limits.queue_timeout_ms, 120000);
    assert_int_equal(render_limits.file_bytes, 1 << 30);
    assert_int_equal(render_limits.open_files, 9);
    assert_int_equal(render_limits.recycle_runs, 3);
    assert_int_equal(render_limits.recycle_ms, 3600000);
    assert_int_equal(render_limits.recycle_bytes, 10240);
    assert_int_equal(render_limits.fences, UNSYNC__NO_NETWORK | UNSYNC__NO_NEW_FILES);
    assert_int_equal(parse_limits.fences, 0);
    assert_true(unsync__config_apply("", wrong, sizeof wrong));
}

static void what_makes_no_sense_is_refused(void **state)
{
    (void) state;
    static const struct {
        const char *text, *says;
    } cases[] = {{"parse", "expected ':' at ''"},
                 {"timeout = 5s", "expected ':' at '= 5s'"},
                 {"parse: timeot = 5s", "expected an option of @cpu_bound at 'timeot = 5s'"},
                 {"parse: timeout 5s", "expected '=' at '5s'"},
                 {"parse: timeout = 5", "expected a time with its unit (5s, 200ms, 2m, 1h) at '5'"},
                 {"parse: timeout = 5x", "expected a time"},
                 {"parse: memory = -5", "expected a size (4096, 64K, 512M, 1G) at '-5'"},
                 {"parse: memory = 5s", "expected a size"},
                 {"parse: recycle = 5000000000", "expected a number"},
                 {"parse: cpu = 1s memory = 5", "expected ',' or ';' at 'memory = 5'"},
                 {"parse: cpu = 1s,", "expected the name of an option at ''"},
                 {"; parse: cpu = 1s", "expected the name of a function, or * at '; parse"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_false(unsync__config_apply(cases[i].text, wrong, sizeof wrong));
        if (strstr(wrong, cases[i].says) == NULL) print_message("%s\n", wrong);
        assert_non_null(strstr(wrong, cases[i].says));
        assert_int_equal(unsync_worker_limits(cases[i].text), UNSYNC_EINVAL);
    }
    assert_int_equal(unsync_worker_limits(NULL), UNSYNC_EINVAL);
}

static void limits_hold_from_the_first_call_on(void **state)
{
    (void) state;
    char said[256];
    setenv("UNSYNC_LIMITS", "pid_of_worker: recycle = 1; nobody: cpu = 1s", 1);
    assert_int_equal(unsync_worker_limits("pid_of_worker: recycle = 100; hold: timeout = 60ms"), 0);
    listen_to_stderr();
    assert_int_equal(unsync_result(twice(4)), 8);
    hear_stderr(said, sizeof said);
    assert_non_null(strstr(said, "unsync: limits: there is no @cpu_bound function 'nobody'\n"));
    int first = unsync_result(pid_of_worker(0));
    assert_int_not_equal(first, unsync_result(pid_of_worker(0)));
    const char *path = fresh_path();
    assert_ends(unsync__of(hold(path)), UNSYNC_ETIMEDOUT, "ran longer than 60 ms");
    unlink(path);
    assert_int_equal(unsync_worker_limits("*: timeout = 1s"), UNSYNC_EBUSY);
}

static void the_breaker_opens_for_longer_each_time(void **state)
{
    (void) state;
    struct unsync__breaker breaker = {0};
    unsync__breaker_failed(&breaker, 1000);
    unsync__breaker_failed(&breaker, 1001);
    assert_true(unsync__breaker_lets(&breaker, 1001) > 1000);
    unsync__breaker_failed(&breaker, 1002);
    assert_int_equal(unsync__breaker_lets(&breaker, 1002), 0);
    assert_int_equal(unsync__breaker_left_ms(&breaker, 1002), 100);
    unsync__breaker_failed(&breaker, 1050); /* one that was starting */
    assert_int_equal(unsync__breaker_left_ms(&breaker, 1050), 52);
    assert_int_equal(unsync__breaker_lets(&breaker, 1102), 1);
    unsync__breaker_failed(&breaker, 1110);
    assert_int_equal(unsync__breaker_left_ms(&breaker, 1110), 200);
    uint64_t now = 2000;
    for (int i = 0; i < 20; i++, now += 100000) unsync__breaker_failed(&breaker, now);
    assert_int_equal(unsync__breaker_left_ms(&breaker, now - 100000), UNSYNC__BREAKER_MOST_MS);
    unsync__breaker_worked(&breaker);
    assert_int_equal(unsync__breaker_left_ms(&breaker, now), 0);
    assert_true(unsync__breaker_lets(&breaker, now) > 1000);
    unsync__breaker_failed(&breaker, now);
    assert_int_equal(unsync__breaker_left_ms(&breaker, now), 0);
}

LIMITED(int, shut_off, int arg, false, .fences = UNSYNC__NO_NETWORK, .cpu_ms = 9)
{
    return arg;
}

static void what_cannot_be_enforced_is_said_once(void **state)
{
    (void) state;
    char said[1024];
    struct unsync__box box = {.lacks = UNSYNC__LACKS_FENCE | UNSYNC__LACKS_TIMER,
                              .lacks_errno = EPERM};
    listen_to_stderr();
    unsync__lacks_say(&box);
    hear_stderr(said, sizeof said);
    assert_non_null(strstr(said, "unsync: no_network, no_new_files or no_signals of shut_off "
                                 "(procs.uc:7) is not enforced: Operation not permitted\n"));
    assert_non_null(strstr(said, "unsync: cpu of shut_off (procs.uc:7) is not enforced: Oper"));
    listen_to_stderr();
    unsync__lacks_say(&box);
    hear_stderr(said, sizeof said);
    assert_string_equal(said, "");
}

int main(void)
{
    setenv("UNSYNC_WORKERS", "1", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_are_written_over_those_of_the_mark),
        cmocka_unit_test(what_makes_no_sense_is_refused),
        cmocka_unit_test(limits_hold_from_the_first_call_on),
        cmocka_unit_test(what_cannot_be_enforced_is_said_once),
        cmocka_unit_test(the_breaker_opens_for_longer_each_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
