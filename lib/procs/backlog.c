/* backlog.c: see backlog.h. Starters sleep on one condition a backlog; tasks that wait for room
 * stand in a line that the loop thread alone touches. One of those goes on for each call that ends,
 * for it may start one. Those that did not would keep the others in the line: where no call is in
 * flight a moment later, some more go on. */
#include "backlog.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <unsync.h>

#include "../base/alloc.h"
#include "../base/check.h"
#include "../core/cancel.h"
#include "../core/task.h"
#include "../loop/alarm.h"
#include "../loop/block.h"
#include "../loop/clock.h"

enum { LOOK_MS = 1 };

/* A task that waits for room. */
struct guest {
    struct unsync__task task;
    struct guest *next, *before;
    struct unsync__backlog *backlog; /* NULL: there is none of that name */
    bool waits;
};

struct unsync__backlog {
    struct unsync__backlog *next;
    const char *name; /* the mark's */
    unsigned said;    /* by marks, 0: by none. Under the lock */
    atomic_uint most; /* calls that may wait; 0: any number */
    atomic_int in_flight; /* may end before who starts it has counted it */
    atomic_int running;
    atomic_uint starters; /* that sleep, or are about to */
    pthread_cond_t some_room;
    struct guest *first, *last; /* loop thread */
    int ended; /* calls, for which no guest was let in yet. Loop thread */
    struct unsync__alarm alarm; /* looks whether there are calls in flight */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* the list's, and of those that sleep */
static struct unsync__backlog *backlogs;
static bool closed;

/* --- By name ---------------------------------------------------------------------------------- */

static struct unsync__backlog *find(const char *name)
{
    struct unsync__backlog *backlog = backlogs;
    while (backlog != NULL && strcmp(backlog->name, name) != 0) backlog = backlog->next;
    return backlog;
}

static struct unsync__backlog *make(const char *name)
{
    struct unsync__backlog *backlog = unsync__zalloc(sizeof *backlog);
    if (backlog == NULL) return NULL;
    backlog->name = name;
    pthread_cond_init(&backlog->some_room, NULL);
    backlog->next = backlogs;
    backlogs = backlog;
    return backlog;
}

static void agree(struct unsync__backlog *backlog, const struct unsync__kind *kind)
{
    const struct unsync__manned *manned = kind->remote->pool;
    if (manned->queue == 0) return;
    unsync__check(backlog->said == 0 || backlog->said == manned->queue,
                  "%s (%s:%d) says %s = %s, queue = %u; another mark says %u", kind->name,
                  kind->file, kind->line,
                  (manned->flags & UNSYNC__KEEPS) != 0 ? "worker" : "pool", manned->pool,
                  (unsigned) manned->queue, backlog->said);
    backlog->said = manned->queue;
    atomic_store(&backlog->most, manned->queue);
}

struct unsync__backlog *unsync__backlog_of(const struct unsync__kind *kind)
{
    struct unsync__manned *manned = kind->remote->pool;
    if (manned == NULL) return NULL;
    struct unsync__backlog *backlog = __atomic_load_n(&manned->backlog, __ATOMIC_ACQUIRE);
    if (backlog != NULL) return backlog;
    pthread_mutex_lock(&lock);
    backlog = find(manned->pool);
    if (backlog == NULL) backlog = make(manned->pool);
    if (backlog != NULL) agree(backlog, kind);
    pthread_mutex_unlock(&lock);
    __atomic_store_n(&manned->backlog, backlog, __ATOMIC_RELEASE);
    return backlog;
}

/* --- Room ------------------------------------------------------------------------------------- */

static int waiting(struct unsync__backlog *backlog)
{
    return atomic_load(&backlog->in_flight) - atomic_load(&backlog->running);
}

static bool is_full(struct unsync__backlog *backlog)
{
    int most = (int) atomic_load(&backlog->most);
    return most != 0 && waiting(backlog) >= most;
}

/* With a call that is in already. */
static bool has_too_many(struct unsync__backlog *backlog)
{
    int most = (int) atomic_load(&backlog->most);
    return most != 0 && waiting(backlog) > most;
}

void unsync__backlog_enter(struct unsync__backlog *backlog)
{
    if (backlog != NULL) atomic_fetch_add(&backlog->in_flight, 1);
}

/* Who says that it sleeps, then looks, and who makes room, then looks whether one sleeps, do not
 * miss each other. */
static void wake_starters(struct unsync__backlog *backlog)
{
    if (atomic_load(&backlog->starters) == 0) return;
    pthread_mutex_lock(&lock);
    pthread_cond_broadcast(&backlog->some_room);
    pthread_mutex_unlock(&lock);
}

void unsync__backlog_leave(struct unsync__backlog *backlog)
{
    if (backlog == NULL) return;
    atomic_fetch_sub(&backlog->in_flight, 1);
    backlog->ended++;
    wake_starters(backlog);
}

/* A thread of a pool that waits here makes room for another, as one that waits for a task does. */
void unsync__backlog_wait(struct unsync__backlog *backlog)
{
    if (backlog == NULL || !has_too_many(backlog)) return;
    bool counts = unsync__block_hook != NULL;
    if (counts) unsync__block_hook(true);
    pthread_mutex_lock(&lock);
    atomic_fetch_add(&backlog->starters, 1);
    while (has_too_many(backlog) && !closed)
        pthread_cond_wait(&backlog->some_room, &lock);
    atomic_fetch_sub(&backlog->starters, 1);
    pthread_mutex_unlock(&lock);
    if (counts) unsync__block_hook(false);
}

void unsync__backlogs_close(void)
{
    pthread_mutex_lock(&lock);
    closed = true;
    for (struct unsync__backlog *backlog = backlogs; backlog != NULL; backlog = backlog->next) {
        unsync__alarm_stop(&backlog->alarm);
        pthread_cond_broadcast(&backlog->some_room);
    }
    pthread_mutex_unlock(&lock);
}

void unsync__backlogs_open(void)
{
    pthread_mutex_lock(&lock);
    closed = false;
    pthread_mutex_unlock(&lock);
}

/* --- Tasks that wait (loop thread) ------------------------------------------------------------ */

static void stand_in_line(struct guest *guest)
{
    struct unsync__backlog *backlog = guest->backlog;
    if (backlog->first == NULL) backlog->ended = 0;
    guest->waits = true;
    guest->before = backlog->last;
    *(backlog->last != NULL ? &backlog->last->next : &backlog->first) = guest;
    backlog->last = guest;
}

static void leave_line(struct guest *guest)
{
    struct unsync__backlog *backlog = guest->backlog;
    *(guest->before != NULL ? &guest->before->next : &backlog->first) = guest->next;
    *(guest->next != NULL ? &guest->next->before : &backlog->last) = guest->before;
    guest->waits = false;
    unsync__clock_release();
}

static void let_in(struct unsync__backlog *backlog)
{
    while (backlog->first != NULL && backlog->ended > 0 && !is_full(backlog)) {
        struct guest *guest = backlog->first;
        backlog->ended--;
        leave_line(guest);
        unsync__resolve(&guest->task);
    }
}

static void look_later(struct unsync__backlog *backlog);

static void look(struct unsync__alarm *alarm)
{
    struct unsync__backlog *backlog =
        (struct unsync__backlog *) ((char *) alarm - offsetof(struct unsync__backlog, alarm));
    if (atomic_load(&backlog->in_flight) > 0) return;
    backlog->ended = (int) atomic_load(&backlog->most);
    let_in(backlog);
    look_later(backlog);
}

static void look_later(struct unsync__backlog *backlog)
{
    if (backlog->first == NULL || atomic_load(&backlog->in_flight) > 0) return;
    unsync__alarm_stop(&backlog->alarm);
    backlog->alarm.fire = look;
    unsync__alarm_start_real(&backlog->alarm, LOOK_MS);
}

void unsync__backlog_runs(struct unsync__backlog *backlog, unsigned running)
{
    if (backlog == NULL) return;
    if (atomic_exchange(&backlog->running, (int) running) < (int) running) wake_starters(backlog);
    let_in(backlog);
    look_later(backlog);
}

static void start(struct unsync__task *task)
{
    struct guest *guest = (struct guest *) task;
    struct unsync__backlog *backlog = guest->backlog;
    if (backlog == NULL || (backlog->first == NULL && !is_full(backlog))) {
        unsync__resolve(task);
        return;
    }
    unsync__clock_hold(); /* until it leaves the line */
    stand_in_line(guest);
}

static void cancel(struct unsync__task *task)
{
    struct guest *guest = (struct guest *) task;
    if (!guest->waits) return;
    leave_line(guest);
    unsync__end_asked(task);
}

static const struct unsync__lane lane = {.name = "room", .start = start, .cancel = cancel};
static const struct unsync__kind kind = {.name = "unsync_worker_room",
                                         .file = "unsync",
                                         .size = sizeof(struct guest),
                                         .lane = &lane};

unsync_task_of(void) unsync_worker_room(const char *name)
{
    struct guest *self = unsync__new(&kind, sizeof *self);
    if (self == NULL) return (unsync_task_of(void)) &unsync__no_memory;
    pthread_mutex_lock(&lock);
    self->backlog = name != NULL ? find(name) : NULL;
    pthread_mutex_unlock(&lock);
    self->next = self->before = NULL;
    self->waits = false;
    return (unsync_task_of(void)) unsync__start(&self->task);
}
