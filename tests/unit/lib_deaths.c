/* The process lane: workers that die, are killed or do harm, and what the task is told of it. */
#include "lib_procs.h"

#include <dirent.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/prctl.h>

enum { MIB = 1 << 20 };

REMOTE(int, leave_with, int arg, 0, 0, false)
{
    exit(arg);
    return 0;
}

REMOTE(int, overflow, int arg, 0, 0, false)
{
    volatile char room[4096];
    if (arg == 0) return 0;
    memset((void *) room, arg, sizeof room);
    return overflow_body(arg + 1) + room[arg & 4095];
}

REMOTE(int, forever, int arg, 100, 0, false)
{
    volatile int turns = arg;
    for (;;) turns++;
    return turns;
}

REMOTE(int, want, int arg, 0, 64 * MIB, false)
{
    char *memory = malloc((size_t) arg * MIB);
    __asm__ volatile("" : "+r"(memory)); /* nobody may think the pair away */
    if (memory == NULL) return errno == ENOMEM ? -1 : -2;
    memset(memory, 1, (size_t) arg * MIB);
    free(memory);
    return arg;
}

REMOTE(int, want_badly, int arg, 0, 64 * MIB, false)
{
    volatile char *memory = malloc((size_t) arg * MIB);
    memory[0] = 1;
    free((void *) memory);
    return arg;
}

REMOTE(int, want_and_leave, int arg, 0, 64 * MIB, false)
{
    char *memory = malloc((size_t) arg * MIB);
    __asm__ volatile("" : "+r"(memory));
    if (memory == NULL) exit(9);
    free(memory);
    return arg;
}

REMOTE(int, want_and_say_so, int arg, 0, 64 * MIB, false)
{
    char *memory = malloc((size_t) arg * MIB);
    __asm__ volatile("" : "+r"(memory));
    if (memory == NULL) {
        perror("a table");
        errno = 0; /* perror may leave anything there */
        abort();
    }
    free(memory);
    return arg;
}

REMOTE(int, write_to_the_socket, int arg, 0, 0, false)
{
    char junk[64];
    memset(junk, arg, sizeof junk);
    if (write(3, junk, sizeof junk) != sizeof junk) return 0;
    for (;;) pause(); /* a result would be another way out */
    return 0;
}

REMOTE(int, close_the_socket, int arg, 0, 0, false)
{
    close(3);
    while (arg) pause();
    return 0;
}

REMOTE(int, forks, int arg, 0, 0, false)
{
    (void) arg;
    pid_t child = fork();
    if (child == 0)
        for (;;) pause();
    return (int) child;
}

static void a_dying_worker_fails_the_task_that_it_ran(void **state)
{
    (void) state;
    static const struct {
        int number;
        const char *text;
    } deaths[] = {{SIGABRT, "in die_by (procs.uc:7) by SIGABRT (Aborted)"},
                  {SIGKILL, "in die_by (procs.uc:7) by SIGKILL (Killed)"},
                  {SIGTERM, "by SIGTERM (Terminated)"},
                  {SIGPIPE, "by SIGPIPE (Broken pipe)"},
                  {SIGALRM, "by SIGALRM (Alarm clock)"}};
    for (size_t i = 0; i < sizeof deaths / sizeof *deaths; i++)
        assert_ends(unsync__of(die_by(deaths[i].number)), UNSYNC_ECRASHED, deaths[i].text);
    assert_ends(unsync__of(die_by(SIGSEGV)), UNSYNC_ECRASHED,
                ASAN || TSAN ? " in die_by (procs.uc:7)" : "by SIGSEGV (Segmentation fault)");
    assert_ends(unsync__of(leave_with(3)), UNSYNC_ECRASHED,
                "exited with status 3 in leave_with (procs.uc:7)");
    assert_ends(unsync__of(leave_with(0)), UNSYNC_ECRASHED, "exited with status 0 in leave_with");
    assert_ends(unsync__of(overflow(1)), UNSYNC_ECRASHED,
                ASAN || TSAN ? " in overflow" : "by SIGSEGV");
    assert_int_equal(unsync_result(twice(4)), 8);
}

static void the_others_go_on_while_workers_die(void **state)
{
    (void) state;
    enum { COUNT = 200 };
    static twice_task tasks[COUNT];
    for (int i = 0; i < COUNT; i++) tasks[i] = i % 10 == 3 ? die_by(SIGKILL) : twice(i);
    for (int i = 0; i < COUNT; i++)
        if (i % 10 == 3)
            assert_int_equal(code_of(unsync__of(tasks[i])), UNSYNC_ECRASHED);
        else
            assert_int_equal(unsync_result(tasks[i]), 2 * i);
}

static void an_idle_worker_that_is_killed_costs_no_task(void **state)
{
    (void) state;
    for (int turn = 0; turn < 30; turn++) {
        int pid = unsync_result(pid_of_worker(0));
        kill(pid, SIGKILL);
        if (turn % 2) is_gone(pid);
        assert_int_equal(unsync_result(twice(turn)), 2 * turn);
    }
}

static void a_timeout_kills_a_body_that_runs_too_long(void **state)
{
    (void) state;
    assert_ends(unsync__of(forever(0)), UNSYNC_ETIMEDOUT,
                "forever (procs.uc:7) ran longer than 100 ms");
    assert_int_equal(unsync_result(twice(5)), 10);
}

static void a_cancel_ends_a_running_call_and_takes_a_queued_one_off(void **state)
{
    (void) state;
    const char *path = fresh_path();
    hold_task running[2];
    for (int i = 0; i < 2; i++) { /* both workers are busy now */
        running[i] = hold(path);
        wait_for_file(path);
    }
    twice_task queued = twice(1), after = twice(2);
    unsync_cancel(queued);
    assert_ends(unsync__of(queued), UNSYNC_ECANCELED, "cancelled before it ran");
    unsync_cancel(running[0]);
    assert_ends(unsync__of(running[0]), UNSYNC_ECANCELED, "cancelled while it ran in worker");
    assert_int_equal(unsync_result(after), 4);
    unsync_release(running[1]);
    assert_int_equal(unsync_result(twice(3)), 6);
}

static void a_memory_limit_makes_malloc_give_null(void **state)
{
    (void) state;
    assert_int_equal(unsync_result(want(8)), 8);
    if (ASAN || TSAN) return; /* not enforced there */
    assert_int_equal(unsync_result(want(4096)), -1);
    assert_int_equal(unsync_result(want(60)), 60);
    assert_int_equal(unsync_result(want(70)), -1);
    assert_ends(unsync__of(want_badly(4096)), UNSYNC_EMEMORY,
                "after its memory limit of 67108864 bytes had refused a request");
    assert_ends(unsync__of(want_and_leave(4096)), UNSYNC_EMEMORY, "exited with status 9");
    assert_ends(unsync__of(want_and_say_so(4096)), UNSYNC_EMEMORY,
                "\"a table: Cannot allocate memory\"");
    assert_int_equal(unsync_result(want(8)), 8);
}

static void a_worker_that_breaks_the_protocol_is_killed(void **state)
{
    (void) state;
    assert_ends(unsync__of(write_to_the_socket(0xff)), UNSYNC_EPROTO, "sent what is no message");
    assert_ends(unsync__of(write_to_the_socket(0)), UNSYNC_EPROTO, "sent what is no message");
    assert_ends(unsync__of(close_the_socket(1)), UNSYNC_EPROTO, "closed its socket");
    assert_int_equal(unsync_result(close_the_socket(0)), 0); /* it had given its result */
    assert_int_equal(unsync_result(twice(6)), 12);
}

static void its_children_die_with_it(void **state)
{
    (void) state;
    renew_workers();
    int child = unsync_result(forks(0));
    assert_int_equal(kill(child, 0), 0);
    renew_workers();
    assert_true(is_gone(child));
}

REMOTE(int, forks_and_both_return, int arg, 0, 0, false)
{
    pid_t child = fork();
    if (child == 0) return arg + 1;
    waitpid(child, &arg, 0);
    return WIFEXITED(arg) ? WEXITSTATUS(arg) : -1;
}

static void a_forked_child_that_returns_does_not_answer_for_its_worker(void **state)
{
    (void) state;
    for (int i = 0; i < 20; i++) {
        assert_int_equal(unsync_result(forks_and_both_return(100)), 1);
        assert_int_equal(unsync_result(twice(i)), 2 * i);
    }
}

static void no_descriptor_is_left_by_a_hundred_deaths(void **state)
{
    (void) state;
    renew_workers();
    assert_int_equal(unsync_result(twice(1)), 2);
    unsigned before = count_descriptors();
    for (int i = 0; i < 100; i++) assert_int_equal(code_of(unsync__of(die_by(9))), UNSYNC_ECRASHED);
    assert_int_equal(unsync_result(twice(1)), 2);
    /* One worker more or less may be alive, with a socket, a pidfd, a box and a pipe; the pipe of one
     * that is dead is closed by a thread, when it has come to its end. */
    while (count_descriptors() > before + 4) sched_yield();
}

/* --- A storm ---------------------------------------------------------------------------------- */

enum { KILLS = 300 };
static atomic_bool storm_is_over;
static atomic_uint served;

/* The first or the last of this process's children; 0: there is none. */
static int some_child(bool first)
{
    int child = 0, seen;
    DIR *folder = opendir("/proc/self/task");
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        char path[300];
        snprintf(path, sizeof path, "/proc/self/task/%s/children", entry->d_name);
        FILE *list = entry->d_name[0] == '.' ? NULL : fopen(path, "re");
        while (list != NULL && fscanf(list, "%d", &seen) == 1)
            if (child == 0 || !first) child = seen;
        if (list != NULL) fclose(list);
    }
    closedir(folder);
    return child;
}

static void *kill_at_random(void *unused)
{
    (void) unused;
    unsigned before = 0;
    for (int kills = 0; kills < KILLS;) {
        int child = some_child(kills % 2);
        if (child > 0) kills += kill(child, kills % 3 ? SIGKILL : SIGSEGV) == 0;
        while (atomic_load(&served) == before) sched_yield(); /* somebody must live to serve */
        before = atomic_load(&served);
    }
    atomic_store(&storm_is_over, true);
    return NULL;
}

/* Every task ends, with its own value or as crashed, and never more crash than were killed. */
static void in_a_storm_of_kills_every_task_ends_once(void **state)
{
    (void) state;
    enum { WAVE = 64 };
    pthread_t killer;
    unsigned crashed = 0;
    assert_int_equal(pthread_create(&killer, NULL, kill_at_random, NULL), 0);
    for (int wave = 0; !atomic_load(&storm_is_over); wave++) {
        twice_task tasks[WAVE];
        for (int i = 0; i < WAVE; i++) tasks[i] = twice(wave + i);
        for (int i = 0; i < WAVE; i++) {
            int code = unsync_wait(tasks[i]);
            crashed += code == UNSYNC_ECRASHED;
            if (code == 0) {
                atomic_fetch_add(&served, 1);
                assert_int_equal(unsync_result(tasks[i]), 2 * (wave + i));
            } else
                unsync_release(tasks[i]);
            if (code != 0 && code != UNSYNC_ENOWORKER) /* that: killed while they started */
                assert_int_equal(code, UNSYNC_ECRASHED);
        }
    }
    pthread_join(killer, NULL);
    assert_true(crashed <= KILLS);
    /* the last ones may have been killed while they started: then there is a pause */
    while (code_of(unsync__of(twice(8))) == UNSYNC_ENOWORKER) usleep(1000);
    assert_int_equal(unsync_result(twice(8)), 16);
}

/* What a change of the user does, which not everybody may try. */
REMOTE(int, hold_alone, const char *arg, 0, 0, false)
{
    prctl(PR_SET_PDEATHSIG, 0);
    close(open(arg, O_CREAT | O_WRONLY, 0600));
    for (;;) pause();
    return 0;
}

/* The parent of workers is killed; in a program of its own. */
static void prepare_to_be_killed(int out, bool alone)
{
    const char *path = fresh_path();
    int pid = unsync_result(pid_of_worker(0));
    hold_task busy = alone ? (hold_task) hold_alone(path) : hold(path);
    (void) busy;
    wait_for_file(path);
    int other = unsync_result(pid_of_worker(0));
    dprintf(out, "%d %d\n", pid, other);
    for (;;) pause();
}

static void kill_program(const char *name)
{
    int out[2], first, second;
    char line[64] = "";
    assert_int_equal(pipe(out), 0);
    pid_t program = fork();
    if (program == 0) {
        char number[16];
        snprintf(number, sizeof number, "%d", out[1]);
        execl("/proc/self/exe", name, number, (char *) NULL);
        _exit(127);
    }
    close(out[1]);
    for (size_t have = 0; strchr(line, '\n') == NULL; have++)
        assert_int_equal(read(out[0], line + have, 1), 1);
    assert_int_equal(sscanf(line, "%d %d", &first, &second), 2);
    assert_int_equal(kill(first, 0), 0);
    assert_int_equal(kill(second, 0), 0);
    kill(program, SIGKILL);
    waitpid(program, NULL, 0);
    assert_true(is_gone(first));
    assert_true(is_gone(second));
    close(out[0]);
}

static void the_death_of_the_program_ends_its_workers(void **state)
{
    (void) state;
    kill_program("victim");
}

static void so_it_does_without_the_signal_for_that(void **state)
{
    (void) state;
    kill_program("alone");
}

int main(int argc, char **argv)
{
    setenv("UNSYNC_WORKERS", "2", 1);
    if (argc == 2) prepare_to_be_killed(atoi(argv[1]), strcmp(argv[0], "alone") == 0);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_dying_worker_fails_the_task_that_it_ran),
        cmocka_unit_test(the_others_go_on_while_workers_die),
        cmocka_unit_test(an_idle_worker_that_is_killed_costs_no_task),
        cmocka_unit_test(a_timeout_kills_a_body_that_runs_too_long),
        cmocka_unit_test(a_cancel_ends_a_running_call_and_takes_a_queued_one_off),
        cmocka_unit_test(a_memory_limit_makes_malloc_give_null),
        cmocka_unit_test(a_worker_that_breaks_the_protocol_is_killed),
        cmocka_unit_test(its_children_die_with_it),
        cmocka_unit_test(a_forked_child_that_returns_does_not_answer_for_its_worker),
        cmocka_unit_test(no_descriptor_is_left_by_a_hundred_deaths),
        cmocka_unit_test(in_a_storm_of_kills_every_task_ends_once),
        cmocka_unit_test(the_death_of_the_program_ends_its_workers),
        cmocka_unit_test(so_it_does_without_the_signal_for_that),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
