/* The process lane: what is told of a worker that crashed, and of one that was killed. */
#define _GNU_SOURCE
#include "lib_procs.h"

#include <pthread.h>
#include <sys/mman.h>

#include "../../lib/procs/death.h"
#include "../../lib/procs/oom.h"

enum { READ_LINE = __LINE__ + 3 };
__attribute__((noinline)) static int read_there(volatile int *there)
{
    return *there + 1;
}

__attribute__((noinline)) static int go_deeper(volatile char *above)
{
    volatile char room[2000];
    memset((void *) room, above[0], sizeof room);
    return above[0] == 0 ? 0 : go_deeper(room) + above[1];
}

static volatile uintptr_t near_null = 0x10;

/* What only the kernel can tell; a sanitizer tells it on stderr, and the worker exits. */
REMOTE(int, fault, int arg, 0, 0, false)
{
    switch (arg) {
    case 0: return read_there((volatile int *) near_null);
    case 1: *(volatile int *) (uintptr_t) 0x500000 = 1; return 0;
    case 2: return ((int (*volatile)(void))(uintptr_t) 0x20)();
    case 3: return 7 / (volatile int){0};
    case 4: __builtin_trap();
    case 5: {
        char name[] = "/tmp/unsync_crash_XXXXXX";
        int fd = mkstemp(name);
        unlink(name);
        return *(volatile char *) mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
    }
    case 6: return go_deeper((volatile char[2]){1, 1});
    case 7: return read_there((volatile int *) (near_null << 55));
    default: return 0;
    }
}

REMOTE(int, last_words, int arg, 0, 0, false)
{
    for (int i = 0; i < arg; i++) fprintf(stderr, "line %d\n", i);
    dprintf(STDERR_FILENO, "\x01 \"the end\"\n\n");
    abort();
}

REMOTE(int, works_hard, int arg, 0, 0, false)
{
    char *memory = malloc(40 << 20);
    memset(memory, arg, 40 << 20);
    while (clock() < CLOCKS_PER_SEC / 10) memory[clock() % 100]++;
    raise(SIGTERM);
    free(memory);
    return 0;
}

static void the_kind_of_a_fault_is_told(void **state)
{
    (void) state;
    static const char *const words[] = {
        "by SIGSEGV (Segmentation fault): it read address 0x10, which is near NULL; it had used ",
        "by SIGSEGV (Segmentation fault): it wrote to address 0x500000; it had used ",
        "by SIGSEGV (Segmentation fault): it jumped to address 0x20",
        "by SIGFPE (Floating point exception): a division by zero at 0x",
        "by SIGILL (Illegal instruction): no instruction of this processor at 0x",
        "by SIGBUS (Bus error): address 0x",
        "by SIGSEGV (Segmentation fault): its stack overflowed, at address 0x",
        "by SIGSEGV (Segmentation fault): it used what can be no address",
    };
    for (int i = 0; i < 8; i++) {
#if !defined __x86_64__
        if (i <= 3 || i == 7) continue; /* how it was accessed is not known */
#endif
        assert_ends(unsync__of(fault(i)), UNSYNC_ECRASHED, ASAN || TSAN ? "" : words[i]);
    }
    assert_int_equal(unsync_result(twice(2)), 4);
}

/* The index in the trace of a function whose name ends so; -1. */
static int place_of(const struct unsync_failure *failure, const char *name)
{
    for (size_t i = 0; i < failure->trace_count; i++) {
        size_t len = strlen(failure->trace[i].function);
        if (len >= strlen(name) &&
            strcmp(failure->trace[i].function + len - strlen(name), name) == 0)
            return (int) i;
    }
    return -1;
}

static void the_stack_is_told_with_names_and_lines(void **state)
{
    (void) state;
    if (ASAN || TSAN) return;
    for (int turn = 0; turn < 2; turn++) { /* the second one is remembered */
        fault_task task = fault(0);
        assert_int_equal(unsync_wait(task), UNSYNC_ECRASHED);
        const struct unsync_failure *failure = unsync_failure(task);
        assert_int_equal(place_of(failure, "read_there"), 0);
        assert_true(place_of(failure, "fault_body") >= 0 || place_of(failure, "fault_serve") >= 0);
        assert_non_null(strstr(failure->trace[0].file, "lib_crash.c"));
        assert_int_equal(failure->trace[0].line, READ_LINE);
        assert_int_equal(place_of(failure, "serve_next"), -1);
        unsync_release(task);
    }
    fault_task task = fault(6);
    assert_int_equal(unsync_wait(task), UNSYNC_ECRASHED);
    const struct unsync_failure *failure = unsync_failure(task);
    assert_int_equal(place_of(failure, "go_deeper"), 0);
    assert_true(place_of(failure, "fault_body") > 0 || place_of(failure, "fault_serve") > 0);
    unsync_release(task);
}

/* The inner call runs on a thread of the worker. */
REMOTE(int, on_a_thread, int arg, 0, 0, false)
{
    {
        int value = UNSYNC__BLOCK(1, fault(arg));
        unsync__leave();
        return value;
    }
unsync__failed:;
    return 0;
}

static void a_crash_on_a_thread_of_the_worker_is_told_too(void **state)
{
    (void) state;
    if (ASAN || TSAN) return;
    assert_ends(unsync__of(on_a_thread(6)), UNSYNC_ECRASHED,
                "in on_a_thread (procs.uc:7) by SIGSEGV (Segmentation fault): its stack over");
    on_a_thread_task task = on_a_thread(1);
    assert_int_equal(unsync_wait(task), UNSYNC_ECRASHED);
    const char *function = unsync_failure(task)->trace[0].function;
    assert_true(strcmp(function, "fault_body") == 0 || strcmp(function, "fault_run") == 0);
    unsync_release(task);
}

static void who_calls_abort_is_the_first_place(void **state)
{
    (void) state;
    if (ASAN || TSAN) return;
    last_words_task task = last_words(0);
    assert_int_equal(unsync_wait(task), UNSYNC_ECRASHED);
    const char *function = unsync_failure(task)->trace[0].function;
    assert_true(strcmp(function, "last_words_body") == 0 ||
                strcmp(function, "last_words_serve") == 0);
    unsync_release(task);
}

static void the_last_lines_of_stderr_are_told(void **state)
{
    (void) state;
    assert_ends(unsync__of(last_words(3)), UNSYNC_ECRASHED,
                "; the last on its stderr: \"line 0\" \"line 1\" \"line 2\" \"? \"the end\"\"");
    assert_ends(unsync__of(last_words(100)), UNSYNC_ECRASHED, "stderr: \"line 97\" \"line 98\"");
    assert_ends(unsync__of(die_by(SIGKILL)), UNSYNC_ECRASHED, "MiB of memory at most");
    assert_null(strstr(message, "stderr"));
}

static void what_it_used_is_told(void **state)
{
    (void) state;
    unsigned long long cpu_ms;
    long mib;
    assert_int_equal(code_of(unsync__of(works_hard(1))), UNSYNC_ECRASHED);
    const char *usage = strstr(message, "it had used ");
    assert_non_null(usage);
    assert_int_equal(sscanf(usage, "it had used %llu ms of CPU time, %ld MiB", &cpu_ms, &mib), 2);
    assert_true(cpu_ms >= 90);
    assert_true(mib >= 40);
}

static void a_sigkill_of_somebody_else_is_told_as_such(void **state)
{
    (void) state;
    const char *path = fresh_path();
    renew_workers();
    int pid = unsync_result(pid_of_worker(0));
    hold_task task = hold(path);
    wait_for_file(path);
    kill(pid, SIGKILL);
    assert_ends(unsync__of(task), UNSYNC_ECRASHED, "by SIGKILL (Killed), which this program has");
}

static void a_crash_is_told_although_the_status_is_lost(void **state)
{
    (void) state;
    signal(SIGCHLD, SIG_IGN);
    if (!ASAN && !TSAN)
        assert_ends(unsync__of(fault(0)), UNSYNC_ECRASHED, "by SIGSEGV (Segmentation fault): it");
    assert_ends(unsync__of(die_by(SIGABRT)), UNSYNC_ECRASHED, "by SIGABRT");
    signal(SIGCHLD, SIG_DFL);
}

static void each_signal_that_ends_a_process_is_named(void **state)
{
    (void) state;
    static const int others[] = {SIGCHLD, SIGCONT, SIGSTOP, SIGTSTP, SIGTTIN,
                                 SIGTTOU, SIGURG,  SIGWINCH};
    for (int number = 1; number <= SIGRTMAX; number++) {
        char part[64];
        bool ends = number < 32 || number >= SIGRTMIN;
        for (size_t i = 0; i < sizeof others / sizeof *others; i++) ends &= number != others[i];
        if (!ends || (number > SIGRTMIN && number < SIGRTMAX)) continue;
        if (number < 32)
            snprintf(part, sizeof part, "by SIG%s (%s)", sigabbrev_np(number), sigdescr_np(number));
        else
            snprintf(part, sizeof part, "by SIGRTMIN+%d (a real-time signal)", number - SIGRTMIN);
        assert_ends(unsync__of(die_by(number)), UNSYNC_ECRASHED, part);
    }
}

/* Whatever a worker has written into its box: words come of it, and no harm. */
static void a_box_of_anything_does_no_harm(void **state)
{
    (void) state;
    static struct unsync__death death;
    char text[2048];
    int fd = unsync__box_new();
    assert_true(fd >= 0);
    assert_int_equal(ftruncate(fd, 1), -1); /* sealed */
    srand(7);
    for (int turn = 0; turn < 3000; turn++) {
        struct unsync__box box;
        for (size_t i = 0; i < sizeof box; i++)
            ((unsigned char *) &box)[i] = turn % 3 ? rand() : rand() % 2 ? 0xff : 0;
        if (turn % 2) box.signal = (uint32_t[]){SIGSEGV, SIGFPE, SIGSYS, SIGBUS}[turn / 2 % 4];
        assert_int_equal(pwrite(fd, &box, sizeof box, 0), sizeof box);
        memset(&death, 0, sizeof death);
        unsync__box_read(fd, &death.box);
        assert_true(death.box.frame_count <= UNSYNC__FRAMES_MAX);
        for (int i = 0; i < UNSYNC__FRAMES_MAX; i++)
            assert_true(death.box.frames[i].module <= UNSYNC__MODULES_MAX);
        for (int i = 0; i < UNSYNC__MODULES_MAX; i++)
            assert_true(strlen(death.box.modules[i]) < UNSYNC__MODULE_NAME);
        for (int i = 0; i < UNSYNC__TAIL_MAX; i++) death.tail[i] = (char) (rand() | 1);
        death.status = (siginfo_t){.si_code = turn % 4 ? CLD_KILLED : 0,
                                   .si_status = turn % 2 ? (int) death.box.signal : SIGKILL};
        unsync__death_explain(&death, &fault_kind, text, turn % 5 ? sizeof text : 40);
        assert_true(strlen(text) < sizeof text);
    }
    close(fd);
}

REMOTE(int, lies, int arg, 0, 0, false)
{
    struct unsync__box *box = unsync__box;
    static const char *const names[] = {"/dev/zero", "/proc/self/mem", "/nowhere", "-x"};
    for (int i = 0; i < 4; i++) strcpy(box->modules[i], names[i]);
    for (uint32_t i = 0; i < UNSYNC__FRAMES_MAX; i++)
        box->frames[i] = (struct unsync__box_frame){i % 5, 0, i * 1000};
    box->frame_count = UINT32_MAX;
    box->signal = (uint32_t) arg;
    raise(arg);
    return 0;
}

/* A child that crashes, then the worker is killed: nothing of the child's is told. */
REMOTE(int, forks_a_crash, int arg, 0, 0, false)
{
    pid_t child = fork();
    if (child == 0) return read_there((volatile int *) near_null);
    waitpid(child, NULL, 0);
    raise(arg);
    return 0;
}

static void a_crash_of_a_forked_child_is_not_the_workers(void **state)
{
    (void) state;
    forks_a_crash_task task = forks_a_crash(SIGTERM);
    assert_int_equal(unsync_wait(task), UNSYNC_ECRASHED);
    assert_non_null(strstr(unsync_failure(task)->message, "by SIGTERM (Terminated); it had used"));
    assert_int_equal(unsync_failure(task)->trace_count, 1);
    assert_string_equal(unsync_failure(task)->trace[0].function, "forks_a_crash");
    unsync_release(task);
}

static void a_stack_of_lies_does_no_harm(void **state)
{
    (void) state;
    assert_ends(unsync__of(lies(SIGKILL)), UNSYNC_ECRASHED, "by SIGKILL");
    assert_int_equal(unsync_result(twice(3)), 6);
}

static void the_kernels_count_of_lack_of_memory_is_read(void **state)
{
    (void) state;
    char path[] = "/tmp/unsync_vmstat_XXXXXX";
    int fd = mkstemp(path);
    assert_int_equal(unsync__oom_count(path), -1);
    dprintf(fd, "nr_free_pages 5\noom_kill 17\nnuma_hit 3\n");
    close(fd);
    assert_int_equal(unsync__oom_count(path), 17);
    unlink(path);
    assert_int_equal(unsync__oom_count(path), -1);
}

static void write_text(const char *folder, const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

/* Below `root` as below /sys/fs/cgroup: the file that is found, without that. */
static const char *found(const char *root, const char *groups)
{
    static char path[256];
    unsync__oom_find(groups, root, path, sizeof path);
    return strncmp(path, root, strlen(root)) == 0 ? path + strlen(root) : path;
}

static void the_count_of_the_control_group_goes_before(void **state)
{
    (void) state;
    char root[] = "/tmp/unsync_cgroup_XXXXXX", command[64], name[64];
    assert_non_null(mkdtemp(root));
    const char *const folders[] = {"memory", "memory/a", "a", "a/b"};
    for (int i = 0; i < 4; i++) {
        snprintf(name, sizeof name, "%s/%s", root, folders[i]);
        assert_int_equal(mkdir(name, 0700), 0);
    }
    write_text(root, "a/b/memory.events", "low 0\noom 3\noom_kill 2\n");
    write_text(root, "memory/a/memory.oom_control", "oom_kill_disable 0\noom_kill 1\n");
    write_text(root, "memory/memory.oom_control", "oom_kill_disable 0\noom_kill 1\n");
    assert_string_equal(found(root, "0::/a/b\n"), "/a/b/memory.events");
    assert_string_equal(found(root, "9:cpu,memory:/a\n0::/\n"), "/memory/a/memory.oom_control");
    assert_string_equal(found(root, "9:memory:/\n"), "/memory/memory.oom_control");
    assert_string_equal(found(root, "9:memoryless:/a\n0::/nowhere\n"), "");
    assert_string_equal(found(root, "what is this"), "");
    assert_string_equal(found(root, ""), "");
    snprintf(command, sizeof command, "rm -r %s", root);
    assert_int_equal(system(command), 0);
}

static int fill_stack(int n)
{
    volatile char room[4096];
    memset((void *) room, n, sizeof room);
    return n < 0 ? 0 : fill_stack(n + 1) + room[n & 4095];
}

static void *overflow(void *unused)
{
    (void) unused;
    fill_stack(0);
    return NULL;
}

REMOTE(int, overflows_elsewhere, int arg, 0, 0, false)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, overflow, NULL) == 0) pthread_join(thread, NULL);
    return arg;
}

static void an_overflow_on_a_thread_of_the_bodys_own_is_suspected(void **state)
{
    (void) state;
    if (ASAN || TSAN) skip(); /* they have a stack for each thread's handler, and their own words */
    assert_ends(unsync__of(overflows_elsewhere(1)), UNSYNC_ECRASHED,
                "by SIGSEGV (Segmentation fault), and no handler could run: maybe the stack of a");
    assert_int_equal(unsync_result(twice(3)), 6);
}

int main(void)
{
    setenv("UNSYNC_WORKERS", "2", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_kind_of_a_fault_is_told),
        cmocka_unit_test(the_stack_is_told_with_names_and_lines),
        cmocka_unit_test(a_crash_on_a_thread_of_the_worker_is_told_too),
        cmocka_unit_test(who_calls_abort_is_the_first_place),
        cmocka_unit_test(the_last_lines_of_stderr_are_told),
        cmocka_unit_test(what_it_used_is_told),
        cmocka_unit_test(a_sigkill_of_somebody_else_is_told_as_such),
        cmocka_unit_test(a_crash_is_told_although_the_status_is_lost),
        cmocka_unit_test(each_signal_that_ends_a_process_is_named),
        cmocka_unit_test(a_box_of_anything_does_no_harm),
        cmocka_unit_test(a_crash_of_a_forked_child_is_not_the_workers),
        cmocka_unit_test(a_stack_of_lies_does_no_harm),
        cmocka_unit_test(the_kernels_count_of_lack_of_memory_is_read),
        cmocka_unit_test(the_count_of_the_control_group_goes_before),
        cmocka_unit_test(an_overflow_on_a_thread_of_the_bodys_own_is_suspected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
