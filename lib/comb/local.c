/* local.c: values that a task has, and all that is below it: found by walking up the tree, as
 * deadlines are.
 *
 * They are one note of the task that set them, with a list of keys and values; a task that has
 * none costs nothing, and while no task has any nobody walks. */
#include "../base/alloc.h"
#include "../core/note.h"
#include "../core/task.h"
#include "../loop/block.h"
#include "visit.h"

struct entry {
    struct entry *next;
    const unsync_local *key;
    void *value;
};

struct locals {
    struct unsync__note note; /* first */
    struct entry *first;
};

static size_t count; /* tasks that have some; loop thread */

static void close_note(struct unsync__note *note)
{
    struct locals *locals = (struct locals *) note;
    for (struct entry *entry = locals->first, *next; entry != NULL; entry = next) {
        next = entry->next;
        unsync__free(entry);
    }
    unsync__free(locals);
    count--;
}

static const struct unsync__note_kind kind = {.name = "locals", .close = close_note};

static struct entry *find(const struct unsync__task *task, const unsync_local *key)
{
    const struct locals *locals = (const struct locals *) unsync__note_find(task, &kind);
    if (locals == NULL) return NULL;
    for (struct entry *entry = locals->first; entry != NULL; entry = entry->next)
        if (entry->key == key) return entry;
    return NULL;
}

static struct locals *locals_of(struct unsync__task *task)
{
    struct locals *locals = (struct locals *) unsync__note_find(task, &kind);
    if (locals != NULL) return locals;
    locals = unsync__zalloc(sizeof *locals);
    if (locals == NULL) return NULL;
    unsync__note_add(&locals->note, task, &kind);
    count++;
    return locals;
}

struct question {
    struct unsync__task *task;
    const unsync_local *key;
    void *value;
    int code;
};

static void set(void *argument)
{
    struct question *question = argument;
    struct entry *entry = find(question->task, question->key);
    if (entry == NULL) {
        struct locals *locals = locals_of(question->task);
        entry = locals == NULL ? NULL : unsync__alloc(sizeof *entry);
        question->code = entry == NULL ? UNSYNC_ENOMEM : 0;
        if (entry == NULL) return;
        *entry = (struct entry){.next = locals->first, .key = question->key};
        locals->first = entry;
    }
    entry->value = question->value;
}

static void get(void *argument)
{
    struct question *question = argument;
    if (count == 0) return;
    for (const struct unsync__task *task = question->task; task != NULL; task = task->parent) {
        const struct entry *entry = find(task, question->key);
        if (entry == NULL) continue;
        question->value = entry->value;
        return;
    }
}

/* The task whose code runs; NULL: none. */
static struct unsync__task *running(void)
{
    if (unsync__here == NULL) return unsync__owner;
    struct unsync__task *task = unsync__here->current;
    return task == &unsync__outside ? NULL : task;
}

int unsync_local_set(const unsync_local *key, void *value)
{
    struct question question = {.task = running(), .key = key, .value = value};
    if (question.task == NULL) return UNSYNC_EINVAL;
    if (unsync__here == NULL) question.task->state |= UNSYNC__KNOWN; /* its flags are the loop's */
    unsync__visit(set, &question);
    return question.code;
}

void *unsync_local_get(const unsync_local *key)
{
    struct question question = {.task = running(), .key = key};
    if (question.task != NULL) unsync__visit(get, &question);
    return question.value;
}
