/* broadcast.c: unsync_broadcast_of(T). The last items stand in a ring under a number that only
 * grows; a reader is the number of its next item. So a sender never waits and knows no reader; a
 * reader that falls behind the ring is told once, and goes on with the oldest item that is left. */
#include "../base/alloc.h"

#include <string.h>

#include "../base/check.h"
#include "ticket.h"

struct unsync__broadcast {
    struct unsync__gate gate; /* first */
    struct unsync__line line; /* readers that have read everything */
    size_t capacity, size;
    size_t readers;
    uint64_t sent; /* the number of the next item */
    bool closed;
    char *items;
};

struct unsync__reader {
    struct unsync__broadcast *broadcast;
    uint64_t next;
};

static char *slot(const struct unsync__broadcast *broadcast, uint64_t number)
{
    return broadcast->items + (size_t) (number % broadcast->capacity) * broadcast->size;
}

/* The reader stands behind where the item goes. */
struct place {
    struct unsync__reader *reader;
    void *item;
};

static int admit(struct unsync__ticket *ticket, bool first)
{
    struct unsync__broadcast *broadcast = ticket->object;
    const struct place *place = ticket->data;
    struct unsync__reader *reader = place->reader;
    (void) first;
    if (reader->next == broadcast->sent) return broadcast->closed ? UNSYNC_ECLOSED : 0;
    if (broadcast->sent - reader->next > broadcast->capacity) {
        reader->next = broadcast->sent - broadcast->capacity;
        return UNSYNC_ELAGGED;
    }
    memcpy(place->item, slot(broadcast, reader->next++), broadcast->size);
    return 1;
}

static const struct unsync__turn turn = UNSYNC__TURN("unsync_reader_get", admit, NULL, NULL);

struct unsync__broadcast *unsync__broadcast_new(size_t size, size_t count)
{
    if (count == 0 || count > SIZE_MAX / 2 / (size + 1)) return NULL;
    struct unsync__broadcast *broadcast = unsync__zalloc(sizeof *broadcast);
    if (broadcast == NULL) return NULL;
    broadcast->capacity = count;
    broadcast->size = size;
    broadcast->items = unsync__alloc(count * size);
    if (broadcast->items != NULL) return broadcast;
    unsync__free(broadcast);
    return NULL;
}

int unsync__broadcast_send(struct unsync__broadcast *broadcast, const void *item)
{
    struct unsync__grants grants = {NULL, NULL};
    unsync__check(broadcast != NULL, "unsync_broadcast_send: the broadcast is NULL");
    bool owns = unsync__gate_enter(&broadcast->gate);
    bool closed = broadcast->closed;
    if (!closed) {
        memcpy(slot(broadcast, broadcast->sent++), item, broadcast->size);
        unsync__line_settle(&broadcast->line, &grants);
    }
    unsync__gate_leave(&broadcast->gate, owns);
    unsync__grants_deliver(&grants, false);
    return closed ? UNSYNC_ECLOSED : 0;
}

void unsync__broadcast_close(struct unsync__broadcast *broadcast)
{
    struct unsync__grants grants = {NULL, NULL};
    unsync__check(broadcast != NULL, "unsync_broadcast_close: the broadcast is NULL");
    bool owns = unsync__gate_enter(&broadcast->gate);
    broadcast->closed = true;
    unsync__line_settle(&broadcast->line, &grants);
    unsync__gate_leave(&broadcast->gate, owns);
    unsync__grants_deliver(&grants, false);
}

void unsync__broadcast_free(struct unsync__broadcast *broadcast)
{
    if (broadcast == NULL) return;
    bool owns = unsync__gate_enter(&broadcast->gate);
    size_t readers = broadcast->readers;
    unsync__gate_leave(&broadcast->gate, owns);
    unsync__check(readers == 0, "unsync_broadcast_free: it still has %zu readers", readers);
    unsync__free(broadcast->items);
    unsync__free(broadcast);
}

struct unsync__reader *unsync__reader_new(struct unsync__broadcast *broadcast)
{
    unsync__check(broadcast != NULL, "unsync_reader_new: the broadcast is NULL");
    struct unsync__reader *reader = unsync__alloc(sizeof *reader);
    if (reader == NULL) return NULL;
    reader->broadcast = broadcast;
    bool owns = unsync__gate_enter(&broadcast->gate);
    reader->next = broadcast->sent;
    broadcast->readers++;
    unsync__gate_leave(&broadcast->gate, owns);
    return reader;
}

unsync_task_of(void) unsync__reader_get(struct unsync__reader *reader, void *item)
{
    struct place place = {reader, item};
    unsync__check(reader != NULL, "unsync_reader_get: the reader is NULL");
    return (unsync_task_of(void)) unsync__ticket_begin(&turn, reader->broadcast,
                                                       &reader->broadcast->line, &place,
                                                       sizeof place);
}

int unsync__reader_try_get(struct unsync__reader *reader, void *item)
{
    struct place place = {reader, item};
    unsync__check(reader != NULL, "unsync_reader_try_get: the reader is NULL");
    int code = unsync__ticket_try(&turn, reader->broadcast, &reader->broadcast->line, &place);
    if (code == 0) return UNSYNC_EAGAIN;
    return code > 0 ? 0 : code;
}

/* Behind the gate. */
static bool waits(const struct unsync__reader *reader)
{
    const struct unsync__ticket *ticket = reader->broadcast->line.unsync__first;
    while (ticket != NULL && ((const struct place *) ticket->data)->reader != reader)
        ticket = ticket->next;
    return ticket != NULL;
}

void unsync__reader_free(struct unsync__reader *reader)
{
    if (reader == NULL) return;
    bool owns = unsync__gate_enter(&reader->broadcast->gate);
    bool is_used = waits(reader);
    reader->broadcast->readers--;
    unsync__gate_leave(&reader->broadcast->gate, owns);
    unsync__check(!is_used, "unsync_reader_free: somebody waits with this reader");
    unsync__free(reader);
}
