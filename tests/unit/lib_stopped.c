/* The process lane: workers that are stopped, by their body, from outside, idle or while they start. */
#include "lib_procs.h"

#include <sys/ptrace.h>
#include <unsync.h>

LIMITED(int, pauses, int arg, false, .timeout_ms = 100)
{
    raise(SIGTSTP);
    return arg;
}

LIMITED(int, stops, int arg, false, 0)
{
    raise(SIGSTOP);
    return arg;
}

LIMITED(int, stops_at_first, const char *arg, false, .retries = 1)
{
    int file = open(arg, O_CREAT | O_EXCL | O_WRONLY, 0600);
    if (file >= 0) raise(SIGSTOP);
    return 2;
}

static void a_paused_worker_is_timed_out(void **state)
{
    (void) state;
    /* Where the program is held up the kernel's timer comes first, and nothing tells of the stop. */
    do assert_ends(unsync__of(pauses(1)), UNSYNC_ETIMEDOUT, "ran longer than 100 ms");
    while (strstr(message, "which had been stopped by SIGTSTP") == NULL);
    assert_int_equal(unsync_result(twice(4)), 8);
}

static void a_stop_is_a_death(void **state)
{
    (void) state;
    struct unsync_worker_metrics before, after;
    unsync_metrics_workers(&before);
    for (int ignored = 0; ignored < 2; ignored++) {
        signal(SIGCHLD, ignored ? SIG_IGN : SIG_DFL);
        const char *path = fresh_path();
        hold_task other = hold(path);
        wait_for_file(path);
        assert_ends(unsync__of(stops(1)), UNSYNC_ECRASHED,
                    " was stopped in stops (procs.uc:7) by SIGSTOP (Stopped (signal)), and killed");
        assert_false(unsync_done(other));
        unsync_release(other);
    }
    signal(SIGCHLD, SIG_DFL);
    const char *path = fresh_path();
    assert_int_equal(unsync_result(stops_at_first(path)), 2);
    assert_int_equal(unlink(path), 0);
    unsync_metrics_workers(&after);
    assert_int_equal(after.ended[UNSYNC_WORKER_STOPPED] - before.ended[UNSYNC_WORKER_STOPPED], 3);
    assert_int_equal(after.calls_ended[UNSYNC_CALL_CRASHED] -
                         before.calls_ended[UNSYNC_CALL_CRASHED], 2);
}

/* The worker writes its number into the file, and goes on when that is gone. */
LIMITED(int, until_gone, const char *arg, false, 0)
{
    FILE *file = fopen(arg, "we");
    fprintf(file, "%d\n", (int) getpid());
    fclose(file);
    while (access(arg, F_OK) == 0) usleep(1000);
    return 3;
}

static int read_number(const char *path)
{
    int number = 0;
    while (number == 0) {
        FILE *file = fopen(path, "re");
        if (file != NULL && fscanf(file, "%d\n", &number) != 1) number = 0;
        if (file != NULL) fclose(file);
    }
    return number;
}

/* 0: as a debugger may; it has looked at the process, and let it go on. */
static int attach_and_detach(int pid)
{
    int status = 0;
    if (ptrace(PTRACE_ATTACH, pid, NULL, NULL) != 0) return 1;
    if (waitpid(pid, &status, __WALL) != pid || !WIFSTOPPED(status)) return 2;
    usleep(1000);
    return ptrace(PTRACE_DETACH, pid, NULL, NULL) == 0 ? 0 : 3;
}

static void a_debugger_does_not_stop_a_worker(void **state)
{
    (void) state;
    const char *path = fresh_path();
    until_gone_task task = until_gone(path);
    int pid = read_number(path), status = 0;
    pid_t debugger = fork();
    if (debugger == 0) _exit(attach_and_detach(pid));
    assert_int_equal(waitpid(debugger, &status, 0), debugger);
    unlink(path);
    assert_int_equal(unsync_result(task), 3);
    if (WEXITSTATUS(status) == 1) skip(); /* not allowed here */
    assert_int_equal(status, 0);
}

/* Nobody would continue it: a shell knows nothing of a worker. */
static void a_worker_that_reads_the_terminal_is_not_stopped(void **state)
{
    (void) state;
    assert_int_equal(code_of(unsync__of(die_by(SIGTTIN))), 0);
    assert_int_equal(code_of(unsync__of(die_by(SIGTTOU))), 0);
}

/* Until the process is stopped. */
static void stop(int pid)
{
    char path[64], line[128];
    bool stopped = false;
    snprintf(path, sizeof path, "/proc/%d/status", pid);
    kill(pid, SIGTSTP);
    while (!stopped) {
        FILE *file = fopen(path, "re");
        while (fgets(line, sizeof line, file) != NULL)
            stopped |= strncmp(line, "State:\tT", 8) == 0;
        fclose(file);
    }
}

static void a_call_does_not_stay_with_a_worker_that_was_stopped_before(void **state)
{
    (void) state;
    struct unsync_worker_metrics before;
    unsync_metrics_workers(&before);
    int pid = unsync_result(pid_of_worker(0));
    stop(pid);
    twice_task tasks[20];
    for (int i = 0; i < 20; i++) tasks[i] = twice(i);
    for (int i = 0; i < 20; i++) assert_int_equal(unsync_result(tasks[i]), 2 * i);
    assert_true(is_gone(pid));
    wait_for_ends(&before, UNSYNC_WORKER_STOPPED, 1);
}

LIMITED(int, soon, int arg, false, .timeout_ms = 100)
{
    return arg + 1;
}

static void an_idle_worker_that_is_stopped_is_replaced(void **state)
{
    (void) state;
    struct unsync_worker_metrics before;
    unsync_metrics_workers(&before);
    int pid = unsync_result(pid_of_worker(0));
    kill(pid, SIGSTOP);
    assert_true(is_gone(pid));
    wait_for_ends(&before, UNSYNC_WORKER_STOPPED, 1);
    assert_int_equal(unsync_result(twice(4)), 8);
}

/* The time of a call begins with its run. (A run may take its 100 ms on a busy machine.) */
static void a_worker_that_was_stopped_before_takes_no_calls_time(void **state)
{
    (void) state;
    renew_workers();
    int pid = unsync_result(pid_of_worker(0));
    stop(pid);
    soon_task tasks[20];
    for (int i = 0; i < 20; i++) tasks[i] = soon(i);
    for (int i = 0; i < 20; i++) {
        int code = code_of(unsync__of(tasks[i]));
        if (code != 0) assert_int_equal(code, UNSYNC_ETIMEDOUT);
        assert_null(strstr(message, "had been stopped"));
    }
    assert_true(is_gone(pid));
}

/* In a worker, while it is set up. */
static void stop_if_first(void)
{
    const char *path = getenv("STOP_IF_FIRST");
    if (path != NULL && open(path, O_CREAT | O_EXCL | O_WRONLY, 0600) >= 0) raise(SIGSTOP);
}

static void a_worker_that_is_stopped_while_it_starts_is_replaced(void **state)
{
    (void) state;
    struct unsync_worker_metrics before;
    const char *path = fresh_path();
    renew_workers();
    unsync_metrics_workers(&before);
    setenv("STOP_IF_FIRST", path, 1);
    assert_int_equal(unsync_result(twice(5)), 10);
    unsetenv("STOP_IF_FIRST");
    assert_int_equal(unlink(path), 0);
    wait_for_ends(&before, UNSYNC_WORKER_STOPPED, 1);
}

int main(void)
{
    setenv("UNSYNC_WORKERS", "2", 1);
    unsync_worker_init(stop_if_first);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_paused_worker_is_timed_out),
        cmocka_unit_test(a_stop_is_a_death),
        cmocka_unit_test(a_debugger_does_not_stop_a_worker),
        cmocka_unit_test(a_worker_that_reads_the_terminal_is_not_stopped),
        cmocka_unit_test(an_idle_worker_that_is_stopped_is_replaced),
        cmocka_unit_test(a_call_does_not_stay_with_a_worker_that_was_stopped_before),
        cmocka_unit_test(a_worker_that_was_stopped_before_takes_no_calls_time),
        cmocka_unit_test(a_worker_that_is_stopped_while_it_starts_is_replaced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
