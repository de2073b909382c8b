/* trace.c: see trace.h. */
#include "trace.h"

#include <stdio.h>
#include <time.h>

#include "frame.h"
#include "name.h"
#include "task.h"

uint64_t unsync__trace_now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t) now.tv_sec * 1000 + (uint64_t) now.tv_nsec / 1000000;
}

struct unsync__trace *unsync__trace_of(const struct unsync__task *task)
{
    if (!unsync__debug || task->class_ != 0 || !unsync__has_frame(task)) return NULL;
    uint32_t flags = __atomic_load_n(&task->flags, __ATOMIC_RELAXED);
    return (flags & UNSYNC__STATIC) ? NULL : unsync__frame_trace(task);
}

void unsync__trace_begin(struct unsync__task *task)
{
    struct unsync__trace *trace = unsync__frame_trace(task);
    *trace = (struct unsync__trace){.born_ms = unsync__trace_now_ms(), .budget = UNSYNC__BUDGET};
}

void unsync__trace_attend(const struct unsync__task *task)
{
    struct unsync__trace *trace = unsync__trace_of(task);
    if (trace != NULL) __atomic_store_n(&trace->attended, true, __ATOMIC_RELAXED);
}

void unsync__trace_end(struct unsync__task *task)
{
    struct unsync__trace *trace = unsync__trace_of(task);
    if (trace == NULL || unsync__here == NULL) return;
    const struct unsync__task *user = unsync__here->current;
    const struct unsync__trace *users = unsync__trace_of(user);
    bool is_placed = users != NULL && users->at_file != NULL;
    trace->user = user->kind->name;
    trace->user_file = is_placed ? users->at_file : user->kind->file;
    trace->user_line = is_placed ? users->at_line : user->kind->line;
    /* It ends itself: what is freed after it was not used up by it. */
    if (task == user) unsync__here->current = &unsync__outside;
}

/* Its owner may go without it: it was let go, or failed and was seen; or it is no call of a
 * function (a group, a generator), whose result could be lost. */
static bool is_attended(const struct unsync__task *task)
{
    const struct unsync__trace *trace = unsync__trace_of(task);
    if (task->kind->line == 0 || (task->flags & UNSYNC__ANSWERS)) return true;
    return trace == NULL || __atomic_load_n(&trace->attended, __ATOMIC_RELAXED) ||
           (task->flags & (UNSYNC__BACKGROUND | UNSYNC__RELEASED | UNSYNC__OBSERVED)) != 0;
}

void unsync__trace_leave(const struct unsync__task *task)
{
    if (task->flags & (UNSYNC__FAILED | UNSYNC__CANCEL | UNSYNC__STATIC)) return;
    for (const struct unsync__task *child = task->children; child != NULL; child = child->next)
        if (!is_attended(child))
            fprintf(stderr, "unsync: never awaited: %s, started by %s, which %s\n",
                    unsync__name(child->kind), unsync__name(task->kind),
                    (child->flags & UNSYNC__DONE) ? "drops its result" : "ends and cancels it");
}
