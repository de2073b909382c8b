/* The process lane: what a body is held to, and what becomes of its worker. */
#include "lib_procs.h"

#include <sys/resource.h>
#include <sys/socket.h>
#include <unsync.h>

LIMITED(int, burns, int arg, false, .cpu_ms = 50)
{
    volatile int turns = arg;
    for (;;) turns++;
    return turns;
}

LIMITED(int, opens, int arg, false, .open_files = 3)
{
    int count = 0, fds[16];
    while (count < arg && (fds[count] = open("/dev/null", O_RDONLY)) >= 0) count++;
    int error = count < arg ? errno : 0;
    for (int i = 0; i < count; i++) close(fds[i]);
    return error != 0 ? -error : count;
}

LIMITED(int, writes, int arg, false, .file_bytes = 64 << 10)
{
    char name[] = "/tmp/unsync_limits_XXXXXX", block[1024] = "";
    int fd = mkstemp(name), count = 0;
    unlink(name);
    while (count < arg && write(fd, block, sizeof block) == sizeof block) count++;
    int error = count < arg ? errno : 0;
    close(fd);
    return error != 0 ? -error : count;
}

static const int limited[] = {RLIMIT_NOFILE, RLIMIT_FSIZE, RLIMIT_DATA};

/* Sets its soft limits to the hard ones: bit 0: of descriptors, 1: of files. */
LIMITED(int, raises_softly, int arg, false, .open_files = 3, .file_bytes = 64 << 10)
{
    int done = 0;
    for (int i = 0; i < arg; i++) {
        struct rlimit limit;
        getrlimit(limited[i], &limit);
        limit.rlim_cur = limit.rlim_max;
        done |= (setrlimit(limited[i], &limit) == 0) << i;
    }
    return done;
}

/* Goes beyond the hard limits: in vain of which? Bit 2: of memory. */
LIMITED(int, raises_hard, int arg, false, .recycle_runs = 1, .open_files = 3,
        .file_bytes = 64 << 10, .memory_bytes = 32 << 20)
{
    int in_vain = 0;
    for (int i = 0; i < arg; i++) {
        struct rlimit limit;
        getrlimit(limited[i], &limit);
        limit.rlim_cur = limit.rlim_max += limit.rlim_max == RLIM_INFINITY ? 0 : 1 << 20;
        in_vain |= (setrlimit(limited[i], &limit) != 0 && errno == EPERM) << i;
    }
    return in_vain;
}

LIMITED(long, data_limit, int arg, false, .memory_bytes = 32 << 20)
{
    struct rlimit limit;
    getrlimit(RLIMIT_DATA, &limit);
    return (long) limit.rlim_cur + arg;
}

/* Takes all that there is, and then has something to say. */
LIMITED(char *, greedy, int arg, false, .memory_bytes = 1 << 20)
{
    static char text[16000];
    for (size_t size = 65536; size >= 16; size /= 2)
        for (void *block = text; block != NULL;) {
            block = malloc(size);
            __asm__ volatile("" : "+r"(block));
        }
    memset(text, 'a' + arg, sizeof text - 1);
    return text;
}

REMOTE(long, data_limit_of_none, int arg, 0, 0, false)
{
    struct rlimit limit;
    getrlimit(RLIMIT_DATA, &limit);
    return (long) limit.rlim_cur + arg;
}

/* Bit 0: no socket, 1: no file, 2: no new program. */
static int shut_off(void)
{
    int what = 0;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    what |= fd < 0 && errno == EACCES;
    if (fd >= 0) close(fd);
    fd = open("/dev/null", O_RDONLY);
    what |= (fd < 0 && errno == EACCES) << 1;
    if (fd >= 0) close(fd);
    execl("/nowhere/at/all", "all", (char *) NULL);
    what |= (errno == EACCES) << 2;
    return what;
}

LIMITED(int, without_network, int arg, false, .fences = UNSYNC__NO_NETWORK)
{
    return arg ? (int) getpid() : shut_off();
}

LIMITED(int, without_files, int arg, false, .fences = UNSYNC__NO_NEW_FILES)
{
    return arg ? (int) getpid() : shut_off();
}

LIMITED(int, without_both, int arg, false, .fences = UNSYNC__NO_NETWORK | UNSYNC__NO_NEW_FILES)
{
    return arg ? (int) getpid() : shut_off();
}

/* Each way by which another process could be signalled that is refused is a bit. */
static int refused_signals(pid_t other)
{
    static const int no_signal = 0;
    siginfo_t info = {.si_code = SI_QUEUE};
    struct rlimit limit;
    int fd = (int) syscall(SYS_pidfd_open, other, 0), ends[2], what = 0;
    if (pipe(ends) != 0) return -1;
    what |= kill(other, no_signal) != 0 && errno == EACCES;
    what |= (kill(-other, no_signal) != 0 && errno == EACCES) << 1;
    what |= (syscall(SYS_tgkill, other, other, no_signal) != 0 && errno == EACCES) << 2;
    what |= (syscall(SYS_tkill, other, no_signal) != 0 && errno == EACCES) << 3;
    what |= (syscall(SYS_rt_sigqueueinfo, other, no_signal, &info) != 0 && errno == EACCES) << 4;
    what |= (syscall(SYS_pidfd_send_signal, fd, no_signal, NULL, 0) != 0 && errno == EACCES) << 5;
    what |= (fcntl(ends[0], F_SETOWN, other) != 0 && errno == EACCES) << 6;
    what |= (setpgid(0, getpgid(other)) != 0 && errno == EACCES) << 7;
    int code = (int) syscall(SYS_prlimit64, other, RLIMIT_CPU, NULL, &limit);
    what |= (code != 0 && errno == EACCES) << 8;
    close(fd);
    close(ends[0]);
    close(ends[1]);
    return what;
}

/* What a body may still do to itself. */
static bool signals_itself(void)
{
    struct rlimit limit;
    return kill(getpid(), 0) == 0 && kill(0, 0) == 0 && raise(SIGURG) == 0 &&
           syscall(SYS_tgkill, getpid(), getpid(), 0) == 0 && getrlimit(RLIMIT_CPU, &limit) == 0 &&
           fcntl(STDERR_FILENO, F_GETFD) >= 0;
}

LIMITED(int, without_signals, int arg, false, .fences = UNSYNC__NO_SIGNALS)
{
    if (arg != 0) raise(arg);
    return signals_itself() ? refused_signals(getppid()) : -1;
}

REMOTE(int, with_all, int arg, 0, 0, false)
{
    return arg ? (int) getpid() : shut_off();
}

LIMITED(int, impatient, int arg, false, .queue_timeout_ms = 30)
{
    return arg;
}

/* Says that it runs, by a letter in a file; then dies of it, unless enough of them have. */
static int die_until(const char *path, long enough)
{
    int fd = open(path, O_CREAT | O_WRONLY | O_APPEND, 0600);
    (void) !write(fd, "x", 1);
    long size = lseek(fd, 0, SEEK_END);
    close(fd);
    if (size < enough) raise(SIGKILL);
    return (int) size;
}

LIMITED(int, at_the_third, const char *arg, false, .retries = 2)
{
    return die_until(arg, 3);
}

LIMITED(int, at_the_fourth, const char *arg, false, .retries = 2)
{
    return die_until(arg, 4);
}

LIMITED(int, pauses, int arg, false, .timeout_ms = 100)
{
    raise(SIGTSTP);
    return arg;
}

LIMITED(int, for_three, int arg, false, .recycle_runs = 3)
{
    (void) arg;
    return (int) getpid();
}

LIMITED(int, grows, int arg, false, .recycle_bytes = 64 << 20)
{
    char *memory = malloc((size_t) arg << 20);
    memset(memory, 1, (size_t) arg << 20);
    __asm__ volatile("" : "+r"(memory));
    return (int) getpid();
}

LIMITED(int, for_a_moment, int arg, false, .recycle_ms = 1)
{
    struct timespec moment = {.tv_nsec = 20000000};
    nanosleep(&moment, NULL);
    return arg + (int) getpid();
}

static void cpu_time_is_the_processs_own(void **state)
{
    (void) state;
    assert_ends(unsync__of(burns(0)), UNSYNC_ETIMEDOUT, "burns (procs.uc:7) used more than 50");
    assert_int_equal(unsync_result(twice(1)), 2);
}

static void so_many_files_may_be_opened(void **state)
{
    (void) state;
    for (int turn = 0; turn < 2; turn++) {
        assert_int_equal(unsync_result(opens(3)), 3);
        assert_int_equal(unsync_result(opens(4)), -EMFILE);
    }
}

static void a_file_may_be_so_large(void **state)
{
    (void) state;
    assert_int_equal(unsync_result(writes(64)), 64);
    assert_int_equal(unsync_result(writes(65)), -EFBIG);
    assert_int_equal(unsync_result(writes(64)), 64);
}

static void a_limit_is_hard_where_no_other_call_follows(void **state)
{
    (void) state;
    for (int turn = 0; turn < 2; turn++) {
        assert_int_equal(unsync_result(raises_softly(2)), 3);
        assert_int_equal(unsync_result(opens(4)), -EMFILE); /* set anew for each body */
        assert_int_equal(unsync_result(raises_hard(3)), ASAN || TSAN ? 3 : 7);
        assert_int_equal(unsync_result(writes(65)), -EFBIG);
    }
}

/* In a row, and with others between them. */
static void a_memory_limit_is_the_bodys_alone(void **state)
{
    (void) state;
    long none = unsync_result(data_limit_of_none(0));
    if (ASAN || TSAN) skip();
    enum { MANY = 300 };
    static unsync_task_of(long) tasks[MANY];
    for (int every = 1; every <= 3; every++) {
        for (int i = 0; i < MANY; i++)
            tasks[i] = i % every == 0 ? data_limit(0) : data_limit_of_none(0);
        for (int i = 0; i < MANY; i++) {
            long limit = unsync_result(tasks[i]);
            if (i % every == 0)
                assert_true(none == -1 ? limit > 32 << 20 : limit < none);
            else
                assert_int_equal(limit, none);
        }
    }
}

static void a_result_is_packed_beyond_the_limit(void **state)
{
    (void) state;
    if (ASAN || TSAN) skip();
    renew_workers();
    for (int i = 0; i < 2; i++) {
        char *text = unsync_result(greedy(i));
        assert_int_equal(strlen(text), 15999);
        assert_int_equal(text[15998], 'a' + i);
        free(text);
    }
}

static void fences_stand_in_workers_of_their_own(void **state)
{
    (void) state;
    assert_int_equal(unsync_result(without_network(0)), 1);
    assert_int_equal(unsync_result(without_files(0)), 2 + 4);
    assert_int_equal(unsync_result(without_both(0)), 1 + 2 + 4);
    assert_int_equal(unsync_result(with_all(0)), 0);
    enum { ROUNDS = 20 };
    static twice_task tasks[ROUNDS][4];
    for (int i = 0; i < ROUNDS; i++) {
        tasks[i][0] = with_all(0);
        tasks[i][1] = without_network(0);
        tasks[i][2] = without_files(0);
        tasks[i][3] = without_both(0);
    }
    for (int i = 0; i < ROUNDS; i++) {
        assert_int_equal(unsync_result(tasks[i][0]), 0);
        assert_int_equal(unsync_result(tasks[i][1]), 1);
        assert_int_equal(unsync_result(tasks[i][2]), 6);
        assert_int_equal(unsync_result(tasks[i][3]), 7);
    }
}

static void a_worker_cannot_signal_others(void **state)
{
    (void) state;
    assert_int_equal(unsync_result(without_signals(0)), 0x1ff);
    assert_ends(unsync__of(without_signals(SIGABRT)), UNSYNC_ECRASHED, "by SIGABRT (Aborted)");
}

static void who_waits_too_long_for_a_worker_does_not_run(void **state)
{
    (void) state;
    hold_task running[2];
    for (int i = 0; i < 2; i++) {
        const char *path = fresh_path();
        running[i] = hold(path);
        wait_for_file(path);
    }
    assert_ends(unsync__of(impatient(1)), UNSYNC_ETIMEDOUT, "waited longer than 30 ms for a");
    for (int i = 0; i < 2; i++) unsync_release(running[i]);
    assert_int_equal(unsync_result(twice(4)), 8);
}

static void a_deadline_is_not_taken_for_the_timeout_of_the_mark(void **state)
{
    (void) state;
    const char *path = fresh_path();
    hold_task task = hold(path);
    wait_for_file(path);
    assert_ends(unsync__timeout(unsync__of(task), 1), UNSYNC_ETIMEDOUT, "a deadline passed while");
}

static long size_of(const char *path)
{
    struct stat file;
    assert_int_equal(stat(path, &file), 0);
    unlink(path);
    return (long) file.st_size;
}

static void what_may_run_twice_is_tried_again(void **state)
{
    (void) state;
    const char *path = fresh_path();
    assert_int_equal(unsync_result(at_the_third(path)), 3);
    assert_int_equal(size_of(path), 3);
    assert_ends(unsync__of(at_the_fourth(path)), UNSYNC_ECRASHED,
                "it has killed 3 workers and is not tried again");
    assert_int_equal(size_of(path), 3);
}

static void a_worker_is_replaced_when_it_has_served(void **state)
{
    (void) state;
    struct unsync_worker_metrics before, after;
    renew_workers();
    unsync_metrics_workers(&before);
    int pids[6];
    for (int i = 0; i < 6; i++) pids[i] = unsync_result(for_three(0));
    assert_int_equal(pids[0], pids[2]);
    assert_int_not_equal(pids[2], pids[3]);
    assert_int_equal(pids[3], pids[5]);
    assert_true(is_gone(pids[0]) && is_gone(pids[3]));
    assert_int_equal(unsync_result(grows(1)), unsync_result(grows(1)));
    int large = unsync_result(grows(80));
    assert_true(is_gone(large));
    int old = unsync_result(for_a_moment(0));
    assert_true(is_gone(old));
    wait_for_ends(&before, UNSYNC_WORKER_RECYCLED, 2);
    wait_for_ends(&before, UNSYNC_WORKER_RECYCLED_GROWTH, 1);
    wait_for_ends(&before, UNSYNC_WORKER_RECYCLED_AGE, 1);
    unsync_metrics_workers(&after);
    assert_int_equal(after.ended[UNSYNC_WORKER_CRASHED], before.ended[UNSYNC_WORKER_CRASHED]);
}

static void metrics_count_what_happened(void **state)
{
    (void) state;
    struct unsync_worker_metrics before, after;
    unsync_metrics_workers(&before);
    assert_int_equal(before.max, 2);
    assert_int_equal(code_of(unsync__of(die_by(SIGKILL))), UNSYNC_ECRASHED);
    assert_int_equal(code_of(unsync__of(pauses(1))), UNSYNC_ETIMEDOUT);
    const char *path = fresh_path();
    hold_task task = hold(path);
    wait_for_file(path);
    unsync_cancel(task);
    assert_int_equal(code_of(unsync__of(task)), UNSYNC_ECANCELED);
    assert_int_equal(unsync_result(twice(1)), 2);
    unsync_metrics_workers(&after);
    assert_int_equal(after.started - before.started, 4);
    assert_int_equal(after.finished - before.finished, 1);
    static const enum unsync_worker_end ends[] = {UNSYNC_WORKER_CRASHED, UNSYNC_WORKER_TIMED_OUT,
                                                  UNSYNC_WORKER_CANCELED};
    for (int i = 0; i < 3; i++) wait_for_ends(&before, ends[i], 1);
    assert_true(after.spawned > before.spawned);
    assert_in_range(after.workers, 1, 2);
    assert_int_equal(after.queued, 0);
}

int main(void)
{
    setenv("UNSYNC_WORKERS", "2", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cpu_time_is_the_processs_own),
        cmocka_unit_test(so_many_files_may_be_opened),
        cmocka_unit_test(a_file_may_be_so_large),
        cmocka_unit_test(a_limit_is_hard_where_no_other_call_follows),
        cmocka_unit_test(a_memory_limit_is_the_bodys_alone),
        cmocka_unit_test(a_result_is_packed_beyond_the_limit),
        cmocka_unit_test(fences_stand_in_workers_of_their_own),
        cmocka_unit_test(a_worker_cannot_signal_others),
        cmocka_unit_test(who_waits_too_long_for_a_worker_does_not_run),
        cmocka_unit_test(a_deadline_is_not_taken_for_the_timeout_of_the_mark),
        cmocka_unit_test(what_may_run_twice_is_tried_again),
        cmocka_unit_test(a_worker_is_replaced_when_it_has_served),
        cmocka_unit_test(metrics_count_what_happened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
