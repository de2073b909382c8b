/* frame.c: slabs and free lists of frames; see frame.h. A slab is cut into frames of one class at
 * once, in address order, so that tasks started one after the other lie side by side. */
#include "frame.h"

#include <stdatomic.h>
#include <string.h>

#include "../base/alloc.h"
#include "lost.h"
#include "task.h"
#include "trace.h"

enum { KEPT = 64, KEPT_BYTES = 1024 };
enum { KEPT_DEBUG = 4096, KEPT_BYTES_DEBUG = 16 * 1024 };
enum { SLAB_BYTES = 64 * 1024, SLAB_FIRST = 4 * 1024 };

struct slab {
    struct slab *next;
    char padding[UNSYNC__GRAIN - sizeof(struct slab *)];
};
_Static_assert(sizeof(struct slab) % UNSYNC__GRAIN == 0, "frames are aligned to the grain");

#ifdef UNSYNC__ASAN
const bool unsync__poisons = true;
#else
const bool unsync__poisons = false;
#endif

/* Where the free lists are while they are aside; see frame.h. */
static struct unsync__task *aside[UNSYNC__CLASSES];
static void (*on_start)(void); /* NULL: they are not */

static struct slab *slabs;
static uint8_t slabs_of_class[UNSYNC__CLASSES];

static struct unsync__task **list_of(struct unsync__sched *here, size_t class_)
{
    return on_start != NULL ? &aside[class_] : &here->free[class_];
}

static void push(struct unsync__sched *here, struct unsync__task *task, size_t class_)
{
    struct unsync__task **list = list_of(here, class_);
    task->next = *list;
    *list = task;
    unsync__poison(task, class_ * UNSYNC__GRAIN);
}

/* The first slab of a class is small, a program has many kinds of few tasks. With AddressSanitizer
 * each has one frame: it sees a write behind that, and each may be the one for which there is no
 * memory. */
static size_t slab_bytes(size_t class_)
{
    if (unsync__poisons) return sizeof(struct slab) + class_ * UNSYNC__GRAIN;
    return slabs_of_class[class_] == 0 ? SLAB_FIRST : SLAB_BYTES;
}

static bool cut(struct unsync__sched *here, size_t class_)
{
    size_t bytes = slab_bytes(class_);
    size_t size = class_ * UNSYNC__GRAIN;
    struct slab *slab = unsync__alloc(bytes);
    if (slab == NULL) return false;
    slab->next = slabs;
    slabs = slab;
    slabs_of_class[class_] = 1;
    for (size_t count = (bytes - sizeof *slab) / size; count-- > 0;)
        push(here, (struct unsync__task *) ((char *) (slab + 1) + count * size), class_);
    return true;
}

static size_t class_of(size_t size)
{
    size_t class_ = (size + UNSYNC__GRAIN - 1) / UNSYNC__GRAIN;
    return class_ < UNSYNC__CLASSES ? class_ : 0;
}

/* Stands before a frame apart. */
struct apart {
    void *block;       /* what was allocated */
    struct room *rooms;
    size_t size;
};

/* Stands before its bytes. */
struct room {
    void *block;
    void *owner;
    struct room *next;
};

static void *align_up(char *address, size_t align)
{
    return address + (align - (uintptr_t) address % align) % align;
}

/* `size` bytes with `head` bytes of the caller's before them; *block is what is to be freed. */
static void *alloc_aligned(size_t head, size_t size, size_t align, void **block)
{
    if (align < UNSYNC__GRAIN) align = UNSYNC__GRAIN;
    if (size > SIZE_MAX / 2) return NULL;
    *block = unsync__alloc(head + size + align);
    return *block == NULL ? NULL : align_up((char *) *block + head, align);
}

static void *alloc_apart(size_t size, size_t align)
{
    void *block;
    struct apart *frame;
    size_t head = sizeof *frame + (unsync__debug ? sizeof(struct unsync__trace) : 0);
    frame = alloc_aligned(head, size, align, &block);
    if (frame == NULL) return NULL;
    frame[-1] = (struct apart){.block = block, .size = size};
    return frame;
}

struct unsync__trace *unsync__frame_trace(const struct unsync__task *task)
{
    return (struct unsync__trace *) ((struct apart *) task - 1) - 1;
}

/* Plain C most of all uses a handle again by mistake: the last small frames stay for a while, so
 * that this is named. With AddressSanitizer they go at once, so that it is reported. Any thread:
 * generators. */
static void *_Atomic kept[KEPT_DEBUG];
static atomic_uint oldest; /* of kept */

static void free_apart(struct unsync__task *task)
{
    struct apart *frame = (struct apart *) task - 1;
    for (struct room *room = frame->rooms, *next; room != NULL; room = next) {
        next = room->next;
        unsync__free(room->block);
    }
    frame->rooms = NULL;
    size_t bytes = unsync__debug ? KEPT_BYTES_DEBUG : KEPT_BYTES;
    unsigned places = unsync__debug ? KEPT_DEBUG : KEPT;
    if (unsync__poisons || frame->size > bytes) {
        unsync__free(frame->block);
        return;
    }
    void *_Atomic *place = &kept[atomic_fetch_add(&oldest, 1) % places];
    unsync__free(atomic_exchange(place, frame->block));
}

void *unsync__room(struct unsync__task *task, void *owner, size_t size, size_t align)
{
    struct apart *frame = (struct apart *) task - 1;
    void *block;
    for (struct room **link = &frame->rooms; *link != NULL; link = &(*link)->next)
        if ((*link)->owner == owner) {
            block = (*link)->block;
            *link = (*link)->next;
            unsync__free(block);
            break;
        }
    struct room *room = alloc_aligned(sizeof *room, size, align, &block);
    if (room == NULL) return NULL;
    room[-1] = (struct room){.block = block, .owner = owner, .next = frame->rooms};
    frame->rooms = room - 1;
    return room;
}

/* With a trace every frame stands apart, so that the free lists stay empty and all starts come by
 * here. */
static struct unsync__task *refill(struct unsync__sched *here, size_t size, size_t *class_)
{
    *class_ = unsync__debug ? 0 : class_of(size);
    if (*class_ == 0) return alloc_apart(size, 1);
    struct unsync__task **list = list_of(here, *class_);
    if (*list == NULL && !cut(here, *class_)) return NULL;
    struct unsync__task *task = *list;
    unsync__unpoison(task, *class_ * UNSYNC__GRAIN);
    *list = task->next;
    return task;
}

void unsync__frame_aside(struct unsync__sched *here, void (*hook)(void))
{
    if ((hook != NULL) != (on_start != NULL))
        for (size_t i = 0; i < UNSYNC__CLASSES; i++) {
            struct unsync__task *first = here->free[i];
            here->free[i] = aside[i];
            aside[i] = first;
        }
    on_start = hook;
}

void *unsync__new_slow(struct unsync__sched *here, const struct unsync__kind *kind, size_t size)
{
    size_t class_;
    if (on_start != NULL) on_start();
    struct unsync__task *task = refill(here, size, &class_);
    if (task == NULL) {
        unsync__lost_add(kind);
        return NULL;
    }
    memset(task, 0, sizeof *task);
    task->kind = kind;
    task->budget = unsync__debug ? 1 : UNSYNC__BUDGET;
    task->class_ = (uint8_t) class_;
    if (unsync__debug) unsync__trace_begin(task);
    unsync__adopt(task, here->current);
    return task;
}

struct unsync__task *unsync__frame_apart(const struct unsync__kind *kind, size_t size, size_t align)
{
    struct unsync__task *task = alloc_apart(size, align);
    if (task == NULL) return NULL;
    memset(task, 0, sizeof *task);
    task->kind = kind;
    task->budget = unsync__debug ? 1 : UNSYNC__BUDGET;
    if (unsync__debug) unsync__trace_begin(task);
    return task;
}

void unsync__frame_free(struct unsync__task *task)
{
    if (unsync__debug) unsync__trace_end(task);
    unsync__store_flags(task, task->flags | UNSYNC__FREED);
    if (task->flags & UNSYNC__PINNED) return;
    if (task->class_ == 0)
        free_apart(task);
    else
        push(unsync__here, task, task->class_);
}

void unsync__frame_close(void)
{
    for (struct slab *slab = slabs, *next; slab != NULL; slab = next) {
        next = slab->next;
        unsync__unpoison(slab, sizeof *slab);
        unsync__free(slab);
    }
    slabs = NULL;
    memset(aside, 0, sizeof aside);
    on_start = NULL;
    memset(slabs_of_class, 0, sizeof slabs_of_class);
    unsigned used = atomic_exchange(&oldest, 0);
    for (unsigned i = 0; i < used && i < KEPT_DEBUG; i++)
        unsync__free(atomic_exchange(&kept[i], NULL));
}
