/* pool.c: see pool.h. One mutex guards queue and counts; a job costs two short critical sections.
 * The queue is linked through `link` and, backwards, `ahead`, so that a cancelled job leaves it at
 * once. Growth is watched by an alarm of the loop that runs only while jobs are queued. */
#define _GNU_SOURCE
#include "pool.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <time.h>

#include "../base/alloc.h"
#include "../base/environment.h"
#include "../core/cancel.h"
#include "../core/failure.h"
#include "../core/task.h"
#include "../loop/block.h"
#include "../loop/door.h"
#include "../loop/loop.h"

enum { CAP_DEFAULT = 256, CAP_MAX = 65536, IDLE_S = 5, GROW_MS = 1 };
/* In the `budget` of a job, which has no other use for it; under the lock. */
enum { TAKEN, QUEUED };

struct worker {
    struct worker *next;
    pthread_t thread;
    bool busy;
    bool over; /* has left its loop; may be joined */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t some_job;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct unsync__task *first, *last; /* the queue */
static unsigned queued, threads, idle, blocked;
static unsigned eager, cap; /* made at once; at the most */
static uint64_t taken;      /* jobs that ever left the queue */
static struct worker *workers;
static bool closing;

/* The loop's watch for growth. Loop thread only. */
static struct unsync__alarm watch;
static bool watching, hooked;
static uint64_t taken_at_watch;

/* --- Queue (under the lock) ------------------------------------------------------------------- */

static void enqueue(struct unsync__task *task)
{
    task->link = NULL;
    task->ahead = last;
    if (last != NULL)
        last->link = task;
    else
        first = task;
    last = task;
    task->budget = QUEUED;
    queued++;
}

static void dequeue(struct unsync__task *task)
{
    if (task->ahead != NULL)
        task->ahead->link = task->link;
    else
        first = task->link;
    if (task->link != NULL)
        task->link->ahead = task->ahead;
    else
        last = task->ahead;
    task->link = task->ahead = NULL;
    task->budget = TAKEN;
    queued--;
    taken++;
}

/* --- Threads ---------------------------------------------------------------------------------- */

static void read_limits(void)
{
    cpu_set_t set;
    eager = sched_getaffinity(0, sizeof set, &set) == 0 ? (unsigned) CPU_COUNT(&set) : 1;
    cap = (unsigned) unsync__environment_number("UNSYNC_THREADS", 1, CAP_MAX, CAP_DEFAULT);
    if (eager > cap) eager = cap;
}

static void prepare(void)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&some_job, &attributes);
    pthread_condattr_destroy(&attributes);
    read_limits();
}

/* Waits for a job, under the lock; false: idle for too long, or closing. */
static bool wait_for_job(void)
{
    struct timespec end;
    clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_sec += IDLE_S;
    idle++;
    int error = 0;
    while (first == NULL && !closing && error != ETIMEDOUT)
        error = pthread_cond_timedwait(&some_job, &lock, &end);
    idle--;
    return first != NULL;
}

/* A waiting job's thread does not count; another may take its place. */
static void blocks(bool begins)
{
    pthread_mutex_lock(&lock);
    if (begins)
        blocked++;
    else
        blocked--;
    pthread_mutex_unlock(&lock);
}

static void *work(void *argument)
{
    struct worker *self = argument;
    pthread_setname_np(pthread_self(), "unsync-pool");
    unsync__block_hook = blocks;
    pthread_mutex_lock(&lock);
    /* After a wait there may be more threads than the cap: the surplus ends here. */
    while (threads - blocked <= cap && (first != NULL || wait_for_job())) {
        struct unsync__task *task = first;
        dequeue(task);
        self->busy = true;
        pthread_mutex_unlock(&lock);
        unsync__run_job(task);
        pthread_mutex_lock(&lock);
        self->busy = false;
    }
    threads--;
    self->over = true;
    pthread_mutex_unlock(&lock);
    return NULL;
}

/* Joins and frees the threads that have ended (under the lock: they need it no more). */
static void reap(void)
{
    for (struct worker **at = &workers, *worker; (worker = *at) != NULL;) {
        if (!worker->over) {
            at = &worker->next;
            continue;
        }
        *at = worker->next;
        pthread_join(worker->thread, NULL);
        unsync__free(worker);
    }
}

/* Under the lock. False: the system gives no more; jobs wait for the threads that there are. */
static bool add_thread(void)
{
    reap();
    struct worker *worker = unsync__zalloc(sizeof *worker);
    if (worker == NULL) return false;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int error = pthread_create(&worker->thread, NULL, work, worker);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (error != 0) {
        unsync__free(worker);
        return false;
    }
    worker->next = workers;
    workers = worker;
    threads++;
    return true;
}

/* Takes one thread off the list that may be joined: any, once all tasks are joined (it may still be
 * on its way from its last job); else only one without a job. */
static struct worker *next_to_join(void)
{
    pthread_mutex_lock(&lock);
    struct worker **at = &workers;
    while (*at != NULL && (*at)->busy && !unsync__loop_is_joined()) at = &(*at)->next;
    struct worker *worker = *at;
    if (worker != NULL) *at = worker->next;
    pthread_mutex_unlock(&lock);
    return worker;
}

/* The loop ends, so the threads do; one that runs a job at an early exit() ends with the
 * process. */
static void close_pool(void)
{
    pthread_mutex_lock(&lock);
    closing = true;
    pthread_cond_broadcast(&some_job);
    pthread_mutex_unlock(&lock);
    for (struct worker *worker; (worker = next_to_join()) != NULL;) {
        pthread_join(worker->thread, NULL);
        unsync__free(worker);
    }
}

/* --- Growth (loop thread) --------------------------------------------------------------------- */

static void look(struct unsync__alarm *alarm)
{
    pthread_mutex_lock(&lock);
    bool stuck = first != NULL && taken == taken_at_watch && idle == 0;
    if (stuck && threads - blocked < cap) add_thread();
    taken_at_watch = taken;
    watching = first != NULL;
    pthread_mutex_unlock(&lock);
    if (watching) unsync__alarm_start_real(alarm, GROW_MS);
}

static void watch_growth(void)
{
    if (!hooked) {
        hooked = true;
        unsync__loop_on_close(close_pool);
    }
    if (watching) return;
    watching = true;
    pthread_mutex_lock(&lock);
    taken_at_watch = taken;
    pthread_mutex_unlock(&lock);
    watch.fire = look;
    unsync__alarm_start_real(&watch, GROW_MS);
}

/* --- The lane --------------------------------------------------------------------------------- */

/* Puts the job in the queue; false: there is no thread at all, and none to be had. */
static bool submit(struct unsync__task *task)
{
    pthread_once(&once, prepare);
    pthread_mutex_lock(&lock);
    bool possible = idle > queued || threads - blocked >= eager || add_thread() || threads > 0;
    if (possible) {
        enqueue(task);
        if (idle > 0) pthread_cond_signal(&some_job);
    }
    pthread_mutex_unlock(&lock);
    return possible;
}

static void refuse(struct unsync__task *task)
{
    if (task->flags & UNSYNC__OFFERED) unsync__clock_release();
    unsync__failure_set(task, NULL, 0, UNSYNC_ESYSTEM, "the system gives no thread for %s",
                        task->kind->name);
    unsync__resolve(task);
}

static void start(struct unsync__task *task)
{
    if ((task->flags & UNSYNC__OFFERED) == 0 && !submit(task)) {
        refuse(task);
        return;
    }
    unsync__clock_hold(); /* until it leaves the queue by a cancel, or the door hears of its end */
    watch_growth();
}

static void offer(struct unsync__task *task)
{
    if (!submit(task)) unsync__door_call(refuse, task);
}

/* Takes the job off the queue, if it is there. */
static bool withdraw(struct unsync__task *task)
{
    pthread_mutex_lock(&lock);
    bool was_queued = task->budget == QUEUED;
    if (was_queued) dequeue(task);
    pthread_mutex_unlock(&lock);
    return was_queued;
}

static void cancel(struct unsync__task *task)
{
    if (!withdraw(task)) {
        unsync__block_cancel(task);
        return;
    }
    unsync__clock_release();
    unsync__end_asked(task);
}

static void help(struct unsync__task *task)
{
    if (withdraw(task)) unsync__run_job(task);
}

static const char *phase(const struct unsync__task *task, char *text, size_t room)
{
    (void) text;
    (void) room;
    pthread_mutex_lock(&lock);
    bool is_queued = task->budget == QUEUED;
    pthread_mutex_unlock(&lock);
    return is_queued ? "queued" : "runs";
}

const struct unsync__lane unsync__lane_thread = {.name = "thread",
                                                 .start = start,
                                                 .offer = offer,
                                                 .wake = unsync__block_wake,
                                                 .cancel = cancel,
                                                 .help = help,
                                                 .phase = phase};

struct unsync__pool_counts unsync__pool_counts(void)
{
    pthread_mutex_lock(&lock);
    struct unsync__pool_counts counts = {threads, idle, blocked, queued};
    pthread_mutex_unlock(&lock);
    return counts;
}
