/* then.c: unsync_then, a task that waits for another one and goes on with a function of its handle.
 *
 * The handle is its child until the function's task awaits it. */
#include "../base/check.h"
#include "../core/cancel.h"
#include "../core/task.h"
#include "relay.h"

static void start(struct unsync__task *task)
{
    struct unsync__task *handle = unsync__relay_of(task)->argument;
    unsync__check(handle != NULL, "unsync_then: the handle is NULL");
    if ((handle->flags & UNSYNC__STATIC) != 0 || unsync__attend(task, handle))
        unsync__make_ready(unsync__here, task);
}

static void run(struct unsync__task *task)
{
    if (unsync__relay_go_on(task)) unsync__relay_end(task);
}

/* While it is ready there is nobody to be asked: it looks itself when it runs. */
static void cancel(struct unsync__task *task)
{
    struct unsync__relay *self = unsync__relay_of(task);
    unsync__pass_request(task, self->inner != NULL ? self->inner : self->argument);
}

static const struct unsync__lane lane = {
    .name = "then", .start = start, .wake = unsync__relay_wake, .cancel = cancel};
static const struct unsync__kind kind = {.name = "unsync_then",
                                         .file = "unsync",
                                         .size = sizeof(struct unsync__task),
                                         .lane = &lane,
                                         .run = run,
                                         .drop = unsync__relay_drop};

struct unsync__task *unsync__then(struct unsync__task *handle, unsync__starter *function,
                                  size_t size, size_t align)
{
    struct unsync__task *task = unsync__relay_new(&kind, function, handle, size, align);
    if (task != NULL) return unsync__start(task);
    unsync__release(handle);
    return &unsync__no_memory;
}
