/* ambient.c: who is the loop thread, and how the runtime begins and ends; see ambient.h.
 *
 * A plain C program: a thread of its own, with all signals blocked, until exit(). There the hooks
 * run (workers die, idle pool threads end); frames are left to the system, since jobs may still be
 * running. `@async main`: the main thread, until main's task has ended; then everything is joined
 * and freed. */
#define _GNU_SOURCE
#include "ambient.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "../base/check.h"
#include "../base/debug.h"
#include "../base/parker.h"
#include "../base/signals.h"
#include "../core/cancel.h"
#include "../core/failure.h"
#include "../core/task.h"
#include "door.h"
#include "dump.h"
#include "interrupt.h"
#include "late.h"
#include "leftover.h"
#include "loop.h"
#include "watch.h"

enum { NONE, RUNNING, CLOSED, FORKED };
static atomic_int phase;
static pthread_mutex_t starting = PTHREAD_MUTEX_INITIALIZER;
static pthread_t thread;
static bool is_ambient, is_adopted, stop;
enum { JOIN_STEPS = 8, JOIN_STEP_NS = 250000000, SECOND_NS = 1000000000 };
enum { DETACHED_MS = 1000 };

static void forked(void)
{
    if (atomic_load(&phase) != RUNNING) return;
    atomic_store(&phase, FORKED);
    unsync__here = NULL;
}

static int try_loop(struct uv_loop_s *host)
{
    static bool watched;
    if (!watched) pthread_atfork(NULL, NULL, forked);
    watched = true;
    return unsync__loop_open(host);
}

static void open_loop(void)
{
    int code = try_loop(NULL);
    unsync__check(code == 0, "the event loop cannot be started: %s", unsync_code_name(code));
    atomic_store(&phase, RUNNING);
    unsync__watch_open();
}

static void *ambient(void *parker)
{
    pthread_setname_np(pthread_self(), "unsync-loop");
    open_loop();
    unsync__clock_has_outside();
    unsync__parker_unpark(parker);
    unsync__loop_run(&stop);
    if (unsync__debug) {
        unsync__dump_left(&unsync__outside);
        unsync__dump_left(&unsync__root);
    }
    unsync__loop_run_hooks();
    return NULL;
}

static void deliver_stop(struct unsync__message *message)
{
    (void) message;
    stop = true;
}

/* A task that blocks the loop must not keep the program from ending. In steps, as in patience.h:
 * the thread is to have a fair part of the time. */
static void join_loop(void)
{
    int error = ETIMEDOUT;
    for (int i = 0; i < JOIN_STEPS && error == ETIMEDOUT; i++) {
        struct timespec end;
        clock_gettime(CLOCK_REALTIME, &end);
        end.tv_nsec += JOIN_STEP_NS;
        end.tv_sec += end.tv_nsec / SECOND_NS;
        end.tv_nsec %= SECOND_NS;
        error = pthread_timedjoin_np(thread, NULL, &end);
    }
}

/* exit() of a plain C program. From a task on the loop thread only the hooks can run: the loop is
 * busy further down on this stack. */
static void at_exit(void)
{
    if (atomic_load(&phase) != RUNNING) return;
    if (is_adopted) { /* the host's loop may be gone: what we have ends with the process */
        unsync__watch_close();
        return;
    }
    if (unsync__here != NULL) {
        unsync__loop_run_hooks();
        return;
    }
    if (!is_ambient) { /* exit() on a foreign thread beside an @async main */
        unsync__watch_close();
        return;
    }
    static struct unsync__message message = {.deliver = deliver_stop};
    unsync__door_post(&message);
    join_loop();
    atomic_store(&phase, CLOSED);
}

/* --- A main thread that ends before the program ----------------------------------------------- */

static sigset_t mask_of_main;

static void deliver_mask(struct unsync__message *message)
{
    (void) message;
    pthread_sigmask(SIG_SETMASK, &mask_of_main, NULL);
}

/* pthread_exit in main: signals to the process must find a thread that takes them, as main did. */
static void main_thread_ends(void *unused)
{
    static struct unsync__message message = {.deliver = deliver_mask};
    (void) unused;
    pthread_sigmask(SIG_SETMASK, NULL, &mask_of_main);
    if (atomic_load(&phase) == RUNNING) unsync__door_post(&message);
}

static void watch_main_thread(void)
{
    pthread_key_t key;
    if (gettid() != getpid() || pthread_key_create(&key, main_thread_ends) != 0) return;
    pthread_setspecific(key, &mask_of_main);
}

static void start_thread(void)
{
    sigset_t blocked, before;
    unsync__signals_of_thread(&blocked);
    pthread_sigmask(SIG_SETMASK, &blocked, &before);
    struct unsync__parker *parker = unsync__parker_mine();
    int error = pthread_create(&thread, NULL, ambient, parker);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    unsync__check(error == 0, "the loop thread cannot be started: %s", unsync_code_name(-error));
    unsync__parker_park(parker);
    is_ambient = true;
    watch_main_thread();
    atexit(at_exit);
}

void unsync__ambient_need(void)
{
    int now = atomic_load_explicit(&phase, memory_order_acquire);
    if (__builtin_expect(now == RUNNING, 1)) return;
    unsync__check(now != FORKED, "unsync was used in a child process after fork() without exec()");
    unsync__check(now != CLOSED, "unsync was used after the runtime was closed at the end of main");
    pthread_mutex_lock(&starting);
    if (atomic_load(&phase) == NONE) start_thread();
    pthread_mutex_unlock(&starting);
}

/* --- A host's loop ---------------------------------------------------------------------------- */

int unsync__ambient_adopt(struct uv_loop_s *host)
{
    pthread_mutex_lock(&starting);
    int code = atomic_load(&phase) != NONE ? UNSYNC_EBUSY : try_loop(host);
    if (code == 0) {
        is_adopted = true;
        atomic_store(&phase, RUNNING);
        unsync__watch_open();
    }
    pthread_mutex_unlock(&starting);
    return code;
}

bool unsync__ambient_runs(void)
{
    return atomic_load(&phase) == RUNNING;
}

bool unsync__ambient_is_adopted(void)
{
    return is_adopted && atomic_load(&phase) == RUNNING;
}

void unsync__ambient_leave(void)
{
    unsync__loop_close();
    atomic_store(&phase, CLOSED);
}

/* --- @async main ------------------------------------------------------------------------------ */

/* Owns main's task: its end stops the loop. */
struct main_owner {
    struct unsync__task task;
    bool ended;
};

static void main_ended(struct unsync__task *task, struct unsync__task *child)
{
    (void) child;
    ((struct main_owner *) task)->ended = true;
}

void unsync__ambient_become(void)
{
    unsync__check(atomic_load(&phase) == NONE, "there is a loop thread already");
    open_loop();
    atexit(at_exit);
}

void unsync__main_begin(void)
{
    unsync__check(atomic_load(&phase) == NONE,
                  "@async main must be the first to use unsync; a constructor started a task "
                  "before");
    open_loop();
    unsync__interrupt_open();
    atexit(at_exit);
}

static int main_status(struct unsync__task *task)
{
    if (task->flags & UNSYNC__FAILED) {
        unsync__failure_print(stderr, task);
        return 1;
    }
    return *(int *) unsync__value_at(task, _Alignof(int));
}

/* What is detached has a second to end by itself and, cancelled, another. False: some have not. */
static bool end_detached(bool interrupted)
{
    if (!interrupted && unsync__loop_join_detached(DETACHED_MS, false)) return true;
    if (unsync__debug) unsync__dump_left(&unsync__root);
    if (unsync__loop_join_detached(DETACHED_MS, true)) return true;
    unsync__late_count(&unsync__root, NULL, stderr);
    return false;
}

/* Runs the loop until main's task has ended; its code. */
static int run_main(struct unsync__task *task, int *status)
{
    static const struct unsync__lane lane = {.name = "main", .wake = main_ended};
    static const struct unsync__kind kind = {.name = "program", .file = "unsync", .lane = &lane};
    struct main_owner owner = {.task = {.kind = &kind}};
    unsync__adopt(&owner.task, &unsync__outside);
    unsync__interrupt_target(task);
    if ((task->flags & UNSYNC__STATIC) == 0 && !unsync__attend(&owner.task, task))
        unsync__loop_run(&owner.ended);
    int code = (task->flags & UNSYNC__FAILED) ? task->failure->code : 0;
    if (code != UNSYNC_ECANCELED || !unsync__interrupted()) *status = main_status(task);
    unsync__consume_slow(task);
    unsync__unlink(&owner.task);
    return code;
}

int unsync__main_end(struct unsync__task *task)
{
    int status = 128 + SIGINT;
    int code = run_main(task, &status);
    bool interrupted = unsync__interrupt_close();
    if (unsync__debug) unsync__dump_left(&unsync__outside);
    bool is_over = unsync__leftover_end(DETACHED_MS);
    is_over = end_detached(interrupted) && is_over;
    if (unsync__join_children(&unsync__daemons) && is_over)
        unsync__loop_close();
    else
        unsync__loop_run_hooks(); /* the rest ends with the process */
    atomic_store(&phase, CLOSED);
    if (interrupted && code == UNSYNC_ECANCELED) unsync__interrupt_raise();
    return status;
}
