/* The process lane: calls that are put ahead into workers that are busy. None of them waits for a
 * long body while another worker is there, none begins twice, none is lost, their order is kept. */
#include "lib_procs.h"

#include <stdatomic.h>
#include <sys/mman.h>

enum { MANY = 3000 };

static char path_of_marks[64]; /* a file in which every body makes its mark */
static atomic_uchar *marks;
static int last;

REMOTE(int, mark, int arg, 0, 0, false)
{
    marks[arg]++;
    if (arg % 97 == 0) raise(SIGKILL);
    return arg;
}

/* Is it after all that this worker has run? */
REMOTE(int, is_in_order, int arg, 0, 0, false)
{
    bool is = arg > last;
    last = arg;
    return is;
}

REMOTE(int, in_time, int arg, 60000, 0, false)
{
    return arg;
}

REMOTE(int, too_late, int arg, 50, 0, false)
{
    for (;;) pause();
    return arg;
}

static void map_marks(void)
{
    int fd = open(path_of_marks, O_RDWR);
    if (fd < 0) return; /* a worker from before the test that uses it */
    marks = mmap(NULL, MANY, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
}

/* Workers that have seen so many short bodies that they are trusted with many calls. */
static void warm_up(void)
{
    static twice_task tasks[MANY];
    for (int round = 0; round < 5; round++) {
        for (int i = 0; i < MANY; i++) tasks[i] = twice(i);
        for (int i = 0; i < MANY; i++) assert_int_equal(unsync_result(tasks[i]), 2 * i);
    }
}

static void none_waits_behind_a_long_body(void **state)
{
    (void) state;
    enum { COUNT = 300 };
    twice_task tasks[COUNT];
    warm_up();
    const char *path = fresh_path();
    hold_task held = hold(path);
    for (int i = 0; i < COUNT; i++) tasks[i] = twice(i);
    for (int i = 0; i < COUNT; i++) assert_int_equal(unsync_result(tasks[i]), 2 * i);
    wait_for_file(path);
    unsync_cancel(held);
    assert_ends(unsync__of(held), UNSYNC_ECANCELED, "cancelled while it ran in worker");
}

static void a_cancel_costs_only_what_is_cancelled(void **state)
{
    (void) state;
    enum { COUNT = 200 };
    twice_task tasks[COUNT];
    hold_task held[2];
    char paths[2][64];
    warm_up();
    for (int i = 0; i < 2; i++) {
        strcpy(paths[i], fresh_path());
        held[i] = hold(paths[i]);
        for (int j = i * COUNT / 2; j < (i + 1) * COUNT / 2; j++) tasks[j] = twice(j);
    }
    for (int i = 0; i < 2; i++) wait_for_file(paths[i]);
    for (int i = 0; i < COUNT; i += 2) unsync_cancel(tasks[i]);
    for (int i = 0; i < 2; i++) unsync_cancel(held[i]);
    for (int i = 0; i < 2; i++) assert_int_equal(code_of(unsync__of(held[i])), UNSYNC_ECANCELED);
    for (int i = 0; i < COUNT; i++)
        if (i % 2 == 1) {
            assert_int_equal(unsync_result(tasks[i]), 2 * i);
        } else {
            int code = code_of(unsync__of(tasks[i]));
            assert_true(code == 0 || code == UNSYNC_ECANCELED); /* it may have been over */
        }
}

static void a_late_one_takes_nobody_with_it(void **state)
{
    (void) state;
    enum { COUNT = 200 };
    in_time_task tasks[COUNT];
    warm_up();
    too_late_task late[2] = {too_late(1), too_late(2)};
    for (int i = 0; i < COUNT; i++) tasks[i] = in_time(i);
    for (int i = 0; i < 2; i++)
        assert_ends(unsync__of(late[i]), UNSYNC_ETIMEDOUT, "ran longer than 50 ms");
    for (int i = 0; i < COUNT; i++) assert_int_equal(unsync_result(tasks[i]), i);
}

static void their_order_is_kept(void **state)
{
    (void) state;
    static is_in_order_task tasks[MANY];
    renew_workers();
    const char *path = fresh_path();
    hold_task held = hold(path); /* one worker is left */
    wait_for_file(path);
    for (int i = 0; i < MANY; i++) tasks[i] = is_in_order(i + 1);
    for (int i = 0; i < MANY; i++) assert_int_equal(unsync_result(tasks[i]), 1);
    unsync_cancel(held);
    unsync_release(held);
}

/* Whatever dies: each has begun once, those that did not die have their result. */
static void each_begins_once(void **state)
{
    (void) state;
    static mark_task tasks[MANY];
    strcpy(path_of_marks, "/tmp/unsync_marks_XXXXXX");
    int fd = mkstemp(path_of_marks);
    assert_int_equal(ftruncate(fd, MANY), 0);
    close(fd);
    map_marks();
    renew_workers();
    for (int i = 0; i < MANY; i++) tasks[i] = mark(i);
    for (int i = 0; i < MANY; i++)
        if (i % 97 == 0)
            assert_int_equal(code_of(unsync__of(tasks[i])), UNSYNC_ECRASHED);
        else
            assert_int_equal(unsync_result(tasks[i]), i);
    for (int i = 0; i < MANY; i++) assert_int_equal(marks[i], 1);
    unlink(path_of_marks);
}

/* Results that together are larger than the ring. */
REMOTE(char *, padded, const char *arg, 0, 0, true)
{
    char *text = malloc(20001);
    memset(text, 'x', 20000);
    memcpy(text, arg, strlen(arg));
    text[20000] = '\0';
    return text;
}

static void a_full_ring_is_waited_for(void **state)
{
    (void) state;
    enum { COUNT = 400, LEN = 15000 };
    static padded_task tasks[COUNT];
    static char texts[COUNT][LEN + 1];
    warm_up();
    for (int i = 0; i < COUNT; i++) {
        memset(texts[i], 'a' + i % 26, LEN);
        tasks[i] = padded(texts[i]);
    }
    for (int i = 0; i < COUNT; i++) {
        char *text = unsync_result(tasks[i]);
        assert_int_equal(strlen(text), 20000);
        assert_memory_equal(text, texts[i], LEN);
        free(text);
    }
}

int main(void)
{
    setenv("UNSYNC_WORKERS", "2", 1);
    unsync_worker_state(path_of_marks, sizeof path_of_marks);
    unsync_worker_init(map_marks);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(none_waits_behind_a_long_body),
        cmocka_unit_test(a_cancel_costs_only_what_is_cancelled),
        cmocka_unit_test(a_late_one_takes_nobody_with_it),
        cmocka_unit_test(their_order_is_kept),
        cmocka_unit_test(each_begins_once),
        cmocka_unit_test(a_full_ring_is_waited_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
