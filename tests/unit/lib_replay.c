/* UNSYNC_RECORD and UNSYNC_REPLAY: this program records calls that fail, then runs itself with each
 * file: main is not reached then. */
#include "lib_procs.h"

#include <dirent.h>

static char folder[] = "/tmp/unsync_replay_XXXXXX";
static int base; /* main sets it, workers get it */

REMOTE(int, refuse_odd, int arg, 0, 0, false)
{
    if (arg % 2 != 0) unsync__job_fail("replay.uc", 12, -7, "%d is odd, base %d", arg, base);
    return arg + base;
}

REMOTE(int, nested, int arg, 0, 0, false)
{
    struct unsync__task *child = unsync__of(refuse_odd(arg));
    int code = unsync__wait(child);
    unsync__release(child);
    unsync__job_fail("replay.uc", 20, -8, "the child gave %d in %s", code,
                     getenv("UNSYNC_REPLAY") == NULL ? "peace" : "a replay");
    return 0;
}

/* --- Files ------------------------------------------------------------------------------------ */

/* How many there are that begin so; the path of the last of them. */
static char path[512];
static int count_files(const char *prefix)
{
    int count = 0;
    DIR *entries = opendir(folder);
    for (struct dirent *entry; (entry = readdir(entries)) != NULL;) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        if (strncmp(entry->d_name, prefix, strlen(prefix)) != 0) continue;
        snprintf(path, sizeof path, "%s/%.200s", folder, entry->d_name);
        count++;
    }
    closedir(entries);
    return count;
}

static void remove_files(void)
{
    while (count_files("") > 0) unlink(path);
}

/* Runs this program with the file; what it says. */
static char said[4096];
static int replay(const char *file)
{
    int out[2], status;
    assert_int_equal(pipe(out), 0);
    pid_t pid = fork();
    if (pid == 0) {
        dup2(out[1], STDERR_FILENO);
        close(out[0]);
        close(out[1]);
        setenv("UNSYNC_REPLAY", file, 1);
        execl("/proc/self/exe", "replay", (char *) NULL);
        _exit(126);
    }
    close(out[1]);
    size_t have = 0;
    for (ssize_t got; (got = read(out[0], said + have, sizeof said - 1 - have)) > 0;)
        have += (size_t) got;
    said[have] = '\0';
    close(out[0]);
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static void assert_said(const char *part)
{
    if (strstr(said, part) == NULL) print_message("'%s' is not in '%s'\n", part, said);
    assert_non_null(strstr(said, part));
}

/* The bytes of the file at `path`, but `len` of them, and the one at `changed` another one, if there
 * is one; in `other`. */
static char other[512];
static void copy_file(size_t len, size_t changed)
{
    char bytes[8192];
    FILE *from = fopen(path, "rb");
    size_t have = fread(bytes, 1, sizeof bytes, from);
    fclose(from);
    assert_true(have < sizeof bytes && len <= have);
    if (changed < have) bytes[changed] ^= 1;
    snprintf(other, sizeof other, "%s/copy", folder);
    FILE *to = fopen(other, "wb");
    fwrite(bytes, 1, len == 0 ? have : len, to);
    fclose(to);
}

/* --- Tests ------------------------------------------------------------------------------------ */

static void a_failing_call_leaves_a_file_and_is_run_again(void **state)
{
    char prefix[64];
    struct stat status;
    (void) state;
    assert_ends(unsync__of(refuse_odd(4)), 0, "");
    assert_int_equal(count_files(""), 0);
    assert_ends(unsync__of(refuse_odd(5)), -7, "5 is odd, base 1000");
    snprintf(prefix, sizeof prefix, "refuse_odd-%d-2", (int) getpid()); /* 2: of the year */
    assert_int_equal(count_files(prefix), 1);
    assert_int_equal(count_files(""), 1);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);

    assert_int_equal(replay(path), 1);
    assert_said("replays int refuse_odd(int arg) with [5]\n");
    assert_said("which failed at ");
    assert_said("unsync: refuse_odd failed: 5 is odd, base 1000 (");
    assert_said("in refuse_odd (replay.uc:12)");
    remove_files();
}

static void a_crash_is_one_again(void **state)
{
    (void) state;
    assert_ends(unsync__of(die_by(SIGKILL)), UNSYNC_ECRASHED, "SIGKILL");
    assert_int_equal(count_files("die_by-"), 1);
    assert_int_equal(replay(path), -SIGKILL);
    assert_said("replays int die_by(int arg) with [9]\n");
    assert_said("SIGKILL");
    remove_files();
}

static void what_ends_well_is_told(void **state)
{
    (void) state;
    assert_ends(unsync__of(die_by(SIGUSR1)), UNSYNC_ECRASHED, "SIGUSR1");
    assert_int_equal(count_files("die_by-"), 1);
    signal(SIGUSR1, SIG_IGN); /* which an exec keeps */
    assert_int_equal(replay(path), 0);
    signal(SIGUSR1, SIG_DFL);
    assert_said("unsync: die_by gave 0\n");
    remove_files();
}

static void calls_in_it_run_in_place(void **state)
{
    (void) state;
    assert_ends(unsync__of(nested(3)), -8, "the child gave -7 in peace");
    assert_int_equal(count_files("nested-"), 1);
    assert_int_equal(count_files(""), 1); /* the child's is the worker's own affair */
    assert_int_equal(replay(path), 1);
    assert_said("the child gave -7 in peace");
    remove_files();
}

static void another_programs_file_is_refused(void **state)
{
    (void) state;
    assert_ends(unsync__of(refuse_odd(7)), -7, "7 is odd");
    assert_int_equal(count_files("refuse_odd-"), 1);
    copy_file(0, sizeof "unsync call 1" + 3); /* in the middle of the hash */
    assert_int_equal(replay(other), 125);
    assert_said("another build of the program");
    copy_file(0, 3);
    assert_int_equal(replay(other), 125);
    assert_said("no recorded call");
    assert_int_equal(replay("/nonexistent/file"), 125);
    assert_said("No such file");
    assert_int_equal(replay("/dev/null"), 125);
    assert_said("no file that could be read");
}

/* Goes on with the file of the one before. */
static void a_file_that_is_cut_off_is_refused(void **state)
{
    struct stat status;
    (void) state;
    unlink(other);
    assert_int_equal(count_files("refuse_odd-"), 1);
    stat(path, &status);
    for (size_t len = 1; len < (size_t) status.st_size; len += len < 30 ? 7 : 41) {
        copy_file(len, SIZE_MAX);
        assert_int_equal(replay(other), 125);
    }
    copy_file((size_t) status.st_size, SIZE_MAX);
    assert_int_equal(replay(other), 1);
    remove_files();
}

static void a_cancelled_call_is_no_failure(void **state)
{
    const char *begun = fresh_path();
    (void) state;
    struct unsync__task *task = unsync__of(hold(begun));
    wait_for_file(begun);
    unsync__cancel(task);
    assert_int_equal(code_of(task), UNSYNC_ECANCELED);
    assert_int_equal(count_files(""), 0);
}

/* The last one: from now on nothing is recorded. */
static void so_many_are_kept_and_no_more(void **state)
{
    (void) state;
    for (int i = 0; i < 110; i++) assert_ends(unsync__of(refuse_odd(1)), -7, "odd");
    int kept = count_files("refuse_odd-");
    assert_true(kept > 90 && kept < 100); /* some of the hundred came before */
    remove_files();
    assert_ends(unsync__of(refuse_odd(1)), -7, "odd");
    assert_int_equal(count_files(""), 0);
    rmdir(folder);
}

int main(void)
{
    base = 1000;
    assert_non_null(mkdtemp(folder));
    setenv("UNSYNC_RECORD", folder, 1);
    setenv("UNSYNC_WORKERS", "2", 1);
    unsync_worker_state(&base, sizeof base);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_failing_call_leaves_a_file_and_is_run_again),
        cmocka_unit_test(a_crash_is_one_again),
        cmocka_unit_test(what_ends_well_is_told),
        cmocka_unit_test(calls_in_it_run_in_place),
        cmocka_unit_test(another_programs_file_is_refused),
        cmocka_unit_test(a_file_that_is_cut_off_is_refused),
        cmocka_unit_test(a_cancelled_call_is_no_failure),
        cmocka_unit_test(so_many_are_kept_and_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
