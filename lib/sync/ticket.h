/* ticket.h: what an operation of lib/sync is while somebody may wait for it: a task.
 *
 * A *turn* says what one operation does: `admit` tries it. Where it can be done at once, the loop
 * thread gives an ended ticket (a frame off the free list, no more than an empty task costs),
 * another thread a static one (or, at times, if its job has been asked to end, a static one that
 * has failed: nothing was done). Else the ticket is started: it stands in a *line* of its object,
 * and whoever changes the object lets in, from the front, all that can be let in; so things are
 * handed over in the order of arrival at the loop. Lines are changed behind the object's gate;
 * tickets are ended by the loop thread, which is told through the door when another thread has let
 * them in.
 *
 * Nothing is lost: a ticket that has ended well, but that its owner leaves without awaiting it (a
 * cancel came in between), is dropped, and `undo` of its turn undoes the operation. One that is
 * released after it has ended stays done. Dropping happens in the middle of changes to the tree, so
 * what follows from it is always told through the door. */
#ifndef UNSYNC_SYNC_TICKET_H
#define UNSYNC_SYNC_TICKET_H

#include <stdalign.h>
#include <unsync_gen.h>

#include "../core/failure.h"
#include "../core/task.h"
#include "../loop/block.h"
#include "../loop/door.h"
#include "gate.h"

struct unsync__ticket {
    struct unsync__task task;
    void *object; /* begins with its gate */
    void *data;   /* what the turn needs: where an item goes, ... */
    /* From here on only tickets that wait: */
    struct unsync__line *line;
    struct unsync__ticket *next, *before;
    struct unsync__message message;
    uint64_t stamp;
    int code;    /* the outcome, when it was let in */
    bool queued; /* stands in the line */
    bool asked;  /* it ends as asked to, not well */
    alignas(16) char item[];
};

struct unsync__grants {
    struct unsync__ticket *first, *last;
};

struct unsync__turn {
    struct unsync__kind kind; /* first */
    /* Behind the gate: 1: done; 0: it has to wait; negative: it fails with that code. `first`:
     * nobody is before it in the line. */
    int (*admit)(struct unsync__ticket *ticket, bool first);
    /* Behind the gate, after it was done: lets in others for whom that makes room; or NULL. */
    void (*after)(void *object, struct unsync__grants *grants);
    /* Outside the gate: it was done, but nobody has taken note; or NULL. Delivers later. */
    void (*undo)(struct unsync__ticket *ticket);
};
void unsync__ticket_drop(struct unsync__task *task);

extern const struct unsync__lane unsync__lane_ticket;
#define UNSYNC__TURN(text, admit_, after_, undo_)                                                  \
    {                                                                                              \
        .kind = {.name = (text),                                                                   \
                 .file = "unsync",                                                                 \
                 .size = sizeof(struct unsync__ticket),                                            \
                 .lane = &unsync__lane_ticket,                                                     \
                 .drop = unsync__ticket_drop},                                                     \
        .admit = (admit_), .after = (after_), .undo = (undo_)                                      \
    }

/* A ticket that always starts on the loop thread; NULL without memory. Then unsync__start. */
struct unsync__ticket *unsync__ticket_new(const struct unsync__turn *turn, void *object,
                                          struct unsync__line *line, void *data, size_t item_size);
/* The ticket of an operation that could not be done at once, or failed; `code` says which. */
struct unsync__task *unsync__ticket_wait(const struct unsync__turn *turn, void *object,
                                         struct unsync__line *line, void *data, size_t item_size,
                                         int code);

/* --- Behind the gate -------------------------------------------------------------------------- */

void unsync__line_add(struct unsync__line *line, struct unsync__ticket *ticket);
void unsync__line_remove(struct unsync__ticket *ticket);
/* Lets in from the front all that can be let in. */
void unsync__line_settle(struct unsync__line *line, struct unsync__grants *grants);

/* Outside: ends those that were let in; `later`: not before this thread's call into the tree is
 * over. */
void unsync__grants_deliver(struct unsync__grants *grants, bool later);
/* One that was in no line: ends it with its code. Loop thread. */
void unsync__ticket_end(struct unsync__ticket *ticket);

/* --- At once ----------------------------------------------------------------------------------
 * Inline: the turn of each caller is a constant, so that nothing is called while nobody waits. */

/* Does it now if it need not wait: 1, 0 or a negative code. Any thread. */
static inline __attribute__((__always_inline__)) int
unsync__ticket_try(const struct unsync__turn *turn, void *object, struct unsync__line *line,
                   void *data)
{
    struct unsync__ticket probe;
    struct unsync__grants grants = {NULL, NULL};
    probe.object = object;
    probe.data = data;
    probe.queued = false;
    bool owns = unsync__gate_enter(object);
    int code = turn->admit(&probe, line->unsync__first == NULL);
    if (code > 0 && turn->after != NULL) turn->after(object, &grants);
    unsync__gate_leave(object, owns);
    if (unsync__unlikely(grants.first != NULL)) unsync__grants_deliver(&grants, false);
    return code;
}

/* Does the operation, or waits in `line` until it can be done. `item_size` bytes at `data` are
 * copied into a ticket that waits; 0: `data` is kept as it is. Any thread. */
static inline __attribute__((__always_inline__)) struct unsync__task *
unsync__ticket_begin(const struct unsync__turn *turn, void *object, struct unsync__line *line,
                     void *data, size_t item_size)
{
    if (unsync__here == NULL && unsync__block_ends()) return &unsync__not_done;
    int code = unsync__ticket_try(turn, object, line, data);
    if (unsync__unlikely(code <= 0))
        return unsync__ticket_wait(turn, object, line, data, item_size, code);
    if (unsync__here == NULL) return &unsync__instant;
    struct unsync__ticket *ticket = unsync__new(&turn->kind, offsetof(struct unsync__ticket, line));
    if (unsync__unlikely(ticket == NULL)) return &unsync__instant; /* it is done: no failure */
    ticket->object = object;
    ticket->data = data;
    ticket->task.flags = UNSYNC__DONE; /* nobody else has seen it yet */
    return &ticket->task;
}

#endif
