/* promise.c: a value that somebody who is no task will give, and that several tasks wait for.
 *
 * Who gives it first wins a compare-and-swap, writes, and publishes SET; from a foreign thread a
 * message inside of the promise tells the loop, which wakes the waiting tasks (`getters`). A getter
 * that starts after SET needs nobody. The memory is counted: one for all holders together, one a
 * getter, one for the message while it is under way. The last holder that leaves an empty promise
 * breaks it. */
#include <stdatomic.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/check.h"
#include "../core/cancel.h"
#include "../core/failure.h"
#include "../core/task.h"
#include "../loop/ambient.h"
#include "../loop/door.h"

enum { EMPTY, TAKEN, SET };

struct unsync__promise {
    struct unsync__message message; /* first */
    struct getter *getters;         /* loop thread */
    struct unsync__task outcome;    /* carries the failure */
    atomic_int state;
    atomic_uint holders, owners;
    size_t size, align;
    char *value;
};

/* Its value takes the place of these fields when it has one. */
struct getter {
    struct unsync__task task;
    struct unsync__promise *promise;
    struct getter *next, **back; /* NULL: not in the list */
};

static const struct unsync__kind outcome_kind = {.name = "promise", .file = "unsync"};

struct unsync__promise *unsync__promise_new(size_t size, size_t align)
{
    struct unsync__promise *promise = unsync__zalloc(sizeof *promise + size + align);
    if (promise == NULL) return NULL;
    uintptr_t value = (uintptr_t) (promise + 1);
    promise->value = (char *) ((value + align - 1) / align * align);
    promise->size = size;
    promise->align = align;
    promise->outcome.kind = &outcome_kind;
    atomic_init(&promise->holders, 1);
    atomic_init(&promise->owners, 1);
    return promise;
}

static void disown(struct unsync__promise *promise)
{
    if (atomic_fetch_sub(&promise->owners, 1) != 1) return;
    unsync__failure_clear(&promise->outcome);
    unsync__free(promise);
}

/* --- Waiting -------------------------------------------------------------------------------------
 * */

static struct unsync__promise *unlink_getter(struct getter *getter)
{
    if (getter->back != NULL) {
        *getter->back = getter->next;
        if (getter->next != NULL) getter->next->back = getter->back;
        getter->back = NULL;
    }
    return getter->promise;
}

static void answer(struct getter *getter)
{
    struct unsync__promise *promise = unlink_getter(getter);
    struct unsync__task *task = &getter->task;
    if (promise->outcome.flags & UNSYNC__FAILED)
        unsync__failure_copy(task, &promise->outcome);
    else
        memcpy(unsync__value_at(task, promise->align), promise->value, promise->size);
    disown(promise);
    unsync__resolve(task);
}

static void start(struct unsync__task *task)
{
    struct getter *getter = (struct getter *) task;
    struct unsync__promise *promise = getter->promise;
    if (atomic_load(&promise->state) == SET) {
        answer(getter);
        return;
    }
    struct getter **last = &promise->getters;
    while (*last != NULL) last = &(*last)->next;
    getter->next = NULL;
    getter->back = last;
    *last = getter;
}

static void cancel(struct unsync__task *task)
{
    disown(unlink_getter((struct getter *) task));
    unsync__end_asked(task);
}

static const struct unsync__lane lane = {.name = "promise", .start = start, .cancel = cancel};
static const struct unsync__kind kind = {.name = "unsync_promise_get",
                                         .file = "unsync",
                                         .size = sizeof(struct getter),
                                         .lane = &lane};

struct unsync__task *unsync__promise_get(struct unsync__promise *promise)
{
    unsync__check(promise != NULL, "unsync_promise_get: the promise is NULL");
    size_t align = promise->align;
    size_t size = (sizeof(struct unsync__task) + align - 1) / align * align + promise->size;
    if (size < sizeof(struct getter)) size = sizeof(struct getter);
    struct getter *getter = align > UNSYNC__GRAIN ? unsync__new_apart(&kind, size, align)
                                                  : unsync__new(&kind, size);
    if (getter == NULL) return &unsync__no_memory;
    atomic_fetch_add(&promise->owners, 1);
    getter->promise = promise;
    getter->back = NULL;
    return unsync__start(&getter->task);
}

/* --- Giving --------------------------------------------------------------------------------------
 * */

static void wake_all(struct unsync__message *message)
{
    struct unsync__promise *promise = (struct unsync__promise *) message;
    while (promise->getters != NULL) answer(promise->getters);
    disown(promise);
}

static bool take(struct unsync__promise *promise)
{
    int empty = EMPTY;
    return atomic_compare_exchange_strong(&promise->state, &empty, TAKEN);
}

static void publish(struct unsync__promise *promise)
{
    atomic_fetch_add(&promise->owners, 1);
    atomic_store(&promise->state, SET);
    if (unsync__here != NULL) {
        wake_all(&promise->message);
        return;
    }
    unsync__ambient_need();
    promise->message.deliver = wake_all;
    unsync__door_post(&promise->message);
}

int unsync__promise_set(struct unsync__promise *promise, const void *value)
{
    unsync__check(promise != NULL, "unsync_promise_set: the promise is NULL");
    if (!take(promise)) return UNSYNC_EINVAL;
    if (promise->size > 0) memcpy(promise->value, value, promise->size);
    publish(promise);
    return 0;
}

static int fail(struct unsync__promise *promise, int code, const char *format, va_list arguments)
{
    if (!take(promise)) return UNSYNC_EINVAL;
    unsync__failure_set_list(&promise->outcome, NULL, 0, code < 0 ? code : UNSYNC_EINVAL, format,
                             arguments);
    publish(promise);
    return 0;
}

int unsync__promise_fail(struct unsync__promise *promise, int code, const char *format, ...)
{
    va_list arguments;
    unsync__check(promise != NULL, "unsync_promise_fail: the promise is NULL");
    va_start(arguments, format);
    int outcome = fail(promise, code, format, arguments);
    va_end(arguments);
    return outcome;
}

void unsync__promise_share(struct unsync__promise *promise)
{
    unsync__check(promise != NULL, "unsync_promise_share: the promise is NULL");
    unsigned before = atomic_fetch_add(&promise->holders, 1);
    unsync__check(before > 0, "unsync_promise_share: the promise was given up before");
}

void unsync__promise_release(struct unsync__promise *promise)
{
    if (promise == NULL) return;
    unsigned before = atomic_fetch_sub(&promise->holders, 1);
    unsync__check(before > 0, "unsync_promise_release: the promise was given up before");
    if (before > 1) return;
    unsync__promise_fail(promise, UNSYNC_ECANCELED, "the promise was given up");
    disown(promise);
}
