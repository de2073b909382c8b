/* cancel.c: see cancel.h. A cancel follows the waits: a task leaves when what it waits for has
 * ended, and its leaving cancels the others. A deadline is inherited by all that is below the task,
 * whatever that is doing: first every task of the tree is marked, then those that wait for
 * something else than a task (a timer, a queue, a thread) are told. Telling may end and free tasks,
 * also those still to be told, so these are pinned: their memory stays until the round is over. */
#include "cancel.h"

#include <string.h>

#include "../base/alloc.h"
#include "failure.h"
#include "frame.h"
#include "task.h"

enum { ROUND_FIRST = 32, NAMES_MAX = 64 };
static const uint32_t REASON = UNSYNC__CANCEL | UNSYNC__EXPIRED | UNSYNC__STARVED;

/* Marks the task, and tells it or, if it waits, what it waits for. */
static void ask(struct unsync__task *task, uint32_t why)
{
    for (;;) {
        if (task->flags & (UNSYNC__DONE | UNSYNC__CANCEL | UNSYNC__STATIC)) return;
        bool suspended = (task->flags & UNSYNC__SUSPENDED) != 0;
        unsync__store_flags(task, task->flags | why);
        if (task->flags & (UNSYNC__JOINING | UNSYNC__HELD)) return;
        if (task->kind->lane != &unsync__lane_loop) {
            task->kind->lane->cancel(task);
            return;
        }
        if (!suspended || (task->link->flags & UNSYNC__SHIELDED)) return;
        task = task->link;
    }
}

void unsync__request_cancel(struct unsync__task *task)
{
    if ((task->flags & UNSYNC__SHIELDED) == 0) ask(task, UNSYNC__CANCEL);
}

void unsync__cancel_directly(struct unsync__task *task)
{
    uint32_t flags = task->flags;
    if ((flags & (UNSYNC__DONE | UNSYNC__STATIC | UNSYNC__EXPIRED)) == UNSYNC__EXPIRED)
        unsync__store_flags(task, flags & ~(uint32_t) (UNSYNC__EXPIRED | UNSYNC__LATE));
    else
        ask(task, UNSYNC__CANCEL);
}

void unsync__pass_request(const struct unsync__task *owner, struct unsync__task *child)
{
    if (unsync__is_asked(owner) && (child->flags & UNSYNC__SHIELDED) == 0)
        ask(child, owner->flags & REASON);
}

void unsync__starve(struct unsync__task *task)
{
    ask(task, UNSYNC__CANCEL | UNSYNC__STARVED);
}

void unsync__shield(struct unsync__task *task)
{
    if ((task->flags & (UNSYNC__DONE | UNSYNC__STATIC)) == 0)
        unsync__store_flags(task, task->flags | UNSYNC__SHIELDED);
}

/* --- A deadline ------------------------------------------------------------------------------- */

struct round {
    struct unsync__task **list;
    size_t count, room;
    struct unsync__task *first[ROUND_FIRST];
};

/* A task may be pinned once by the round that it is in, and once by the deadline that is its
 * own. */
static void pin(struct unsync__task *task)
{
    uint32_t pin = (task->flags & UNSYNC__PINNED) ? UNSYNC__PINNED_TWICE : UNSYNC__PINNED;
    unsync__store_flags(task, task->flags | pin);
}

static void unpin(struct unsync__task *task)
{
    uint32_t pin = (task->flags & UNSYNC__PINNED_TWICE) ? UNSYNC__PINNED_TWICE : UNSYNC__PINNED;
    unsync__store_flags(task, task->flags & ~pin);
    if ((task->flags & (UNSYNC__FREED | UNSYNC__PINNED)) == UNSYNC__FREED) unsync__frame_free(task);
}

/* False: no room, the task has to wait for the next round. */
static bool put(struct round *round, struct unsync__task *task)
{
    if (round->count == round->room) {
        struct unsync__task **more =
            round->list == round->first
                ? unsync__alloc(2 * round->room * sizeof *more)
                : unsync__realloc(round->list, 2 * round->room * sizeof *more);
        if (more == NULL) return false;
        if (round->list == round->first) memcpy(more, round->first, sizeof round->first);
        round->list = more;
        round->room *= 2;
    }
    round->list[round->count++] = task;
    pin(task);
    return true;
}

/* Loop tasks need not be told: they run soon, or wait for a task of the same tree. */
static bool has_to_be_told(const struct unsync__task *task)
{
    return task->kind->lane != &unsync__lane_loop &&
           (task->flags & (UNSYNC__JOINING | UNSYNC__HELD)) == 0;
}

/* The one after `task` in the tree below `top`, first without its children. */
static struct unsync__task *beside(const struct unsync__task *top, struct unsync__task *task)
{
    while (task != top && task->next == NULL) task = task->parent;
    return task == top ? NULL : task->next;
}

/* Marks the tree and collects who has to be told; false: there was no room for all of them. */
static bool mark(struct unsync__task *top, struct round *round)
{
    for (struct unsync__task *task = top; task != NULL;) {
        uint32_t flags = task->flags;
        bool apart = (flags & UNSYNC__DONE) || (task != top && (flags & UNSYNC__SHIELDED));
        if (!apart && (flags & UNSYNC__CANCEL) == 0) {
            if (has_to_be_told(task) && !put(round, task)) return false;
            unsync__store_flags(task, task->flags | UNSYNC__CANCEL | UNSYNC__EXPIRED);
        }
        bool below = !apart && (flags & UNSYNC__HELD) == 0 && task->children != NULL;
        task = below ? task->children : beside(top, task);
    }
    return true;
}

static void tell(struct round *round)
{
    for (size_t i = 0; i < round->count; i++) {
        struct unsync__task *task = round->list[i];
        uint32_t over = UNSYNC__DONE | UNSYNC__FREED | UNSYNC__JOINING | UNSYNC__HELD;
        if ((task->flags & over) == 0) task->kind->lane->cancel(task);
    }
    for (size_t i = 0; i < round->count; i++) unpin(round->list[i]);
    round->count = 0;
}

void unsync__expire(struct unsync__task *task)
{
    struct round round = {.list = round.first, .room = ROUND_FIRST};
    unsync__store_flags(task, task->flags | UNSYNC__LATE);
    pin(task);
    for (bool complete = false; !complete && (task->flags & (UNSYNC__DONE | UNSYNC__FREED)) == 0;) {
        complete = mark(task, &round);
        tell(&round);
    }
    if (round.list != round.first) unsync__free(round.list);
    unpin(task);
}

/* --- The failure ------------------------------------------------------------------------------ */

int unsync__asked_code(const struct unsync__task *task)
{
    if (task->flags & UNSYNC__STARVED) return UNSYNC_ENOMEM;
    return (task->flags & UNSYNC__EXPIRED) ? UNSYNC_ETIMEDOUT : UNSYNC_ECANCELED;
}

/* Whose deadline it was; NULL: not to be found nearby. */
static const struct unsync__task *late_owner(const struct unsync__task *task)
{
    for (int i = 0; i < NAMES_MAX && task != NULL; i++, task = task->parent)
        if (task->flags & UNSYNC__LATE) return task;
    return NULL;
}

void unsync__failure_set_asked(struct unsync__task *task, const char *file, int line)
{
    int code = unsync__asked_code(task);
    const struct unsync__task *owner = code == UNSYNC_ETIMEDOUT ? late_owner(task) : NULL;
    if (code == UNSYNC_ENOMEM)
        unsync__failure_set(task, file, line, code, "no memory for what was asked of it");
    else if (code == UNSYNC_ECANCELED)
        unsync__failure_set(task, file, line, code, "cancelled");
    else if (owner == NULL)
        unsync__failure_set(task, file, line, code, "a deadline has passed");
    else
        unsync__failure_set(task, file, line, code, "the deadline of %s has passed",
                            owner->kind->name);
}

void unsync__end_asked(struct unsync__task *task)
{
    unsync__failure_set_asked(task, NULL, 0);
    unsync__resolve(task);
}

void unsync__failure_take_asked(struct unsync__task *task, struct unsync__task *child,
                                const char *file, int line, bool consumes)
{
    bool same = (child->flags & (UNSYNC__FAILED | UNSYNC__STATIC)) == UNSYNC__FAILED &&
                child->failure->code == unsync__asked_code(task);
    if (!consumes || !same) {
        unsync__failure_set_asked(task, file, line);
        return;
    }
    unsync__failure_move(task, child, file, line);
    unsync__consume_slow(child);
}
