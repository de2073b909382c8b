/* task.c: the tree of tasks; see task.h. Chains of ends (a child ends, so its joining parent ends,
 * so its parent ...) and chains of cancels are loops, not recursions: a tree may be a million
 * deep.
 *
 * Children of a body that is over may hold each other's handles, so none is freed before all have
 * ended. Those that have are kept in a list at `link` of the parent, by `next` and `back` as in the
 * tree: who awaits or releases one of them takes it from there like from anywhere else. */
#include "task.h"

#include "../base/check.h"
#include "cancel.h"
#include "failure.h"
#include "frame.h"
#include "name.h"
#include "note.h"
#include "owned.h"
#include "question.h"
#include "sched.h"
#include "trace.h"

bool unsync__root_is_empty;

static void root_joined(struct unsync__task *root, struct unsync__task *child)
{
    (void) root;
    (void) child;
    unsync__root_is_empty = true;
}

static const struct unsync__lane root_lane = {.name = "root", .wake = root_joined};
struct unsync__task unsync__root = {
    .kind = &(const struct unsync__kind){.name = "root", .file = "unsync", .lane = &root_lane},
    .flags = UNSYNC__STATIC,
};

/* Nobody ever waits as this one: what plain C waits with is a stand-in of its own. */
static const struct unsync__lane outside_lane = {.name = "plain C"};
struct unsync__task unsync__outside = {
    .kind = &(const struct unsync__kind){
        .name = "plain C", .file = "unsync", .lane = &outside_lane},
    .flags = UNSYNC__STATIC,
};

struct unsync__task unsync__daemons = {
    .kind = &(const struct unsync__kind){.name = "daemons", .file = "unsync",
                                         .lane = &outside_lane},
    .flags = UNSYNC__STATIC,
};

struct unsync__task unsync__instant = {
    .kind = &(const struct unsync__kind){.name = "an operation", .file = "unsync",
                                         .lane = &outside_lane},
    .flags = UNSYNC__DONE | UNSYNC__STATIC,
};

static void unlink_task(struct unsync__task *task)
{
    if (task->back == NULL) return;
    *task->back = task->next;
    if (task->next != NULL) task->next->back = task->back;
    task->back = NULL;
}

static void finish_joining(struct unsync__task *task);

void unsync__unlink(struct unsync__task *task)
{
    unlink_task(task);
    task->parent = NULL;
}

void unsync__adopt(struct unsync__task *task, struct unsync__task *parent)
{
    if (task->flags & UNSYNC__STATIC) return;
    struct unsync__task *before = task->parent;
    unlink_task(task);
    if (parent == NULL) parent = &unsync__outside;
    task->parent = parent;
    task->next = parent->children;
    task->back = &parent->children;
    if (task->next != NULL) task->next->back = &task->next;
    parent->children = task;
    /* It was taken from an owner that waits for it to leave: that may be free to go now. */
    if (before != NULL && (before->flags & UNSYNC__JOINING) && before->children == NULL)
        finish_joining(before);
}

/* A task may not wait for itself or for one that waits for it: nobody would ever wake. */
static bool waits_for(const struct unsync__task *task, const struct unsync__task *other)
{
    while (task != NULL && task != other) task = task->parent;
    return task == other;
}

/* " by f (x.uc:3)", if that is known; else "". */
static const char *consumer(const struct unsync__task *task, char *text, size_t room)
{
    const struct unsync__trace *trace = unsync__trace_of(task);
    if (trace == NULL || trace->user == NULL) return "";
    const char *place = unsync__place(trace->user_file, trace->user_line);
    if (trace->user_line > 0)
        snprintf(text, room, " by %s (%s)", trace->user, place);
    else
        snprintf(text, room, " by %s", trace->user);
    return text;
}

void unsync__used_nothing(const char *use)
{
    unsync__check(false, "%s: the handle is NULL", use);
}

void unsync__used_again(const struct unsync__task *task, const char *use)
{
    char text[300];
    unsync__check(false, "%s: the handle of %s was consumed before%s", use,
                  unsync__name(task->kind), consumer(task, text, sizeof text));
}

static void used_again(const struct unsync__task *parent, const struct unsync__task *child)
{
    char text[300];
    unsync__check(false, "%s awaits %s, whose handle was consumed before%s",
                  unsync__name(parent->kind), unsync__name(child->kind),
                  consumer(child, text, sizeof text));
}

bool unsync__attend(struct unsync__task *parent, struct unsync__task *child)
{
    if (unsync__unlikely(child->flags & UNSYNC__FREED)) used_again(parent, child);
    if (unsync__unlikely(unsync__debug)) unsync__trace_attend(child);
    unsync__check((child->flags & UNSYNC__AWAITED) == 0,
                  "two waiters for one task: %s is awaited by %s and by %s; a handle has one "
                  "consumer",
                  unsync__name(child->kind), unsync__name(child->parent->kind),
                  unsync__name(parent->kind));
    unsync__check((child->flags & (UNSYNC__BACKGROUND | UNSYNC__RELEASED)) == 0,
                  "%s awaits %s, whose handle was given up", unsync__name(parent->kind),
                  unsync__name(child->kind));
    if (child->parent != parent) {
        unsync__check((child->flags & UNSYNC__DONE) || !waits_for(parent, child),
                      "%s awaits its own ancestor %s", unsync__name(parent->kind),
                      unsync__name(child->kind));
        unsync__adopt(child, parent);
    }
    if (child->flags & UNSYNC__DONE) return true;
    unsync__store_flags(child, child->flags | UNSYNC__AWAITED);
    return false;
}

/* A failure that nobody looked at is printed; that a task has ended as its owner asked is none. */
static void report(const struct unsync__task *task)
{
    if ((task->flags & (UNSYNC__FAILED | UNSYNC__OBSERVED)) != UNSYNC__FAILED) return;
    int code = task->failure->code;
    if ((task->flags & UNSYNC__CANCEL) &&
        (code == UNSYNC_ECANCELED ||
         (code == UNSYNC_ETIMEDOUT && (task->flags & UNSYNC__LATE) == 0)))
        return;
    unsync__failure_print(stderr, task);
}

void unsync__drop(struct unsync__task *task)
{
    if (task->flags & UNSYNC__STATIC) return;
    report(task);
    if (task->flags & UNSYNC__FAILED)
        unsync__failure_clear(task);
    else if (task->kind->drop != NULL)
        task->kind->drop(task);
    unlink_task(task);
    unsync__frame_free(task);
}

/* Frees an ended task without a look at its value. */
void unsync__consume_slow(struct unsync__task *child)
{
    if (child->flags & UNSYNC__STATIC) return;
    unsync__failure_clear(child);
    unlink_task(child);
    unsync__frame_free(child);
}

/* --- The end of a task ------------------------------------------------------------------------ */

/* To those that wait for their siblings; the parent is JOINING. */
static void keep(struct unsync__task *task, struct unsync__task *parent)
{
    unlink_task(task);
    task->parent = parent;
    task->next = parent->link;
    task->back = &parent->link;
    if (task->next != NULL) task->next->back = &task->next;
    parent->link = task;
}

/* All children have ended. */
static void drop_kept(struct unsync__task *parent)
{
    while (parent->link != NULL && (parent->link->flags & UNSYNC__STATIC) == 0)
        unsync__drop(parent->link);
}

static void wake_joined(struct unsync__task *task)
{
    unsync__store_flags(task, task->flags & ~(uint32_t) UNSYNC__JOINING);
    task->kind->lane->wake(task, NULL);
}

static void finish_joining(struct unsync__task *task)
{
    drop_kept(task);
    if (task->flags & UNSYNC__SUSPENDED)
        wake_joined(task);
    else
        unsync__resolve(task);
}

void unsync__give_back(struct unsync__task *task, struct unsync__task *owner)
{
    if (task->flags & UNSYNC__STATIC) return;
    if (owner != NULL && (owner->flags & UNSYNC__JOINING) && (task->flags & UNSYNC__DONE))
        keep(task, owner);
    else
        unsync__adopt(task, owner);
}

void unsync__resolve(struct unsync__task *task)
{
    for (;;) {
        if (task->flags & UNSYNC__ANSWERS) unsync__generator_resolves(task);
        struct unsync__task *parent = task->parent;
        uint32_t flags = task->flags;
        uint32_t over = UNSYNC__AWAITED | UNSYNC__SUSPENDED | UNSYNC__JOINING | UNSYNC__SHIELDED |
                        UNSYNC__HELD | UNSYNC__NOTED | UNSYNC__OWNS;
        unsync__check((flags & UNSYNC__DONE) == 0, "%s resolved twice", unsync__name(task->kind));
        if (flags & UNSYNC__OWNS) unsync__owned_close(task);
        if (flags & UNSYNC__NOTED) unsync__notes_close(task);
        unsync__store_flags(task, (flags & ~over) | UNSYNC__DONE);
        if (flags & UNSYNC__AWAITED) {
            if (parent->kind->lane == &unsync__lane_loop)
                unsync__wake(parent, task);
            else
                parent->kind->lane->wake(parent, task);
            return;
        }
        bool joined = parent != NULL && (parent->flags & UNSYNC__JOINING) != 0;
        if (flags & (UNSYNC__BACKGROUND | UNSYNC__RELEASED))
            unsync__drop(task);
        else if (joined)
            keep(task, parent);
        if (!joined || parent->children != NULL) return;
        /* What runs may be this very task, which goes now, before others do. */
        if (unsync__here->current == task) unsync__here->current = &unsync__outside;
        drop_kept(parent);
        if (parent->flags & UNSYNC__SUSPENDED) {
            wake_joined(parent);
            return;
        }
        task = parent;
    }
}

static bool have_all_ended(const struct unsync__task *task)
{
    const struct unsync__task *child = task->children;
    while (child != NULL && (child->flags & UNSYNC__DONE) != 0) child = child->next;
    return child == NULL;
}

bool unsync__join_children(struct unsync__task *task)
{
    if (unsync__unlikely(unsync__debug)) unsync__trace_leave(task);
    for (struct unsync__task *child = task->children, *next; child != NULL; child = next) {
        next = child->next;
        if ((child->flags & UNSYNC__DONE) == 0) unsync__request_cancel(child);
    }
    bool all = have_all_ended(task);
    for (struct unsync__task *child = task->children, *next; child != NULL; child = next) {
        next = child->next;
        if (all)
            unsync__drop(child);
        else if (child->flags & UNSYNC__DONE)
            keep(child, task);
    }
    if (all) return true;
    unsync__store_flags(task, task->flags | UNSYNC__JOINING);
    return false;
}

void unsync__leave_body(struct unsync__task *task)
{
    task->link = NULL;
    if (unsync__join_children(task)) unsync__resolve(task);
}

void unsync__give_up(struct unsync__task *task)
{
    if (task->flags & UNSYNC__STATIC) return;
    unsync__check((task->flags & UNSYNC__AWAITED) == 0,
                  "%s is released while it is awaited", unsync__name(task->kind));
    if (task->flags & UNSYNC__DONE) {
        unsync__store_flags(task, task->flags | UNSYNC__OBSERVED);
        unsync__drop(task);
        return;
    }
    unsync__check((task->flags & (UNSYNC__RELEASED | UNSYNC__BACKGROUND)) == 0,
                  "%s is released, but its handle was given up before", unsync__name(task->kind));
    unsync__store_flags(task, task->flags | UNSYNC__RELEASED);
    unsync__cancel_directly(task);
}

void unsync__let_go(struct unsync__task *task, bool detached)
{
    if (task->flags & UNSYNC__STATIC) {
        report(task);
        return;
    }
    unsync__check((task->flags & UNSYNC__AWAITED) == 0, "%s is let go while it is awaited",
                  unsync__name(task->kind));
    if (task->flags & UNSYNC__DONE) {
        unsync__drop(task);
        return;
    }
    unsync__check((task->flags & (UNSYNC__RELEASED | UNSYNC__BACKGROUND)) == 0,
                  "%s is let go, but its handle was given up before", unsync__name(task->kind));
    bool stays = !detached && task->parent != &unsync__outside;
    if (!stays && task->parent != &unsync__daemons) unsync__adopt(task, &unsync__root);
    unsync__store_flags(task, task->flags | UNSYNC__BACKGROUND);
}
