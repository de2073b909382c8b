/* group.c: a group of tasks that grows while it runs: added to from anywhere, waited for,
 * cancelled, and its failures are kept.
 *
 * A group is a task that only ends when it is told to, so it stands in the tree, and its members
 * are its children: who made the group cannot leave before them. A member that ends well is
 * disposed of at once; one that fails stays as it is, in the list of failures (through `link`),
 * until the group goes. So adding and failing need no memory; what could not even be started for
 * want of it is counted, behind the others. A wait is a task beside it; none is left when the group
 * ends. */
#include "../base/check.h"
#include "../core/cancel.h"
#include "../core/failure.h"
#include "../core/lost.h"
#include "../core/task.h"
#include "visit.h"

struct unsync_group {
    struct unsync__task task;
    size_t running, failed_count;
    size_t starved_count; /* of them, those that are no task */
    struct unsync__task *failed_first, *failed_last;
    struct waiter *waiters;
    bool ends, starved_unseen;
};

struct waiter {
    struct unsync__task task;
    size_t failed_count; /* the value */
    struct unsync_group *group;
    struct waiter *next, **back; /* NULL: not in the list */
};

/* --- Waiting ---------------------------------------------------------------------------------- */

static void unlink_waiter(struct waiter *waiter)
{
    if (waiter->back == NULL) return;
    *waiter->back = waiter->next;
    if (waiter->next != NULL) waiter->next->back = waiter->back;
    waiter->back = NULL;
}

static void answer(struct waiter *waiter)
{
    struct unsync_group *group = waiter->group;
    unlink_waiter(waiter);
    waiter->failed_count = group->failed_count;
    group->starved_unseen = false;
    for (struct unsync__task *one = group->failed_first; one != NULL; one = one->link)
        unsync__store_flags(one, one->flags | UNSYNC__OBSERVED);
    unsync__resolve(&waiter->task);
}

static void start_waiting(struct unsync__task *task)
{
    struct waiter *waiter = (struct waiter *) task;
    struct unsync_group *group = waiter->group;
    if (group->running == 0) {
        answer(waiter);
        return;
    }
    waiter->next = group->waiters;
    waiter->back = &group->waiters;
    if (waiter->next != NULL) waiter->next->back = &waiter->next;
    group->waiters = waiter;
}

static void cancel_waiting(struct unsync__task *task)
{
    unlink_waiter((struct waiter *) task);
    unsync__end_asked(task);
}

/* --- Members ---------------------------------------------------------------------------------- */

/* That it has ended as the group asked is no failure. */
static bool counts(const struct unsync__task *member)
{
    if ((member->flags & UNSYNC__FAILED) == 0) return false;
    if ((member->flags & UNSYNC__CANCEL) == 0) return true;
    int code = member->failure->code;
    return code != UNSYNC_ECANCELED &&
           (code != UNSYNC_ETIMEDOUT || (member->flags & UNSYNC__LATE) != 0);
}

static void note_end(struct unsync_group *group, struct unsync__task *member)
{
    if (!counts(member)) {
        unsync__drop(member);
        return;
    }
    member->link = NULL;
    if (group->failed_last == NULL)
        group->failed_first = member;
    else
        group->failed_last->link = member;
    group->failed_last = member;
    group->failed_count++;
}

/* Nobody runs any more. */
static void settle(struct unsync_group *group)
{
    if (group->ends) {
        while (group->waiters != NULL) answer(group->waiters);
        for (struct unsync__task *one = group->failed_first, *next; one != NULL; one = next) {
            next = one->link;
            unsync__drop(one);
        }
        group->failed_first = group->failed_last = NULL;
        if (group->starved_unseen) unsync__failure_print(stderr, &unsync__no_memory);
        unsync__end_asked(&group->task);
        return;
    }
    while (group->running == 0 && group->waiters != NULL) answer(group->waiters);
}

static void wake(struct unsync__task *task, struct unsync__task *member)
{
    struct unsync_group *group = (struct unsync_group *) task;
    note_end(group, member);
    if (--group->running == 0) settle(group);
}

/* Whoever made it leaves or has freed it, and its members have ended; siblings that are not joined
 * yet may still use it. */
static bool has_ended(const struct unsync_group *group)
{
    return (group->task.flags & UNSYNC__DONE) != 0;
}

/* The extra count keeps a member that ends at once from ending the group below our feet. */
static void cancel_members(struct unsync_group *group)
{
    if (has_ended(group)) return;
    group->running++;
    for (struct unsync__task *member = group->task.children, *next; member != NULL; member = next) {
        next = member->next;
        unsync__request_cancel(member);
    }
    if (--group->running == 0) settle(group);
}

static void start(struct unsync__task *task)
{
    (void) task; /* it waits for its members */
}

static void cancel(struct unsync__task *task)
{
    struct unsync_group *group = (struct unsync_group *) task;
    group->ends = true;
    cancel_members(group);
}

static const struct unsync__lane lane = {
    .name = "group", .start = start, .wake = wake, .cancel = cancel};
static const struct unsync__kind kind = {
    .name = "unsync_group", .file = "unsync", .size = sizeof(struct unsync_group), .lane = &lane};
static const struct unsync__lane waiter_lane = {
    .name = "group wait", .start = start_waiting, .cancel = cancel_waiting};
static const struct unsync__kind waiter_kind = {.name = "unsync_group_wait",
                                                .file = "unsync",
                                                .size = sizeof(struct waiter),
                                                .lane = &waiter_lane};

/* --- For people ------------------------------------------------------------------------------- */

struct unsync_group *unsync_group_new(void)
{
    struct unsync_group *group = unsync__new(&kind, sizeof *group);
    if (group == NULL) return NULL;
    group->running = group->failed_count = group->starved_count = 0;
    group->failed_first = group->failed_last = NULL;
    group->waiters = NULL;
    group->ends = group->starved_unseen = false;
    unsync__start(&group->task);
    return group;
}

static void check_group(const struct unsync_group *group, const char *use)
{
    unsync__check(group != NULL, "%s: the group is NULL", use);
    unsync__check_alive(&group->task, use);
}

struct addition {
    struct unsync_group *group;
    struct unsync__task *task;
    int code;
};

static void add(void *argument)
{
    struct addition *addition = argument;
    struct unsync_group *group = addition->group;
    struct unsync__task *member = addition->task;
    if (member == &unsync__no_memory) {
        group->failed_count++;
        group->starved_count++;
        unsync__lost_look(member);
        group->starved_unseen = true;
        addition->code = UNSYNC_ENOMEM;
        return;
    }
    if (has_ended(group)) { /* who has started the member joins it */
        addition->code = UNSYNC_ECANCELED;
        unsync__release(member);
        return;
    }
    if (unsync__attend(&group->task, member)) {
        note_end(group, member);
        return;
    }
    group->running++;
    if (!group->ends) return;
    addition->code = UNSYNC_ECANCELED;
    unsync__request_cancel(member);
}

int unsync__group_add(struct unsync_group *group, struct unsync__task *task)
{
    check_group(group, "unsync_group_add");
    unsync__check(task != NULL, "unsync_group_add: the handle is NULL");
    struct addition addition = {.group = group, .task = task};
    unsync__visit(add, &addition);
    return addition.code;
}

unsync_task_of(size_t) unsync_group_wait(struct unsync_group *group)
{
    check_group(group, "unsync_group_wait");
    struct waiter *waiter = unsync__new(&waiter_kind, sizeof *waiter);
    if (waiter == NULL) return (unsync_task_of(size_t)) &unsync__no_memory;
    waiter->group = group;
    waiter->back = NULL;
    return (unsync_task_of(size_t)) unsync__start(&waiter->task);
}

static void cancel_group(void *argument)
{
    cancel_members(argument);
}

void unsync_group_cancel(struct unsync_group *group)
{
    check_group(group, "unsync_group_cancel");
    unsync__visit(cancel_group, group);
}

struct search {
    struct unsync_group *group;
    size_t index;
    const struct unsync_failure *failure;
};

static void find(void *argument)
{
    struct search *search = argument;
    struct unsync_group *group = search->group;
    if (has_ended(group) || search->index >= group->failed_count) return;
    if (search->index >= group->failed_count - group->starved_count) {
        group->starved_unseen = false;
        search->failure = unsync__no_memory.failure;
        return;
    }
    struct unsync__task *one = group->failed_first;
    for (size_t i = search->index; i > 0; i--) one = one->link;
    unsync__store_flags(one, one->flags | UNSYNC__OBSERVED);
    search->failure = one->failure;
}

const struct unsync_failure *unsync_group_failure(struct unsync_group *group, size_t index)
{
    check_group(group, "unsync_group_failure");
    struct search search = {.group = group, .index = index};
    unsync__visit(find, &search);
    return search.failure;
}

void unsync_group_free(struct unsync_group *group)
{
    if (group != NULL) unsync__release(&group->task);
}
