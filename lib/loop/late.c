/* late.c: see late.h. A task that waits for another is not to blame: the walk looks for those
 * without a child that runs, and names their owners behind them. */
#include "late.h"

#include "../core/name.h"
#include "../core/task.h"

enum { OWNERS_MAX = 4 };

static bool is_above(const struct unsync__task *task, const struct unsync__task *other)
{
    while (other != NULL && other != task) other = other->parent;
    return other != NULL;
}

static bool has_running_child(const struct unsync__task *task)
{
    const struct unsync__task *child = task->children;
    while (child != NULL && (child->flags & UNSYNC__DONE) != 0) child = child->next;
    return child != NULL;
}

static void print(FILE *out, const struct unsync__task *task)
{
    fprintf(out, "unsync: late: %s, lane %s", unsync__name(task->kind), task->kind->lane->name);
    const struct unsync__task *owner = task->parent;
    for (int i = 0; i < OWNERS_MAX && owner != NULL && unsync__has_frame(owner);
         i++, owner = owner->parent)
        fprintf(out, ", in %s", owner->kind->name);
    fputc('\n', out);
}

/* The next in the tree below `top`, after the task and, unless `down`, after all below it. */
static const struct unsync__task *next_of(const struct unsync__task *top,
                                          const struct unsync__task *task, bool down)
{
    if (down && task->children != NULL) return task->children;
    while (task != top && task->next == NULL) task = task->parent;
    return task == top ? NULL : task->next;
}

unsigned unsync__late_count(const struct unsync__task *top, const struct unsync__task *except,
                            FILE *out)
{
    unsigned count = 0;
    bool down = true;
    for (const struct unsync__task *task = top; task != NULL; task = next_of(top, task, down)) {
        down = task != except;
        if (!down || (task->flags & UNSYNC__DONE) || !unsync__has_frame(task)) continue;
        if (has_running_child(task) || is_above(task, except)) continue;
        count++;
        if (out != NULL) print(out, task);
    }
    return count;
}
