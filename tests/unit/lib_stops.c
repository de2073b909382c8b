/* Stops of a child are seen when they happen (procs/stops.h), whatever becomes of SIGCHLD, and
 * without a look: `ring` is called. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../lib/procs/stops.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t rung = PTHREAD_COND_INITIALIZER;
static unsigned rings;
static size_t stack_bytes; /* of the thread that has rung */

static void ring(void)
{
    pthread_attr_t attributes;
    pthread_mutex_lock(&lock);
    rings++;
    pthread_getattr_np(pthread_self(), &attributes);
    pthread_attr_getstacksize(&attributes, &stack_bytes);
    pthread_attr_destroy(&attributes);
    pthread_cond_broadcast(&rung);
    pthread_mutex_unlock(&lock);
}

static void wait_for_ring(struct unsync__stops *stops, unsigned number)
{
    pthread_mutex_lock(&lock);
    while (rings < number) pthread_cond_wait(&rung, &lock);
    assert_int_equal(rings, number);
    assert_in_range(stack_bytes, 1, 1 << 20); /* there is one for each worker */
    pthread_mutex_unlock(&lock);
    assert_true(unsync__stops_look(stops));
    assert_false(unsync__stops_look(stops));
}

/* In a process group of its own, as a worker: SIGTSTP stops nobody in one that is orphaned. */
static pid_t new_child(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        for (;;) pause();
    }
    assert_true(pid > 0);
    assert_int_equal(setpgid(pid, 0), 0);
    return pid;
}

static void see_each(void)
{
    static const int signals[] = {SIGSTOP, SIGTSTP, SIGSTOP};
    enum { SIGNALS = sizeof signals / sizeof *signals };
    rings = 0;
    pid_t pid = new_child();
    struct unsync__stops *stops = unsync__stops_watch(pid, ring);
    assert_non_null(stops);
    assert_false(unsync__stops_look(stops));
    for (unsigned i = 0; i < SIGNALS; i++) {
        kill(pid, signals[i]);
        wait_for_ring(stops, i + 1);
        assert_int_equal(unsync__stops_now(stops), signals[i]);
        kill(pid, SIGCONT);
        while (unsync__stops_now(stops) != 0) sched_yield();
    }
    kill(pid, SIGKILL);
    unsync__stops_forget(stops);
    unsync__stops_close(); /* its thread is over */
    assert_int_equal(rings, SIGNALS);
    waitpid(pid, NULL, 0);
}

static void each_stop_is_seen(void **state)
{
    (void) state;
    see_each();
}

static void it_is_seen_when_sigchld_is_ignored(void **state)
{
    (void) state;
    signal(SIGCHLD, SIG_IGN);
    see_each();
    signal(SIGCHLD, SIG_DFL);
}

static void a_child_that_is_gone_is_none(void **state)
{
    (void) state;
    pid_t pid = new_child();
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    struct unsync__stops *stops = unsync__stops_watch(pid, ring);
    unsync__stops_close();
    assert_false(unsync__stops_look(stops));
    unsync__stops_forget(stops);
    unsync__stops_forget(NULL);
    assert_false(unsync__stops_look(NULL));
    assert_int_equal(unsync__stops_now(NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_stop_is_seen),
        cmocka_unit_test(it_is_seen_when_sigchld_is_ignored),
        cmocka_unit_test(a_child_that_is_gone_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
