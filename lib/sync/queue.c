/* queue.c: unsync_queue_of(T). A ring of items between two lines, of those who want to put and
 * those who want to get; or, in order, a heap (ranks.c). After each change both lines are settled
 * until neither moves. An item whose receiver was cancelled goes back to the front: there is a
 * little room for that, and more is made if it happens to many at once; without memory such an item
 * is lost, with a message. */
#include <stdio.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/check.h"
#include "ranks.h"
#include "ticket.h"

enum { SPARE = 8 };

struct unsync__queue {
    struct unsync__gate gate; /* first */
    struct unsync__line putters, getters, joiners;
    size_t capacity, count, room; /* `room` slots are there */
    size_t head;                  /* of a ring: the slot of the first item */
    size_t size;                  /* bytes of an item */
    size_t unfinished;
    bool closed;
    int (*compare)(const void *, const void *);
    int64_t youngest, eldest; /* in order: the ages next given, at the back and at the front */
    struct unsync__ranks ranks;
    char *items;
};

/* --- Items ------------------------------------------------------------------------------------ */

static void copy(void *into, const void *item, size_t size)
{
    if (size == sizeof(uint64_t))
        memcpy(into, item, sizeof(uint64_t));
    else if (size == sizeof(uint32_t))
        memcpy(into, item, sizeof(uint32_t));
    else
        memcpy(into, item, size);
}

static void *slot(struct unsync__queue *queue, size_t at)
{
    return queue->items + (at < queue->room ? at : at - queue->room) * queue->size;
}

static void add(struct unsync__queue *queue, const void *item)
{
    if (queue->compare != NULL)
        unsync__ranks_add(&queue->ranks, item, queue->youngest++);
    else
        copy(slot(queue, queue->head + queue->count), item, queue->size);
    queue->count++;
}

static void take(struct unsync__queue *queue, void *item)
{
    if (queue->compare != NULL) {
        unsync__ranks_take(&queue->ranks, item);
    } else {
        copy(item, slot(queue, queue->head), queue->size);
        if (++queue->head == queue->room) queue->head = 0;
    }
    queue->count--;
}

static bool grow(struct unsync__queue *queue)
{
    if (queue->compare != NULL) return unsync__ranks_reserve(&queue->ranks, queue->count + 1);
    if (queue->count < queue->room) return true;
    size_t room = 2 * queue->room;
    char *items = unsync__alloc(room * queue->size);
    if (items == NULL) return false;
    for (size_t i = 0; i < queue->count; i++)
        memcpy(items + i * queue->size, slot(queue, queue->head + i), queue->size);
    unsync__free(queue->items);
    queue->items = items;
    queue->room = room;
    queue->head = 0;
    return true;
}

static bool put_back(struct unsync__queue *queue, const void *item)
{
    if (!grow(queue)) return false;
    if (queue->compare != NULL) {
        unsync__ranks_add(&queue->ranks, item, queue->eldest--);
    } else {
        queue->head = (queue->head == 0 ? queue->room : queue->head) - 1;
        memcpy(slot(queue, queue->head), item, queue->size);
    }
    queue->count++;
    return true;
}

/* --- Turns ------------------------------------------------------------------------------------ */

static int admit_putter(struct unsync__ticket *ticket, bool first)
{
    struct unsync__queue *queue = ticket->object;
    if (unsync__unlikely(queue->closed)) return UNSYNC_ECLOSED;
    if (queue->count >= queue->capacity || !first) return 0;
    add(queue, ticket->data);
    queue->unfinished++;
    return 1;
}

static int admit_getter(struct unsync__ticket *ticket, bool first)
{
    struct unsync__queue *queue = ticket->object;
    if (queue->count == 0) return queue->closed ? UNSYNC_ECLOSED : 0;
    if (!first) return 0;
    take(queue, ticket->data);
    return 1;
}

static int admit_joiner(struct unsync__ticket *ticket, bool first)
{
    (void) first;
    return ((struct unsync__queue *) ticket->object)->unfinished == 0;
}

static __attribute__((noinline)) void settle_lines(struct unsync__queue *queue,
                                                   struct unsync__grants *grants)
{
    do {
        unsync__line_settle(&queue->getters, grants);
        unsync__line_settle(&queue->putters, grants);
    } while (queue->getters.unsync__first != NULL && queue->count > 0);
}

static void settle(void *object, struct unsync__grants *grants)
{
    struct unsync__queue *queue = object;
    if (queue->getters.unsync__first != NULL || queue->putters.unsync__first != NULL)
        settle_lines(queue, grants);
}

static void undo_get(struct unsync__ticket *ticket)
{
    struct unsync__queue *queue = ticket->object;
    struct unsync__grants grants = {NULL, NULL};
    bool owns = unsync__gate_enter(&queue->gate);
    bool kept = put_back(queue, ticket->data);
    settle(queue, &grants);
    unsync__gate_leave(&queue->gate, owns);
    if (!kept) fprintf(stderr, "unsync: no memory: an item of a queue is lost\n");
    unsync__grants_deliver(&grants, true);
}

static const struct unsync__turn put_turn =
    UNSYNC__TURN_THAT("unsync_queue_put", admit_putter, settle, NULL, true);
static const struct unsync__turn get_turn =
    UNSYNC__TURN("unsync_queue_get", admit_getter, settle, undo_get);
static const struct unsync__turn join_turn =
    UNSYNC__TURN("unsync_queue_join", admit_joiner, NULL, NULL);

/* --- Public ----------------------------------------------------------------------------------- */

static void check_queue(const struct unsync__queue *queue, const char *use)
{
    unsync__check(queue != NULL, "%s: the queue is NULL", use);
}

struct unsync__queue *unsync__queue_new(size_t size, size_t count,
                                        int (*compare)(const void *, const void *))
{
    if (count == 0 || count > (SIZE_MAX / 4 - SPARE) / (size + 1)) return NULL;
    struct unsync__queue *queue = unsync__zalloc(sizeof *queue);
    if (queue == NULL) return NULL;
    queue->capacity = count;
    queue->size = size;
    queue->compare = compare;
    queue->eldest = -1;
    queue->room = count + SPARE;
    bool made;
    if (compare != NULL)
        made = unsync__ranks_init(&queue->ranks, size, queue->room, compare);
    else
        made = (queue->items = unsync__alloc(queue->room * size)) != NULL;
    if (made) return queue;
    unsync__free(queue);
    return NULL;
}

unsync_task_of(void) unsync__queue_put(struct unsync__queue *queue, const void *item)
{
    check_queue(queue, "unsync_queue_put");
    return (unsync_task_of(void)) unsync__ticket_begin(&put_turn, queue, &queue->putters,
                                                       (void *) item, queue->size);
}

unsync_task_of(void) unsync__queue_get(struct unsync__queue *queue, void *item)
{
    check_queue(queue, "unsync_queue_get");
    return (unsync_task_of(void)) unsync__ticket_begin(&get_turn, queue, &queue->getters, item, 0);
}

static int tried(int code)
{
    if (code == 0) return UNSYNC_EAGAIN;
    return code > 0 ? 0 : code;
}

int unsync__queue_try_put(struct unsync__queue *queue, const void *item)
{
    check_queue(queue, "unsync_queue_try_put");
    return tried(unsync__ticket_try(&put_turn, queue, &queue->putters, (void *) item));
}

int unsync__queue_try_get(struct unsync__queue *queue, void *item)
{
    check_queue(queue, "unsync_queue_try_get");
    return tried(unsync__ticket_try(&get_turn, queue, &queue->getters, item));
}

void unsync__queue_close(struct unsync__queue *queue)
{
    struct unsync__grants grants = {NULL, NULL};
    check_queue(queue, "unsync_queue_close");
    bool owns = unsync__gate_enter(&queue->gate);
    queue->closed = true;
    settle(queue, &grants);
    unsync__gate_leave(&queue->gate, owns);
    unsync__grants_deliver(&grants, false);
}

void unsync__queue_done(struct unsync__queue *queue)
{
    struct unsync__grants grants = {NULL, NULL};
    check_queue(queue, "unsync_queue_done");
    bool owns = unsync__gate_enter(&queue->gate);
    bool expected = queue->unfinished > queue->count;
    if (expected && --queue->unfinished == 0) unsync__line_settle(&queue->joiners, &grants);
    unsync__gate_leave(&queue->gate, owns);
    unsync__check(expected, "unsync_queue_done: called more often than items were got");
    unsync__grants_deliver(&grants, false);
}

unsync_task_of(void) unsync__queue_join(struct unsync__queue *queue)
{
    check_queue(queue, "unsync_queue_join");
    return (unsync_task_of(void)) unsync__ticket_begin(&join_turn, queue, &queue->joiners, NULL, 0);
}

size_t unsync__queue_count(struct unsync__queue *queue)
{
    check_queue(queue, "unsync_queue_count");
    bool owns = unsync__gate_enter(&queue->gate);
    size_t count = queue->count;
    unsync__gate_leave(&queue->gate, owns);
    return count;
}

void unsync__queue_free(struct unsync__queue *queue)
{
    if (queue == NULL) return;
    bool owns = unsync__gate_enter(&queue->gate);
    size_t waiters = queue->putters.unsync__count + queue->getters.unsync__count +
                     queue->joiners.unsync__count;
    unsync__gate_leave(&queue->gate, owns);
    unsync__check(waiters == 0, "unsync_queue_free: %zu wait for this queue", waiters);
    unsync__ranks_close(&queue->ranks);
    unsync__free(queue->items);
    unsync__free(queue);
}
