/* pool.c: see pool.h. Starters and threads miss each other never: a starter puts the job in and
 * then looks whether somebody sleeps; a thread says that it sleeps and then looks whether a job
 * came in; the gate between them puts these in an order. A thread that finds nothing looks out for
 * a moment before it sleeps, so that jobs that come one after the other cost no wake-up. */
#define _GNU_SOURCE
#include "pool.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#include "../base/alloc.h"
#include "../base/signals.h"
#include "../base/spin.h"
#include "../core/failure.h"
#include "../core/task.h"
#include "../loop/block.h"
#include "../loop/clock.h"
#include "../loop/door.h"

enum { IDLE_S = 5, GROW_MS = 1, PATIENCE_MS = 1000 };

struct unsync__hand {
    struct unsync__hand *next;
    struct unsync__pool *pool;
    pthread_t thread;
    atomic_bool busy;
    bool over; /* has left its loop; may be joined */
};

static __thread struct unsync__pool *pool_of_thread;

void unsync__pool_init(struct unsync__pool *pool, const char *name, unsigned cap)
{
    pthread_mutexattr_t adaptive;
    pthread_condattr_t monotonic;
    *pool = (struct unsync__pool){.name = name, .gate = ATOMIC_FLAG_INIT};
    pthread_mutexattr_init(&adaptive);
    pthread_mutexattr_settype(&adaptive, PTHREAD_MUTEX_ADAPTIVE_NP);
    pthread_mutex_init(&pool->lock, &adaptive);
    pthread_mutexattr_destroy(&adaptive);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&pool->some_job, &monotonic);
    pthread_cond_init(&pool->some_room, &monotonic);
    pthread_condattr_destroy(&monotonic);
    unsync__pool_limit(pool, cap, 0);
}

static void count_spare(struct unsync__pool *pool)
{
    unsigned working = pool->threads - pool->blocked;
    atomic_store(&pool->spare, working < pool->eager ? pool->eager - working : 0);
}

void unsync__pool_limit(struct unsync__pool *pool, unsigned cap, unsigned bound)
{
    unsigned processors = unsync__spin_most() + 1;
    pthread_mutex_lock(&pool->lock);
    pool->cap = cap;
    pool->eager = processors < cap ? processors : cap;
    atomic_store(&pool->bound, bound);
    count_spare(pool);
    pthread_mutex_unlock(&pool->lock);
}

/* --- Jobs ------------------------------------------------------------------------------------- */

/* Whose first or last it is. */
static void take_out_of(struct unsync__jobs *jobs, struct unsync__jobs *others,
                        struct unsync__task *task)
{
    unsync__jobs_take_out(others->first == task || others->last == task ? others : jobs, task);
}

static bool try_gate(void *gate)
{
    return !atomic_flag_test_and_set_explicit((atomic_flag *) gate, memory_order_acquire);
}

/* Held for a few instructions; but who holds it may lose its processor. */
static void close_gate(struct unsync__pool *pool)
{
    while (!try_gate(&pool->gate) && !unsync__spin(try_gate, &pool->gate)) sched_yield();
}

static void open_gate(struct unsync__pool *pool)
{
    atomic_flag_clear_explicit(&pool->gate, memory_order_release);
}

/* Past the gate: one more has come in. */
static void count_in(struct unsync__pool *pool, const struct unsync__task *task)
{
    uint64_t entered = atomic_load_explicit(&pool->entered, memory_order_relaxed) + 1;
    atomic_store_explicit(&pool->entered, entered, memory_order_release);
    if (entered % UNSYNC__SAMPLE == 1) unsync__meter_choose(&pool->meter, task);
    if (entered - pool->known_taken <= pool->deepest) return;
    pool->known_taken = atomic_load_explicit(&pool->taken, memory_order_relaxed);
    if (entered - pool->known_taken > pool->deepest)
        pool->deepest = (unsigned) (entered - pool->known_taken);
}

static void enter(struct unsync__pool *pool, struct unsync__task *task)
{
    close_gate(pool);
    task->budget = UNSYNC__QUEUED;
    unsync__jobs_append(&pool->entering, task);
    count_in(pool, task);
    open_gate(pool);
}

/* What has come in goes to the queue, if that is empty. Under the lock; false: there is no job. */
static bool fill_queue(struct unsync__pool *pool)
{
    if (pool->queue.first != NULL) return true;
    close_gate(pool);
    pool->queue = pool->entering;
    pool->entering = (struct unsync__jobs){NULL, NULL};
    open_gate(pool);
    return pool->queue.first != NULL;
}

static void count_out(struct unsync__pool *pool)
{
    uint64_t taken = atomic_load_explicit(&pool->taken, memory_order_relaxed) + 1;
    atomic_store_explicit(&pool->taken, taken, memory_order_release);
    if (pool->bound > 0) unsync__pool_make_room(pool);
}

/* --- Threads ---------------------------------------------------------------------------------- */

static bool has_job(void *pool)
{
    return unsync__pool_waiting(pool) > 0;
}

/* A while without the lock. If a job comes, more may follow: to take each by itself would cost the
 * starter, whose memory it is that is looked at, more than to take some at once. */
static void look_out(struct unsync__pool *pool)
{
    if (atomic_load(&pool->spinning) >= unsync__spin_most()) return;
    atomic_fetch_add(&pool->spinning, 1);
    pthread_mutex_unlock(&pool->lock);
    if (unsync__spin(has_job, pool)) unsync__spin_rest();
    pthread_mutex_lock(&pool->lock);
    atomic_fetch_sub(&pool->spinning, 1);
}

/* True: somebody may have put a job in. It says that it sleeps and looks once more: see the top. */
static bool sleep_until(struct unsync__pool *pool, const struct timespec *end)
{
    atomic_fetch_add(&pool->sleeping, 1);
    int error = 0;
    bool waits = !fill_queue(pool);
    if (waits) error = pthread_cond_timedwait(&pool->some_job, &pool->lock, end);
    if (waits && pool->waking > 0)
        pool->waking--; /* if that was for another one, this one's sleep counts for its */
    else
        atomic_fetch_sub(&pool->sleeping, 1);
    return error != ETIMEDOUT;
}

/* One more thread goes on, if one sleeps. */
static void wake_one(struct unsync__pool *pool)
{
    if (atomic_load(&pool->sleeping) == 0) return;
    atomic_fetch_sub(&pool->sleeping, 1);
    pool->waking++;
    pthread_cond_signal(&pool->some_job);
}

/* Waits for a job, under the lock; false: idle for too long, or closing. */
static bool wait_for_job(struct unsync__pool *pool)
{
    atomic_fetch_add(&pool->idle, 1);
    look_out(pool);
    struct timespec end;
    clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_sec += IDLE_S;
    while (!fill_queue(pool) && !pool->closing && sleep_until(pool, &end)) look_out(pool);
    atomic_fetch_sub(&pool->idle, 1);
    /* One may have come in as the time ran out, and its wake-up with it. */
    return !pool->closing && fill_queue(pool);
}

/* A waiting job's thread does not count; another may take its place. */
static void blocks(bool begins)
{
    struct unsync__pool *pool = pool_of_thread;
    pthread_mutex_lock(&pool->lock);
    if (begins)
        pool->blocked++;
    else
        pool->blocked--;
    count_spare(pool);
    pthread_mutex_unlock(&pool->lock);
}

/* The turn of its key ends before anybody can free the job. */
static void end_turn(struct unsync__pool *pool, struct unsync__task *task)
{
    pthread_mutex_lock(&pool->lock);
    struct unsync__task *heir = unsync__key_leave(&pool->keys, task);
    if (heir != NULL) {
        heir->budget = UNSYNC__QUEUED;
        unsync__jobs_append(&pool->queue, heir);
        wake_one(pool);
    }
    pthread_mutex_unlock(&pool->lock);
}

/* `hand` is NULL for a thread that helps, whose own job goes on. The others are not busy any more
 * before anybody can hear of the end: so they are joined when the program ends. True: it failed. */
static bool run(struct unsync__pool *pool, struct unsync__task *task, struct unsync__hand *hand)
{
    unsync__run_body(task);
    bool failed = (__atomic_load_n(&task->flags, __ATOMIC_RELAXED) & UNSYNC__FAILED) != 0;
    if (unsync__has_key(task)) end_turn(pool, task);
    if (hand != NULL) atomic_store_explicit(&hand->busy, false, memory_order_release);
    unsync__door_completed(task);
    return failed;
}

/* The first of the queue. Under the lock. */
static struct unsync__task *take_first(struct unsync__pool *pool)
{
    struct unsync__task *task = pool->queue.first;
    unsync__jobs_take_out(&pool->queue, task);
    task->budget = UNSYNC__TAKEN;
    if (unsync__has_key(task)) unsync__key_runs(task);
    count_out(pool);
    return task;
}

static void *work(void *argument)
{
    struct unsync__hand *self = argument;
    struct unsync__pool *pool = self->pool;
    pthread_setname_np(pthread_self(), "unsync-pool");
    pool_of_thread = pool;
    unsync__block_hook = blocks;
    void *begun = unsync__signals_thread_begin ? unsync__signals_thread_begin() : NULL;
    pthread_mutex_lock(&pool->lock);
    /* After a wait there may be more threads than the cap: the surplus ends here. */
    while (!pool->closing && pool->threads - pool->blocked <= pool->cap &&
           (fill_queue(pool) || wait_for_job(pool))) {
        struct unsync__task *task = take_first(pool);
        uint64_t began_ns = unsync__meter_begin(&pool->meter, task);
        atomic_store_explicit(&self->busy, true, memory_order_relaxed);
        pthread_mutex_unlock(&pool->lock);
        bool failed = run(pool, task, self);
        pthread_mutex_lock(&pool->lock);
        pool->finished++;
        pool->failed += failed;
        unsync__meter_end(&pool->meter, began_ns);
    }
    pool->threads--;
    count_spare(pool);
    self->over = true;
    pthread_mutex_unlock(&pool->lock);
    if (unsync__signals_thread_end) unsync__signals_thread_end(begun);
    return NULL;
}

/* Joins and frees the threads that have ended (under the lock: they need it no more). */
static void reap(struct unsync__pool *pool)
{
    for (struct unsync__hand **at = &pool->hands, *hand; (hand = *at) != NULL;) {
        if (!hand->over) {
            at = &hand->next;
            continue;
        }
        *at = hand->next;
        pthread_join(hand->thread, NULL);
        unsync__free(hand);
    }
}

/* Under the lock. False: the system gives no more; jobs wait for the threads that there are. */
static bool add_thread(struct unsync__pool *pool)
{
    reap(pool);
    struct unsync__hand *hand = unsync__zalloc(sizeof *hand);
    if (hand == NULL) return false;
    hand->pool = pool;
    sigset_t blocked, before;
    unsync__signals_of_thread(&blocked);
    pthread_sigmask(SIG_SETMASK, &blocked, &before);
    int error = pthread_create(&hand->thread, NULL, work, hand);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (error != 0) {
        unsync__free(hand);
        return false;
    }
    hand->next = pool->hands;
    pool->hands = hand;
    pool->threads++;
    count_spare(pool);
    return true;
}

/* Takes one thread off the list that may be joined: any, once all tasks are joined (it may still be
 * on its way from its last job); else only one without a job. */
static struct unsync__hand *next_to_join(struct unsync__pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    struct unsync__hand **at = &pool->hands;
    while (*at != NULL && (*at)->busy && !unsync__loop_is_joined()) at = &(*at)->next;
    struct unsync__hand *hand = *at;
    if (hand != NULL) *at = hand->next;
    pthread_mutex_unlock(&pool->lock);
    return hand;
}

/* Who is in a job when the program exits in the midst of its tasks ends with it, or before. */
static void let_go(struct unsync__pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    for (struct unsync__hand *hand = pool->hands; hand != NULL; hand = hand->next)
        pthread_detach(hand->thread);
    pthread_mutex_unlock(&pool->lock);
}

void unsync__pool_close(struct unsync__pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->closing = true;
    pthread_cond_broadcast(&pool->some_job);
    pthread_cond_broadcast(&pool->some_room);
    pthread_mutex_unlock(&pool->lock);
    for (struct unsync__hand *hand; (hand = next_to_join(pool)) != NULL;) {
        pthread_join(hand->thread, NULL);
        unsync__free(hand);
    }
    let_go(pool);
}

/* --- Growth (loop thread) --------------------------------------------------------------------- */

/* All threads wait, perhaps for this very job, and for a while there was no other to be had. */
static void refuse(struct unsync__pool *pool, struct unsync__task *task)
{
    if (!unsync__pool_withdraw(pool, task)) return;
    unsync__clock_release();
    unsync__failure_set(task, NULL, 0, UNSYNC_ESYSTEM,
                        "the system gives no thread for %s, and those that there are wait",
                        task->kind->name);
    unsync__resolve(task);
}

/* True: it has been so for too long. Under the lock. */
static bool is_starved(struct unsync__pool *pool, bool stuck)
{
    bool fits = pool->threads - pool->blocked < pool->cap;
    bool starves = stuck && fits && !add_thread(pool) && pool->threads == pool->blocked;
    pool->starved_ms = starves ? pool->starved_ms + GROW_MS : 0;
    return pool->starved_ms > PATIENCE_MS;
}

static void look(struct unsync__alarm *alarm)
{
    struct unsync__pool *pool =
        (struct unsync__pool *) ((char *) alarm - offsetof(struct unsync__pool, watch));
    pthread_mutex_lock(&pool->lock);
    uint64_t taken = atomic_load(&pool->taken);
    bool stuck = fill_queue(pool) && taken == pool->taken_at_watch && atomic_load(&pool->idle) == 0;
    struct unsync__task *lost = is_starved(pool, stuck) ? pool->queue.first : NULL;
    /* One that came since the last look may be one of whose start the loop has not heard. */
    if (lost != pool->first_at_watch) lost = NULL;
    pthread_mutex_unlock(&pool->lock);
    if (lost != NULL) refuse(pool, lost);
    pthread_mutex_lock(&pool->lock);
    pool->taken_at_watch = lost != NULL ? atomic_load(&pool->taken) : taken;
    pool->watching = fill_queue(pool);
    pool->first_at_watch = pool->queue.first;
    pthread_mutex_unlock(&pool->lock);
    if (pool->watching) unsync__alarm_start_real(alarm, GROW_MS);
}

void unsync__pool_watch(struct unsync__pool *pool)
{
    if (pool->watching) return;
    pool->watching = true;
    pool->taken_at_watch = atomic_load(&pool->taken);
    pool->watch.fire = look;
    unsync__alarm_start_real(&pool->watch, GROW_MS);
}

/* --- Coming in, going out --------------------------------------------------------------------- */

/* Where nobody waits for jobs: one more thread, if it is early days. False: there is no thread at
 * all. */
static bool wake_up(struct unsync__pool *pool)
{
    bool possible = true;
    pthread_mutex_lock(&pool->lock);
    unsigned idle = atomic_load(&pool->idle), jobs = unsync__pool_waiting(pool);
    if (jobs > atomic_load(&pool->spinning) + pool->waking) wake_one(pool);
    if (jobs > idle && atomic_load(&pool->spare) > 0)
        possible = add_thread(pool) || pool->threads > 0;
    pthread_mutex_unlock(&pool->lock);
    return possible;
}

/* False: it waits behind another one of its key. */
static bool enter_by_key(struct unsync__pool *pool, struct unsync__task *task)
{
    pthread_mutex_lock(&pool->lock);
    bool has_turn = unsync__key_enter(&pool->keys, task);
    if (has_turn) {
        enter(pool, task);
    } else {
        close_gate(pool);
        task->budget = UNSYNC__BEHIND;
        count_in(pool, task);
        open_gate(pool);
    }
    pthread_mutex_unlock(&pool->lock);
    return has_turn;
}

/* In any list: it is taken. Under the lock. */
static void remove_job(struct unsync__pool *pool, struct unsync__task *task)
{
    if (task->budget == UNSYNC__BEHIND)
        unsync__key_remove(&pool->keys, task);
    else
        take_out_of(&pool->queue, &pool->entering, task);
    task->budget = UNSYNC__TAKEN;
    unsync__meter_forget(&pool->meter, task);
    count_out(pool);
}

bool unsync__pool_holds(struct unsync__pool *pool, const struct unsync__task *task)
{
    pthread_mutex_lock(&pool->lock);
    close_gate(pool); /* who starts it may be about to put it in */
    bool waits = task->budget != UNSYNC__TAKEN;
    open_gate(pool);
    pthread_mutex_unlock(&pool->lock);
    return waits;
}

bool unsync__pool_withdraw(struct unsync__pool *pool, struct unsync__task *task)
{
    pthread_mutex_lock(&pool->lock);
    close_gate(pool);
    bool waits = task->budget != UNSYNC__TAKEN;
    bool has_turn = waits && task->budget != UNSYNC__BEHIND && unsync__has_key(task);
    if (waits) remove_job(pool, task);
    open_gate(pool);
    pool->withdrawn += waits;
    pthread_mutex_unlock(&pool->lock);
    if (has_turn) end_turn(pool, task);
    return waits;
}

/* Under the lock. */
static bool take_to_help(struct unsync__pool *pool, struct unsync__task *task)
{
    if (task->budget == UNSYNC__TAKEN) return false;
    if (task->budget != UNSYNC__BEHIND) {
        remove_job(pool, task);
        if (unsync__has_key(task)) unsync__key_runs(task);
        return true;
    }
    if (!unsync__key_join(&pool->keys, task)) return false;
    task->budget = UNSYNC__TAKEN;
    unsync__meter_forget(&pool->meter, task);
    count_out(pool);
    return true;
}

bool unsync__pool_claim(struct unsync__pool *pool, struct unsync__task *task)
{
    if (pool->name != NULL && pool_of_thread != pool) return false; /* its cap is for all */
    pthread_mutex_lock(&pool->lock);
    close_gate(pool);
    bool taken = take_to_help(pool, task);
    open_gate(pool);
    if (taken) pool->finished++;
    pthread_mutex_unlock(&pool->lock);
    return taken;
}

void unsync__pool_help(struct unsync__pool *pool, struct unsync__task *task)
{
    if (!run(pool, task, NULL)) return;
    pthread_mutex_lock(&pool->lock);
    pool->failed++;
    pthread_mutex_unlock(&pool->lock);
}

bool unsync__pool_submit(struct unsync__pool *pool, struct unsync__task *task)
{
    if (unsync__has_key(task)) {
        if (!enter_by_key(pool, task)) return true;
    } else {
        enter(pool, task);
    }
    bool sleeps = atomic_load(&pool->sleeping) > 0 &&
                  unsync__pool_waiting(pool) > atomic_load(&pool->spinning);
    if (!sleeps && atomic_load(&pool->spare) == 0) return true;
    if (wake_up(pool)) return true;
    return !unsync__pool_withdraw(pool, task);
}

void unsync__pool_metrics(struct unsync__pool *pool, struct unsync_pool_metrics *metrics)
{
    pthread_mutex_lock(&pool->lock);
    close_gate(pool);
    *metrics = (struct unsync_pool_metrics){.name = pool->name != NULL ? pool->name : "",
                                            .max = pool->cap,
                                            .threads = pool->threads,
                                            .idle = atomic_load(&pool->idle),
                                            .blocked = pool->blocked,
                                            .queued = unsync__pool_waiting(pool),
                                            .queued_most = pool->deepest,
                                            .started = atomic_load(&pool->entered),
                                            .finished = pool->finished,
                                            .failed = pool->failed,
                                            .withdrawn = pool->withdrawn};
    open_gate(pool);
    memcpy(metrics->wait_counts, pool->meter.wait_counts, sizeof metrics->wait_counts);
    memcpy(metrics->run_counts, pool->meter.run_counts, sizeof metrics->run_counts);
    pthread_mutex_unlock(&pool->lock);
}
