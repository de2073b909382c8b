/* The process lane and the program around it: what a worker finds at its start, what it carries
 * over, and what becomes of calls when none can be started. */
#include "lib_procs.h"

#include <dirent.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "../../lib/base/alloc.h"

static long scale = 1;
static int set_by_init;
static bool start_badly;

REMOTE(char *, same, char *arg, 0, 0, true)
{
    return arg; /* lies in the arguments: must not be freed */
}

REMOTE(long, scaled, long arg, 0, 0, false)
{
    return arg * scale + set_by_init;
}

REMOTE(char *, environment_of, const char *arg, 0, 0, false)
{
    return getenv(arg);
}

/* --- What a worker finds around itself -------------------------------------------------------- */

static void print_descriptors(FILE *out)
{
    DIR *folder = opendir("/proc/self/fd");
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
        if (atoi(entry->d_name) > 4 && atoi(entry->d_name) != dirfd(folder))
            fprintf(out, "descriptor %s; ", entry->d_name);
    closedir(folder);
}

static void print_signals(FILE *out)
{
    static const char crashes[] = {SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGSYS, 0};
    sigset_t blocked;
    sigprocmask(SIG_SETMASK, NULL, &blocked);
    for (int number = 1; number < 32; number++) {
        struct sigaction now;
        if (sigismember(&blocked, number)) fprintf(out, "blocked %d; ", number);
        if (strchr(crashes, number) == NULL && sigaction(number, NULL, &now) == 0 &&
            now.sa_handler != SIG_DFL && number != SIGTTOU && number != SIGTTIN && !ASAN &&
            !TSAN)
            fprintf(out, "handled %d; ", number);
    }
}

/* "" if all is as it should be. */
REMOTE(char *, surroundings, const char *arg, 0, 0, true)
{
    char *text = NULL, here[4096];
    size_t len;
    struct stat input, null;
    FILE *out = open_memstream(&text, &len);
    print_descriptors(out);
    print_signals(out);
    if (getpgrp() != getpid()) fprintf(out, "process group %d; ", (int) getpgrp());
    if (fstat(0, &input) != 0 || stat("/dev/null", &null) != 0 || input.st_rdev != null.st_rdev)
        fprintf(out, "input is not the null device; ");
    if (umask(0) != 027) fprintf(out, "umask; ");
    umask(027);
    if (getcwd(here, sizeof here) == NULL || strcmp(here, arg) != 0) fprintf(out, "in %s; ", here);
    if (strcmp(setlocale(LC_NUMERIC, NULL), "C.UTF-8") != 0) fprintf(out, "locale; ");
    if (getenv("UNSYNC_WORKER_SOCKET") != NULL) fprintf(out, "the variable is set; ");
    if (strstr(program_invocation_name, "[worker]") == NULL)
        fprintf(out, "called %s; ", program_invocation_name);
    fclose(out);
    return text;
}

/* --- Tests ------------------------------------------------------------------------------------ */

static void set_something(void)
{
    set_by_init = 1;
    if (start_badly) _exit(44);
}

static void a_worker_finds_clean_surroundings(void **state)
{
    (void) state;
    char here[4096];
    renew_workers();
    int extra = open("/dev/null", O_RDONLY); /* not close-on-exec */
    setenv("SET_LATER", "yes", 1);
    signal(SIGUSR1, SIG_IGN);
    umask(027);
    setlocale(LC_ALL, "C.UTF-8");
    assert_non_null(getcwd(here, sizeof here));
    char *found = unsync_result(surroundings(here));
    assert_string_equal(found, "");
    free(found);
    char *value = unsync_result(environment_of("SET_LATER"));
    assert_string_equal(value, "yes");
    free(value);
    close(extra);
    signal(SIGUSR1, SIG_DFL);
}

static void state_is_carried_over_as_it_is_when_the_worker_starts(void **state)
{
    (void) state;
    renew_workers();
    scale = 7;
    assert_int_equal(unsync_result(scaled(6)), 43);
    int on_the_stack = 0;
    void *on_the_heap = malloc(8);
    assert_int_equal(unsync_worker_state(&on_the_stack, sizeof on_the_stack), UNSYNC_EINVAL);
    assert_int_equal(unsync_worker_state(on_the_heap, 8), UNSYNC_EINVAL);
    assert_int_equal(unsync_worker_state(NULL, 8), UNSYNC_EINVAL);
    assert_int_equal(unsync_worker_state(&scale, 1 << 30), UNSYNC_EINVAL);
    assert_int_equal(unsync_worker_state((void *) (uintptr_t) "constant", 8), UNSYNC_EINVAL);
    assert_int_equal(unsync_worker_init(NULL), UNSYNC_EINVAL);
    free(on_the_heap);
}

/* After workers that could not start there is a pause, in which calls fail at once. */
static void assert_works_again(void)
{
    struct unsync_worker_metrics before, after;
    int code, tries = 0;
    unsync_metrics_workers(&before);
    while ((code = code_of(unsync__of(twice(1)))) == UNSYNC_ENOWORKER) {
        assert_non_null(strstr(message, "; the next try is in "));
        tries++;
    }
    unsync_metrics_workers(&after);
    assert_int_equal(code, 0);
    assert_true(after.spawned <= before.spawned + 2 || tries == 0);
}

static void workers_that_cannot_start_fail_the_tasks(void **state)
{
    (void) state;
    renew_workers();
    start_badly = true;
    twice_task others[8];
    for (int i = 0; i < 8; i++) others[i] = twice(i);
    assert_ends(unsync__of(twice(1)), UNSYNC_ENOWORKER, "exited with status 44 while it started");
    for (int i = 0; i < 8; i++) assert_int_equal(code_of(unsync__of(others[i])), UNSYNC_ENOWORKER);
    start_badly = false;
    assert_works_again();
}

static void the_program_may_wait_for_any_child(void **state)
{
    (void) state;
    renew_workers();
    signal(SIGCHLD, SIG_IGN);
    assert_ends(unsync__of(die_by(SIGKILL)), UNSYNC_ECRASHED, "SIGCHLD is ignored");
    assert_int_equal(unsync_result(twice(1)), 2);
    signal(SIGCHLD, SIG_DFL);
    int pid = unsync_result(pid_of_worker(0));
    kill(pid, SIGKILL);
    assert_true(waitpid(-1, NULL, 0) > 0 || errno == ECHILD);
    assert_int_equal(unsync_result(twice(2)), 4);
}

static void a_forked_child_leaves_the_workers_alone(void **state)
{
    (void) state;
    int pid = unsync_result(pid_of_worker(0));
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) exit(0);
    int status = -1;
    waitpid(child, &status, 0);
    if (!ASAN && !TSAN) assert_int_equal(status, 0);
    assert_int_equal(kill(pid, 0), 0);
    assert_int_equal(unsync_result(twice(2)), 4);
}

static void without_descriptors_the_task_says_so(void **state)
{
    (void) state;
    renew_workers();
    struct rlimit before, none;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    none = before;
    none.rlim_cur = 0;
    setrlimit(RLIMIT_NOFILE, &none);
    twice_task task = twice(1);
    int code = unsync_wait(task);
    setrlimit(RLIMIT_NOFILE, &before);
    assert_ends(unsync__of(task), code, code == 0 ? "" : "Too many open files");
    assert_int_equal(code, UNSYNC_ENOWORKER);
    assert_works_again();
}

/* Whatever request of memory is refused, on whatever thread: an answer comes, and things go on. */
static void without_memory_the_task_says_so(void **state)
{
    (void) state;
    unsigned refused = 0;
    for (unsigned at = 1; at <= 80; at++) {
        if (at % 2) renew_workers();
        unsync__alloc_fail_at(at % 40 + 1);
        same_task task = same((char *) "a text of some length, for the blocks to be real");
        int code = unsync_wait(task);
        unsync__alloc_fail_at(0);
        if (code != 0) {
            refused++;
            assert_true(code == UNSYNC_ENOMEM || code == UNSYNC_ENOWORKER);
            unsync_release(task);
        } else
            free(unsync_result(task));
    }
    assert_true(refused >= 3);
    assert_works_again();
}

int main(void)
{
    setenv("UNSYNC_WORKERS", "2", 1);
    unsync_worker_state(&scale, sizeof scale);
    unsync_worker_state(&start_badly, sizeof start_badly);
    unsync_worker_init(set_something);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_worker_finds_clean_surroundings),
        cmocka_unit_test(state_is_carried_over_as_it_is_when_the_worker_starts),
        cmocka_unit_test(workers_that_cannot_start_fail_the_tasks),
        cmocka_unit_test(the_program_may_wait_for_any_child),
        cmocka_unit_test(a_forked_child_leaves_the_workers_alone),
        cmocka_unit_test(without_descriptors_the_task_says_so),
        cmocka_unit_test(without_memory_the_task_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
