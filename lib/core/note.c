/* note.c: see note.h. Buckets are doubled when there are as many notes; without memory for that
 * they stay as they are, and lists grow instead. */
#include "note.h"

#include <string.h>

#include "../base/alloc.h"

enum { FIRST = 16 };

static struct unsync__note *first_buckets[FIRST];
static struct unsync__note **buckets = first_buckets;
static size_t bucket_count = FIRST, note_count;

/* Frames are multiples of 16 bytes apart; the product spreads them. */
static size_t hash(const struct unsync__task *task)
{
    return (size_t) (((uint64_t) (uintptr_t) task >> 4) * 0x9e3779b97f4a7c15u >> 20);
}

static struct unsync__note **bucket_of(const struct unsync__task *task)
{
    return &buckets[hash(task) & (bucket_count - 1)];
}

static void push(struct unsync__note *note)
{
    struct unsync__note **bucket = bucket_of(note->task);
    note->next = *bucket;
    *bucket = note;
}

/* To `count` buckets, a power of two. */
static void resize(size_t count)
{
    struct unsync__note **before = buckets;
    size_t before_count = bucket_count;
    struct unsync__note **now = unsync__zalloc(count * sizeof *now);
    if (now == NULL) return;
    buckets = now;
    bucket_count = count;
    for (size_t i = 0; i < before_count; i++)
        for (struct unsync__note *note = before[i], *next; note != NULL; note = next) {
            next = note->next;
            push(note);
        }
    if (before != first_buckets)
        unsync__free(before);
    else
        memset(first_buckets, 0, sizeof first_buckets);
}

void unsync__note_add(struct unsync__note *note, struct unsync__task *task,
                      const struct unsync__note_kind *kind)
{
    if (note_count >= bucket_count) resize(bucket_count * 2);
    note->task = task;
    note->kind = kind;
    push(note);
    note_count++;
    unsync__store_flags(task, task->flags | UNSYNC__NOTED);
}

/* Takes out of the table what matches: this note, or (NULL) the first of the task. */
static struct unsync__note *take(const struct unsync__task *task, const struct unsync__note *wanted)
{
    struct unsync__note **at = bucket_of(task), *note;
    while ((note = *at) != NULL && (wanted == NULL ? note->task != task : note != wanted))
        at = &note->next;
    if (note == NULL) return NULL;
    *at = note->next;
    if (--note_count == 0 && buckets != first_buckets) {
        unsync__free(buckets);
        buckets = first_buckets;
        bucket_count = FIRST;
    }
    return note;
}

static bool has_any(const struct unsync__task *task)
{
    for (const struct unsync__note *note = *bucket_of(task); note != NULL; note = note->next)
        if (note->task == task) return true;
    return false;
}

void unsync__note_remove(struct unsync__note *note)
{
    struct unsync__task *task = note->task;
    take(task, note);
    if (!has_any(task)) unsync__store_flags(task, task->flags & ~(uint32_t) UNSYNC__NOTED);
}

struct unsync__note *unsync__note_find(const struct unsync__task *task,
                                       const struct unsync__note_kind *kind)
{
    if ((task->flags & UNSYNC__NOTED) == 0) return NULL;
    for (struct unsync__note *note = *bucket_of(task); note != NULL; note = note->next)
        if (note->task == task && note->kind == kind) return note;
    return NULL;
}

void unsync__notes_close(struct unsync__task *task)
{
    for (struct unsync__note *note; (note = take(task, NULL)) != NULL;) note->kind->close(note);
    unsync__store_flags(task, task->flags & ~(uint32_t) UNSYNC__NOTED);
}
