/* The process lane: what crosses, what dies, and what the task is told. This program is its own
 * worker; the functions are written as the generator emits them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <unsync_gen.h>

#include "../../lib/base/alloc.h"

#if defined __SANITIZE_ADDRESS__ || defined UNSYNC__ASAN
enum { ASAN = 1, TSAN = 0 };
#elif defined __SANITIZE_THREAD__
enum { ASAN = 0, TSAN = 1 };
#else
enum { ASAN = 0, TSAN = 0 };
#endif

/* A @cpu_bound function of one parameter; its body follows the macro. `failed:` is where a failed
 * await goes. */
#define REMOTE(RESULT, NAME, PARAMETER, TIMEOUT_MS, MEMORY_BYTES, FREE)                            \
    typedef unsync_task_of(RESULT) NAME##_task;                                                    \
    struct NAME##_frame {                                                                          \
        struct unsync__task task;                                                                  \
        RESULT value;                                                                              \
        PARAMETER;                                                                                 \
    };                                                                                             \
    static RESULT NAME##_body(PARAMETER);                                                          \
    static void NAME##_run(struct unsync__task *task)                                              \
    {                                                                                              \
        struct NAME##_frame *self = (struct NAME##_frame *) task;                                  \
        self->value = NAME##_body(self->arg);                                                      \
    }                                                                                              \
    static void NAME##_pack(struct unsync__packer *p, const struct unsync__task *task)             \
    {                                                                                              \
        const struct NAME##_frame *self = (const struct NAME##_frame *) task;                      \
        unsync__pack_array(p, 1);                                                                  \
        UNSYNC__PACK(p, self->arg);                                                                \
    }                                                                                              \
    static const struct unsync__kind NAME##_kind;                                                  \
    static void NAME##_serve(struct unsync__unpacker *u, struct unsync__packer *p)                 \
    {                                                                                              \
        PARAMETER;                                                                                 \
        unsync__unpack_array(u, 1);                                                                \
        UNSYNC__UNPACK(u, arg);                                                                    \
        if (unsync__unpack_failed(u)) return;                                                      \
        struct unsync__job job;                                                                    \
        unsync__serve_begin(&job, &NAME##_kind);                                                   \
        RESULT value = NAME##_body(arg);                                                           \
        if (!unsync__serve_end(&job, p)) return;                                                   \
        UNSYNC__PACK(p, value);                                                                    \
        if (FREE) unsync__serve_free(u, (void *) (uintptr_t) value, free);                         \
    }                                                                                              \
    static void NAME##_take(struct unsync__unpacker *u, struct unsync__task *task)                 \
    {                                                                                              \
        UNSYNC__UNPACK(u, ((struct NAME##_frame *) task)->value);                                  \
    }                                                                                              \
    static const struct unsync__remote NAME##_remote = {.signature =                               \
                                                            #RESULT " " #NAME "(" #PARAMETER ")",  \
                                                        .kind = &NAME##_kind,                      \
                                                        .pack = NAME##_pack,                       \
                                                        .serve = NAME##_serve,                     \
                                                        .take = NAME##_take,                       \
                                                        .timeout_ms = TIMEOUT_MS,                  \
                                                        .memory_bytes = MEMORY_BYTES};             \
    static const struct unsync__kind NAME##_kind = {.name = #NAME,                                 \
                                                    .file = "procs.uc",                            \
                                                    .line = 7,                                     \
                                                    .size = sizeof(struct NAME##_frame),           \
                                                    .lane = &unsync__lane_process,                 \
                                                    .run = NAME##_run,                             \
                                                    .remote = &NAME##_remote};                     \
    __attribute__((constructor)) static void NAME##_register(void)                                 \
    {                                                                                              \
        unsync__register(&NAME##_remote);                                                          \
    }                                                                                              \
    static NAME##_task NAME(PARAMETER)                                                             \
    {                                                                                              \
        struct NAME##_frame *self = unsync__new(&NAME##_kind, sizeof *self);                       \
        if (self == NULL) return (NAME##_task) & unsync__no_memory;                                \
        self->arg = arg;                                                                           \
        return (NAME##_task) unsync__start(&self->task);                                           \
    }                                                                                              \
    static RESULT NAME##_body(PARAMETER)

enum { MIB = 1 << 20 };

REMOTE(int, twice, int arg, 0, 0, false)
{
    return arg * 2;
}

REMOTE(int, pid_of_worker, int arg, 0, 0, false)
{
    (void) arg;
    return (int) getpid();
}

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

REMOTE(int, die_by, int arg, 0, 0, false)
{
    raise(arg);
    return 0;
}

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

REMOTE(int, hold, const char *arg, 0, 0, false)
{
    close(open(arg, O_CREAT | O_WRONLY, 0600)); /* says that it runs */
    for (;;) pause();
    return 0;
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

static long scale = 1;
static int set_by_init;
static bool start_badly;

REMOTE(long, scaled, long arg, 0, 0, false)
{
    return arg * scale + set_by_init;
}

REMOTE(char *, environment_of, const char *arg, 0, 0, false)
{
    return getenv(arg);
}

REMOTE(int, write_to_the_socket, int arg, 0, 0, false)
{
    char junk[64];
    memset(junk, arg, sizeof junk);
    return (int) write(3, junk, sizeof junk);
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

/* --- What a worker finds around itself -------------------------------------------------------- */

static void print_descriptors(FILE *out)
{
    DIR *folder = opendir("/proc/self/fd");
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
        if (atoi(entry->d_name) > 3 && atoi(entry->d_name) != dirfd(folder))
            fprintf(out, "descriptor %s; ", entry->d_name);
    closedir(folder);
}

static void print_signals(FILE *out)
{
    sigset_t blocked;
    sigprocmask(SIG_SETMASK, NULL, &blocked);
    for (int number = 1; number < 32; number++) {
        struct sigaction now;
        if (sigismember(&blocked, number)) fprintf(out, "blocked %d; ", number);
        if (sigaction(number, NULL, &now) == 0 && now.sa_handler != SIG_DFL && number != SIGTTOU &&
            !ASAN && !TSAN)
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

/* --- Helpers ---------------------------------------------------------------------------------- */

/* Ends the handle; the message is kept. */
static char message[1024];
static int code_of(struct unsync__task *task)
{
    int code = unsync__wait(task);
    const struct unsync_failure *failure = unsync__failure(task);
    snprintf(message, sizeof message, "%s", failure == NULL ? "" : failure->message);
    unsync__release(task);
    return code;
}

static void assert_ends(struct unsync__task *task, int code, const char *part)
{
    int seen = code_of(task);
    if (seen != code || strstr(message, part) == NULL)
        print_message("got %d, '%s'; expected %d, '%s'\n", seen, message, code, part);
    assert_int_equal(seen, code);
    assert_non_null(strstr(message, part));
}

/* A file that does not exist, for a worker to make. */
static const char *fresh_path(void)
{
    static char path[64];
    snprintf(path, sizeof path, "/tmp/unsync_procs_XXXXXX");
    close(mkstemp(path));
    unlink(path);
    return path;
}

static void wait_for_file(const char *path)
{
    struct timespec moment = {.tv_nsec = 1000000};
    while (access(path, F_OK) != 0) nanosleep(&moment, NULL);
    unlink(path);
}

static bool is_gone(int pid)
{
    int fd = (int) syscall(SYS_pidfd_open, pid, 0);
    if (fd < 0) return true;
    struct pollfd end = {.fd = fd, .events = POLLIN};
    bool gone = poll(&end, 1, 5000) == 1;
    close(fd);
    return gone;
}

/* No worker is left: the next call starts a new one. */
static void renew_workers(void)
{
    int seen = 0;
    while (seen < 2) seen += code_of(unsync__of(die_by(SIGKILL))) == UNSYNC_ECRASHED;
}

/* --- Calls ------------------------------------------------------------------------------------ */

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

/* --- Deaths ----------------------------------------------------------------------------------- */

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
    assert_int_equal(unsync_result(want(8)), 8);
}

static void a_worker_that_breaks_the_protocol_is_killed(void **state)
{
    (void) state;
    assert_ends(unsync__of(write_to_the_socket(0xff)), UNSYNC_EPROTO, "sent what is no message");
    assert_ends(unsync__of(write_to_the_socket(0)), UNSYNC_EPROTO, "sent what is no message");
    assert_ends(unsync__of(close_the_socket(1)), UNSYNC_EPROTO, "closed its socket");
    assert_ends(unsync__of(close_the_socket(0)), UNSYNC_ECRASHED, "exited with status 1");
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

/* --- The program around the lane -------------------------------------------------------------- */

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
    assert_int_equal(unsync_result(twice(1)), 2);
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
    assert_int_equal(unsync_result(twice(2)), 4);
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
    assert_int_equal(unsync_result(twice(2)), 4);
}

static unsigned count_descriptors(void)
{
    unsigned count = 0;
    DIR *folder = opendir("/proc/self/fd");
    while (readdir(folder) != NULL) count++;
    closedir(folder);
    return count;
}

static void no_descriptor_is_left_by_a_hundred_deaths(void **state)
{
    (void) state;
    renew_workers();
    assert_int_equal(unsync_result(twice(1)), 2);
    unsigned before = count_descriptors();
    for (int i = 0; i < 100; i++) assert_int_equal(code_of(unsync__of(die_by(9))), UNSYNC_ECRASHED);
    assert_int_equal(unsync_result(twice(1)), 2);
    /* One worker more or less may be alive, with a socket and a pidfd. */
    assert_in_range(count_descriptors(), before - 2, before + 2);
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
    assert_int_equal(unsync_result(twice(8)), 16);
}

/* The parent of workers is killed; in a program of its own. */
static void prepare_to_be_killed(int out)
{
    const char *path = fresh_path();
    int pid = unsync_result(pid_of_worker(0));
    hold_task busy = hold(path);
    (void) busy;
    wait_for_file(path);
    int other = unsync_result(pid_of_worker(0));
    dprintf(out, "%d %d\n", pid, other);
    for (;;) pause();
}

static void the_death_of_the_program_ends_its_workers(void **state)
{
    (void) state;
    int out[2], first, second;
    char line[64] = "";
    assert_int_equal(pipe(out), 0);
    pid_t program = fork();
    if (program == 0) {
        char number[16];
        snprintf(number, sizeof number, "%d", out[1]);
        execl("/proc/self/exe", "victim", number, (char *) NULL);
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

int main(int argc, char **argv)
{
    setenv("UNSYNC_WORKERS", "2", 1);
    if (argc == 2 && strcmp(argv[0], "victim") == 0) prepare_to_be_killed(atoi(argv[1]));
    unsync_worker_state(&scale, sizeof scale);
    unsync_worker_state(&start_badly, sizeof start_badly);
    unsync_worker_init(set_something);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_call_runs_in_another_process_and_gives_its_value),
        cmocka_unit_test(many_calls_in_flight_each_get_their_own_value),
        cmocka_unit_test(a_large_value_crosses),
        cmocka_unit_test(a_body_that_fails_says_where),
        cmocka_unit_test(a_body_may_start_tasks_of_its_own),
        cmocka_unit_test(a_function_that_the_worker_lacks_fails_its_call_only),
        cmocka_unit_test(a_result_that_cannot_be_read_fails_its_call_only),
        cmocka_unit_test(a_dying_worker_fails_the_task_that_it_ran),
        cmocka_unit_test(the_others_go_on_while_workers_die),
        cmocka_unit_test(an_idle_worker_that_is_killed_costs_no_task),
        cmocka_unit_test(a_timeout_kills_a_body_that_runs_too_long),
        cmocka_unit_test(a_cancel_ends_a_running_call_and_takes_a_queued_one_off),
        cmocka_unit_test(a_memory_limit_makes_malloc_give_null),
        cmocka_unit_test(a_worker_that_breaks_the_protocol_is_killed),
        cmocka_unit_test(its_children_die_with_it),
        cmocka_unit_test(a_worker_finds_clean_surroundings),
        cmocka_unit_test(state_is_carried_over_as_it_is_when_the_worker_starts),
        cmocka_unit_test(workers_that_cannot_start_fail_the_tasks),
        cmocka_unit_test(the_program_may_wait_for_any_child),
        cmocka_unit_test(a_forked_child_leaves_the_workers_alone),
        cmocka_unit_test(without_descriptors_the_task_says_so),
        cmocka_unit_test(without_memory_the_task_says_so),
        cmocka_unit_test(no_descriptor_is_left_by_a_hundred_deaths),
        cmocka_unit_test(in_a_storm_of_kills_every_task_ends_once),
        cmocka_unit_test(the_death_of_the_program_ends_its_workers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
