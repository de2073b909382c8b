/* block.c: see block.h. A wait is one message: the loop attends to the child, and when it has ended
 * does all that needs the tree (moves the value or the failure, consumes the child, joins the
 * others if the body is to be left) before the thread wakes: one round trip, whatever happens. */
#include "block.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "../base/check.h"
#include "../base/parker.h"
#include "../core/cancel.h"
#include "../core/failure.h"
#include "../core/generator.h"
#include "../core/name.h"
#include "../core/owned.h"
#include "../core/task.h"
#include "../core/trace.h"
#include "ambient.h"
#include "clock.h"
#include "deadline.h"
#include "door.h"

enum mode {
    TAKE,       /* value or failure; the child is consumed; after a failure the body is left */
    CATCH,      /* the code; the handle stays the owner's */
    TAKE_PLAIN, /* value or failure for plain C, which has no body to leave */
    KEEP,       /* the code for plain C */
    LEAVE,      /* the body is over: join the children */
    FAIL,       /* the body has failed: note it, join the children */
    RAISE,      /* the same, with the failure of a generator that this thread asked */
};

struct waiter {
    struct unsync__message message; /* first */
    struct unsync__task anchor;     /* `link` of the owner, or where the list there ends (task.h) */
    enum mode mode;
    struct unsync__task *owner;
    struct unsync__task *child;
    void *value;
    size_t size;
    const char *file;
    int line;
    int code;
    bool leave;  /* the owner's body is to be left */
    bool linked; /* the owner was in no tree before this wait */
    bool forced; /* what is asked of the owner ends this wait even if the child has ended */
    bool held;   /* what is asked of the owner does not end this wait */
    bool is_of_pool; /* its thread is a pool's */
    bool sleeps;     /* it did not go on at once */
    bool alone; /* the owner has no children any more */
    const char *format;
    va_list *arguments;
    struct unsync__parker *parker;
};

__thread struct unsync__task *unsync__owner __attribute__((tls_model("initial-exec")));

__thread void (*unsync__block_hook)(bool begins);

/* In front of the anchor are children that have ended, if it waits for others. */
static struct waiter *waiter_of(const struct unsync__task *owner)
{
    struct unsync__task *anchor = owner->link;
    while ((anchor->flags & UNSYNC__STATIC) == 0) anchor = anchor->next;
    return (struct waiter *) (void *) ((char *) anchor - offsetof(struct waiter, anchor));
}

void unsync__block_place(const struct unsync__task *task, const char **file, int *line)
{
    if ((task->flags & UNSYNC__SUSPENDED) == 0) return;
    const struct waiter *waiter = waiter_of(task);
    *file = waiter->file;
    *line = waiter->line;
}

/* --- On the loop thread ----------------------------------------------------------------------- */

static void drop_anchor(struct waiter *waiter)
{
    waiter->anchor.flags = UNSYNC__STATIC;
    waiter->owner->link = &waiter->anchor;
}

static void suspend(struct waiter *waiter)
{
    unsync__store_flags(waiter->owner, waiter->owner->flags | UNSYNC__SUSPENDED);
    if (waiter->sleeps) return;
    waiter->sleeps = true;
    if (waiter->is_of_pool)
        unsync__clock_release();
    else
        unsync__clock_outside_waits();
}

static void end_sleep(struct waiter *waiter)
{
    if (!waiter->sleeps) return;
    if (waiter->is_of_pool)
        unsync__clock_hold();
    else
        unsync__clock_outside_goes_on();
}

/* What a stand-in was given (the awaited task, the handles of a gather) is plain C's again. */
static void give_back(struct unsync__task *stand_in)
{
    while (stand_in->children != NULL) unsync__adopt(stand_in->children, NULL);
}

/* While it waits, a stand-in and a job that runs here and now are in the tree like others. */
static void link_owner(struct waiter *waiter)
{
    if (waiter->owner->parent != NULL) return;
    waiter->linked = true;
    unsync__adopt(waiter->owner, &unsync__outside);
}

static void hold(struct waiter *waiter, bool begins)
{
    struct unsync__task *owner = waiter->owner;
    uint32_t flags = owner->flags & ~(uint32_t) UNSYNC__HELD;
    if (waiter->held) unsync__store_flags(owner, begins ? flags | UNSYNC__HELD : flags);
}

static void wake_thread(struct waiter *waiter)
{
    hold(waiter, false);
    end_sleep(waiter);
    if (waiter->linked) unsync__unlink(waiter->owner);
    if (waiter->mode == KEEP || waiter->mode == TAKE_PLAIN) give_back(waiter->owner);
    if (waiter->parker != NULL) unsync__parker_unpark(waiter->parker); /* the waiter is gone now */
}

static void leave_body(struct waiter *waiter)
{
    waiter->leave = true;
    waiter->alone = true;
    drop_anchor(waiter);
    if (unsync__join_children(waiter->owner))
        wake_thread(waiter);
    else
        suspend(waiter);
}

static void take(struct waiter *waiter)
{
    struct unsync__task *child = waiter->child;
    if (child->flags & UNSYNC__FAILED) {
        waiter->code = child->failure->code;
        if ((waiter->owner->flags & UNSYNC__FAILED) == 0) /* else in a deferred statement */
            unsync__failure_move(waiter->owner, child, waiter->file, waiter->line);
        unsync__consume_slow(child);
        if (waiter->mode == TAKE)
            leave_body(waiter);
        else
            wake_thread(waiter);
        return;
    }
    if (waiter->size > 0) memcpy(waiter->value, unsync__value_at(child, 1), waiter->size);
    unsync__consume_slow(child);
    waiter->alone = waiter->owner->children == NULL;
    wake_thread(waiter);
}

/* The child has ended. */
static void outcome(struct waiter *waiter, bool suspended)
{
    struct unsync__task *child = waiter->child;
    if (suspended && unsync__is_asked(waiter->owner)) {
        waiter->code = unsync__asked_code(waiter->owner);
        unsync__failure_take_asked(waiter->owner, child, waiter->file, waiter->line,
                                   waiter->mode == TAKE);
        leave_body(waiter);
        return;
    }
    if (waiter->mode == TAKE || waiter->mode == TAKE_PLAIN) {
        take(waiter);
        return;
    }
    if (child->flags & UNSYNC__FAILED) waiter->code = child->failure->code;
    if ((child->flags & UNSYNC__STATIC) == 0)
        unsync__store_flags(child, child->flags | UNSYNC__OBSERVED);
    wake_thread(waiter);
}

void unsync__block_wake(struct unsync__task *task, struct unsync__task *child)
{
    struct waiter *waiter = waiter_of(task);
    unsync__store_flags(task, task->flags & ~(uint32_t) UNSYNC__SUSPENDED);
    if (child == NULL)
        wake_thread(waiter);
    else
        outcome(waiter, true);
}

void unsync__block_cancel(struct unsync__task *task)
{
    if ((task->flags & (UNSYNC__SUSPENDED | UNSYNC__JOINING)) == UNSYNC__SUSPENDED)
        unsync__pass_request(task, waiter_of(task)->child);
}

static void deliver(struct unsync__message *message)
{
    struct waiter *waiter = (struct waiter *) message;
    hold(waiter, true);
    link_owner(waiter);
    if (waiter->mode == FAIL && (waiter->owner->flags & UNSYNC__FAILED) == 0)
        unsync__failure_set_list(waiter->owner, waiter->file, waiter->line, waiter->code,
                                 waiter->format, *waiter->arguments);
    if (waiter->mode == RAISE)
        unsync__raise_from(waiter->owner, waiter->child, waiter->file, waiter->line);
    if (waiter->mode == FAIL || waiter->mode == RAISE || waiter->mode == LEAVE) {
        leave_body(waiter);
        return;
    }
    if ((waiter->child->flags & UNSYNC__STATIC) || unsync__attend(waiter->owner, waiter->child)) {
        outcome(waiter, waiter->forced);
        return;
    }
    drop_anchor(waiter);
    suspend(waiter);
    if (waiter->owner->flags & UNSYNC__CANCEL) unsync__pass_request(waiter->owner, waiter->child);
}

/* On the loop thread itself nothing may wait: what cannot be said at once is a misuse. */
static void deliver_here(struct waiter *waiter)
{
    struct unsync__task *child = waiter->child;
    waiter->parker = NULL;
    if (child != NULL && waiter->mode != RAISE)
        unsync__check(unsync__done(child),
                      "waiting for %s at %s would block the loop thread; `await` it in an @async "
                      "function",
                      unsync__name(child->kind), unsync__place(waiter->file, waiter->line));
    deliver(&waiter->message);
    struct unsync__task *left = waiter->owner->children;
    unsync__check(!waiter->leave || left == NULL,
                  "%s, called on the loop thread, leaves while its task %s runs; joining it would "
                  "block the loop thread",
                  waiter->owner->kind->name, unsync__name(left->kind));
}

/* --- On the waiting thread -------------------------------------------------------------------- */

static void park(struct waiter *waiter)
{
    if (unsync__block_hook != NULL) unsync__block_hook(true);
    unsync__parker_park(waiter->parker);
    if (unsync__block_hook != NULL) unsync__block_hook(false);
}

/* A task that is waited for may be waiting for a thread like this one. */
static bool claims(const struct waiter *waiter)
{
    if (waiter->mode != TAKE && waiter->mode != CATCH) return false;
    const struct unsync__lane *lane = waiter->child->kind->lane;
    return lane->claim != NULL && lane->claim(waiter->child);
}

/* The loop hears of the wait before this thread helps: what is asked of the owner meanwhile reaches
 * the child. */
static void wait_for(struct waiter *waiter)
{
    waiter->message.deliver = deliver;
    if (unsync__here != NULL) {
        deliver_here(waiter);
        return;
    }
    unsync__ambient_need();
    waiter->parker = unsync__parker_mine();
    waiter->is_of_pool = unsync__block_hook != NULL;
    bool runs_it = claims(waiter);
    unsync__door_post(&waiter->message);
    if (runs_it) waiter->child->kind->lane->help(waiter->child);
    park(waiter);
}

/* The body is left, its children are gone: generators that it left open end while its locals are
 * there. */
static void unwind_generators(struct unsync__task *job)
{
    if (job->state & UNSYNC__JOB_OWNS) unsync__owned_unwind(job);
}

/* The job is over: their memory goes. */
static void close_generators(struct unsync__task *job)
{
    if (job->state & UNSYNC__JOB_OWNS) unsync__owned_close(job);
}

/* As on the loop: so a body that waits only for what has ended already ends too. */
static bool is_long_turn(struct unsync__task *job, enum mode mode)
{
    if ((mode != TAKE && mode != CATCH) || (job->state & UNSYNC__DEFERS) != 0) return false;
    job->state += UNSYNC__A_WAIT;
    return job->state / UNSYNC__A_WAIT % UNSYNC__BUDGET == 0;
}

bool unsync__block_is_over(struct unsync__task *job)
{
    uint32_t flags = __atomic_load_n(&job->flags, __ATOMIC_ACQUIRE);
    if ((flags & UNSYNC__CANCEL) == 0) return false;
    job->state -= UNSYNC__A_WAIT; /* the wait that comes now is the 128th */
    return true;
}

static int wait_as_job(struct waiter *waiter)
{
    struct unsync__task *job = unsync__here != NULL ? unsync__here->current : unsync__owner;
    waiter->owner = job;
    waiter->forced |= is_long_turn(job, waiter->mode);
    waiter->held = (job->state & UNSYNC__DEFERS) != 0;
    job->state |= UNSYNC__HAS_CHILDREN | UNSYNC__KNOWN;
    wait_for(waiter);
    if (waiter->alone) job->state &= (uint16_t) ~UNSYNC__HAS_CHILDREN;
    if (waiter->leave) unwind_generators(job);
    return waiter->code;
}

/* What has ended in any case needs no loop. What was done at once, on this thread, stays done: a
 * lock would be lost if the body ended there. But a yield is where a job ends that was asked to:
 * then a task that has ended takes its place. */
static bool goes_on(struct waiter *waiter)
{
    if (waiter->child == &unsync__instant) return true;
    if (waiter->child != &unsync__yielding) return false;
    sched_yield();
    waiter->child = &unsync__instant;
    waiter->forced = true;
    const struct unsync__task *job = unsync__here != NULL ? unsync__here->current : unsync__owner;
    return job == NULL || (__atomic_load_n(&job->flags, __ATOMIC_RELAXED) & UNSYNC__CANCEL) == 0;
}

static void check_handle(const struct unsync__task *child, const char *file, int line)
{
    const struct unsync__task *job = unsync__here != NULL ? unsync__here->current : unsync__owner;
    unsync__check(child != NULL, "%s (%s:%d) awaits a handle that is NULL", job->kind->name, file,
                  line);
}

int unsync__block(struct unsync__task *child, void *value, size_t size, const char *file, int line)
{
    check_handle(child, file, line);
    struct waiter waiter = {
        .mode = TAKE, .child = child, .value = value, .size = size, .file = file, .line = line};
    return goes_on(&waiter) ? 0 : wait_as_job(&waiter);
}

int unsync__block_catch(struct unsync__task *child, bool *leave, const char *file, int line)
{
    check_handle(child, file, line);
    struct waiter waiter = {.mode = CATCH, .child = child, .file = file, .line = line};
    if (goes_on(&waiter)) return 0;
    wait_as_job(&waiter);
    *leave = waiter.leave;
    return waiter.code;
}

void unsync__leave(void)
{
    struct unsync__task *job = unsync__here != NULL ? unsync__here->current : unsync__owner;
    if (unsync__here != NULL ? job->children == NULL : (job->state & UNSYNC__HAS_CHILDREN) == 0) {
        unwind_generators(job);
        return;
    }
    struct waiter waiter = {.mode = LEAVE, .file = job->kind->file, .line = job->kind->line};
    wait_as_job(&waiter);
}

void unsync__block_shield(bool begins)
{
    struct unsync__task *job = unsync__here != NULL ? unsync__here->current : unsync__owner;
    job->state &= (uint16_t) ~UNSYNC__DEFERS;
    if (begins) job->state |= UNSYNC__DEFERS;
}

void unsync__job_fail(const char *file, int line, int code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct unsync__task *job = unsync__here != NULL ? unsync__here->current : unsync__owner;
    if (code >= 0) code = UNSYNC_EINVAL;
    if (job->state & UNSYNC__KNOWN) { /* its flags are the loop's to change */
        struct waiter waiter = {.mode = FAIL,
                                .file = file,
                                .line = line,
                                .code = code,
                                .format = format,
                                .arguments = &arguments};
        wait_as_job(&waiter);
    } else if ((job->flags & UNSYNC__FAILED) == 0) {
        unsync__failure_set_list(job, file, line, code, format, arguments);
    }
    va_end(arguments);
}

void unsync__job_raise(const char *file, int line)
{
    struct unsync__task *job = unsync__here != NULL ? unsync__here->current : unsync__owner;
    struct unsync__task *generator = unsync__generator_failed();
    if (job->state & UNSYNC__KNOWN) { /* its flags are the loop's to change */
        struct waiter waiter = {.mode = RAISE, .child = generator, .file = file, .line = line};
        wait_as_job(&waiter);
    } else {
        unsync__raise_from(job, generator, file, line);
    }
}

bool unsync_cancelled(void)
{
    struct unsync__task *task = unsync__here != NULL ? unsync__here->current : unsync__owner;
    if (task == NULL) return false;
    if (unsync__here != NULL) unsync__deadline_look(task);
    return (__atomic_load_n(&task->flags, __ATOMIC_ACQUIRE) & UNSYNC__CANCEL) != 0;
}

/* --- Jobs ------------------------------------------------------------------------------------- */

void unsync__run_body(struct unsync__task *task)
{
    struct unsync__task *outer = unsync__owner;
    unsync__owner = task;
    task->state = UNSYNC__KNOWN;
    task->kind->run(task);
    close_generators(task);
    unsync__owner = outer;
}

static const struct unsync__lane lane_here = {
    .name = "here", .wake = unsync__block_wake, .cancel = unsync__block_cancel};

bool unsync__is_job(const struct unsync__task *task)
{
    return task->kind->lane->wake == unsync__block_wake;
}

void unsync__job_enter(struct unsync__job *job, const struct unsync__kind *kind)
{
    memset(&job->task, 0, sizeof job->task);
    job->kind = *kind;
    job->kind.lane = &lane_here;
    job->task.kind = &job->kind;
    job->task.budget = UNSYNC__BUDGET;
    job->task.class_ = UINT8_MAX; /* no frame */
    if (unsync__here != NULL) {
        job->outer = unsync__here->current;
        unsync__here->current = &job->task;
    } else {
        job->outer = unsync__owner;
        unsync__owner = &job->task;
    }
}

int unsync__job_leave(struct unsync__job *job)
{
    unsync__job_unlimit(job);
    close_generators(&job->task);
    if (unsync__here != NULL)
        unsync__here->current = job->outer;
    else
        unsync__owner = job->outer;
    return (job->task.flags & UNSYNC__FAILED) ? job->task.failure->code : 0;
}

int unsync__job_exit(struct unsync__job *job)
{
    int code = unsync__job_leave(job);
    unsync__failure_clear(&job->task);
    return code;
}

void unsync__job_exit_or_die(struct unsync__job *job)
{
    if (unsync__job_leave(job) == 0) return;
    unsync__failure_print(stderr, &job->task);
    exit(1);
}

/* --- Plain C ---------------------------------------------------------------------------------- */

/* Waits with a stand-in for the caller; the failure of a TAKE_PLAIN is left in it. */
static int wait_as_caller(struct waiter *waiter, struct unsync__task *caller)
{
    static const struct unsync__kind kind = {
        .name = "plain C", .file = "unsync", .lane = &lane_here};
    *caller = (struct unsync__task){.kind = &kind};
    waiter->owner = caller;
    wait_for(waiter);
    return waiter->code;
}

int unsync__wait(struct unsync__task *task)
{
    unsync__check_alive(task, "unsync_wait");
    if (unsync__debug) unsync__trace_attend(task);
    bool ends_well = unsync__done(task) && unsync__failure(task) == NULL;
    if (ends_well && task->kind->drop == NULL) return 0; /* else its owner takes note of it */
    if (unsync__here != NULL && !unsync__done(task)) return UNSYNC_EDEADLK;
    struct unsync__task caller;
    struct waiter waiter = {.mode = KEEP, .child = task, .file = "unsync_wait"};
    return wait_as_caller(&waiter, &caller);
}

void unsync__result(struct unsync__task *task, void *value, size_t size, const char *file, int line)
{
    unsync__check_alive(task, "unsync_result");
    if (task == &unsync__instant) return;
    struct unsync__task caller;
    struct waiter waiter = {.mode = TAKE_PLAIN, .child = task, .value = value, .size = size,
                            .file = file, .line = line};
    if (wait_as_caller(&waiter, &caller) == 0) return;
    unsync__failure_print(stderr, &caller);
    exit(1);
}

int unsync__try(struct unsync__task *task, void *value, size_t size)
{
    if (unsync__here != NULL && !unsync__done(task)) {
        unsync__release(task);
        return UNSYNC_EDEADLK;
    }
    struct unsync__task caller;
    struct waiter waiter = {
        .mode = TAKE_PLAIN, .child = task, .value = value, .size = size, .file = "plain C"};
    int code = wait_as_caller(&waiter, &caller);
    unsync__failure_clear(&caller);
    return code;
}
