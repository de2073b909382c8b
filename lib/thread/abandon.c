/* abandon.c: jobs that nobody waits for once they are cancelled.
 *
 * The body runs on a twin of the frame, with copies of all that its arguments lead to. The caller's
 * frame is a task without a thread, which waits for its twin and takes its value. Cancelled, it
 * lets a twin go that runs: that becomes a daemon, and is freed when its body is over. So the
 * handle, and all that it means, is never shared with a thread. */
#include <string.h>

#include "../core/cancel.h"
#include "../core/failure.h"
#include "../core/frame.h"
#include "../core/task.h"
#include "pools.h"

enum { ALIGN = 16 };

static const struct unsync__pooled *pooled_of(const struct unsync__task *task)
{
    return (const void *) task->kind->remote;
}

/* --- The lane --------------------------------------------------------------------------------- */

static void start(struct unsync__task *task)
{
    struct unsync__task *twin = task->link;
    if (pooled_of(task)->flags & UNSYNC__DAEMON) unsync__adopt(task, &unsync__daemons);
    if (twin == NULL) {
        unsync__failure_set(task, NULL, 0, UNSYNC_ENOMEM, "no memory for the arguments of %s",
                            task->kind->name);
        unsync__resolve(task);
        return;
    }
    unsync__attend(task, twin);
    twin->kind->lane->start(twin);
}

/* The queue of its pool may be full. The twin may be gone by now, and is the loop's to start. */
static void offer(struct unsync__task *task)
{
    struct unsync__pool *pool = unsync__pool_of(pooled_of(task)->job);
    if (pool != NULL) unsync__pool_wait_for_room(pool, NULL);
}

static void wake(struct unsync__task *task, struct unsync__task *twin)
{
    const struct unsync__pooled *pooled = pooled_of(task);
    if (twin->flags & UNSYNC__FAILED)
        unsync__failure_take(task, twin);
    else if (pooled->value_size > 0)
        memcpy((char *) task + pooled->value, (char *) twin + pooled->value, pooled->value_size);
    unsync__consume_slow(twin);
    unsync__resolve(task);
}

/* Nobody looks at what becomes of it. */
static void let_go(struct unsync__task *twin)
{
    uint32_t flags = twin->flags & ~(uint32_t) UNSYNC__AWAITED;
    unsync__store_flags(twin, flags | UNSYNC__BACKGROUND | UNSYNC__OBSERVED);
    unsync__adopt(twin, &unsync__daemons);
}

static void cancel(struct unsync__task *task)
{
    struct unsync__task *twin = task->link;
    let_go(twin);
    unsync__pass_request(task, twin); /* ends one that is still queued */
    unsync__end_asked(task);
}

const struct unsync__lane unsync__lane_abandon = {
    .name = "abandon", .start = start, .offer = offer, .wake = wake, .cancel = cancel};

/* --- The twin --------------------------------------------------------------------------------- */

void *unsync__twin_of(struct unsync__task *task, size_t size, size_t align, size_t more)
{
    struct unsync__task *twin =
        more > SIZE_MAX - size ? NULL
                               : unsync__frame_apart(pooled_of(task)->job, size + more, align);
    task->link = twin;
    if (twin != NULL) memcpy(twin + 1, task + 1, size - sizeof *task);
    return twin;
}

static size_t round_up(size_t size)
{
    return (size + ALIGN - 1) / ALIGN * ALIGN;
}

static void room_for(size_t *more, size_t size)
{
    *more = size > SIZE_MAX / 4 || *more > SIZE_MAX / 4 ? SIZE_MAX / 2 : *more + round_up(size);
}

void unsync__room_for(size_t *more, const void *data, size_t count, size_t size)
{
    if (data != NULL) room_for(more, count > SIZE_MAX / 4 / size ? SIZE_MAX / 2 : count * size);
}

void unsync__room_for_text(size_t *more, const void *text)
{
    const char *const *pointer = text;
    if (*pointer != NULL) room_for(more, strlen(*pointer) + 1);
}

void unsync__room_for_number(size_t *more, const void *number)
{
    (void) more;
    (void) number;
}

void unsync__copy(char **at, void *pointer, size_t size)
{
    void **data = pointer;
    if (*data == NULL) return;
    memcpy(*at, *data, size);
    *data = *at;
    *at += round_up(size);
}

void unsync__copy_text(char **at, void *text)
{
    const char *const *pointer = text;
    if (*pointer != NULL) unsync__copy(at, text, strlen(*pointer) + 1);
}

void unsync__copy_number(char **at, void *number)
{
    (void) at;
    (void) number;
}
