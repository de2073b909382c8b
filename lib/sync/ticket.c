/* ticket.c: see ticket.h. Between being let in and its end a ticket stands in no line, so a cancel
 * leaves it alone: it ends well, and the waiter, which was cancelled itself, leaves it to be
 * dropped. */
#define _GNU_SOURCE
#include "ticket.h"

#include <time.h>

#include <string.h>

#include "../base/check.h"
#include "../core/cancel.h"
#include "../core/failure.h"
#include "../core/task.h"

enum { SPIN_NS = 30000, PAUSES = 16 };

static const struct unsync__turn *turn_of(const struct unsync__ticket *ticket)
{
    return (const struct unsync__turn *) ticket->task.kind;
}

/* --- Outcomes --------------------------------------------------------------------------------- */

static const char *text_of(int code)
{
    return code == UNSYNC_ELAGGED ? "items were sent faster than they were read" : "it is closed";
}

/* --- Lines ------------------------------------------------------------------------------------ */

void unsync__line_add(struct unsync__line *line, struct unsync__ticket *ticket)
{
    ticket->line = line;
    ticket->next = NULL;
    ticket->before = line->unsync__last;
    if (line->unsync__last != NULL)
        line->unsync__last->next = ticket;
    else
        line->unsync__first = ticket;
    line->unsync__last = ticket;
    line->unsync__count++;
    ticket->queued = true;
}

void unsync__line_remove(struct unsync__ticket *ticket)
{
    struct unsync__line *line = ticket->line;
    if (ticket->before != NULL)
        ticket->before->next = ticket->next;
    else
        line->unsync__first = ticket->next;
    if (ticket->next != NULL)
        ticket->next->before = ticket->before;
    else
        line->unsync__last = ticket->before;
    line->unsync__count--;
    ticket->queued = false;
}

void unsync__line_settle(struct unsync__line *line, struct unsync__grants *grants)
{
    for (struct unsync__ticket *ticket; (ticket = line->unsync__first) != NULL;) {
        int code = turn_of(ticket)->admit(ticket, true);
        if (code == 0) return;
        unsync__line_remove(ticket);
        ticket->code = code;
        ticket->next = NULL;
        if (grants->last != NULL)
            grants->last->next = ticket;
        else
            grants->first = ticket;
        grants->last = ticket;
    }
}

void unsync__ticket_end(struct unsync__ticket *ticket)
{
    if (ticket->asked)
        unsync__failure_set_asked(&ticket->task, NULL, 0);
    else if (ticket->code < 0)
        unsync__failure_set(&ticket->task, NULL, 0, ticket->code, "%s", text_of(ticket->code));
    unsync__resolve(&ticket->task);
}

/* One that was let in from a line. */
static void end_granted(struct unsync__ticket *ticket)
{
    if (ticket->code > 0 && turn_of(ticket)->stands)
        unsync__store_flags(&ticket->task, ticket->task.flags | UNSYNC__STANDS);
    unsync__ticket_end(ticket);
}

static void deliver(struct unsync__message *message)
{
    size_t offset = offsetof(struct unsync__ticket, message);
    end_granted((struct unsync__ticket *) ((char *) message - offset));
}

void unsync__grants_deliver(struct unsync__grants *grants, bool later)
{
    for (struct unsync__ticket *ticket = grants->first, *next; ticket != NULL; ticket = next) {
        next = ticket->next;
        if (unsync__here != NULL && !later) {
            end_granted(ticket);
        } else {
            ticket->message.deliver = deliver;
            unsync__door_post(&ticket->message);
        }
    }
}

/* --- The life of a ticket --------------------------------------------------------------------- */

struct unsync__ticket *unsync__ticket_new(const struct unsync__turn *turn, void *object,
                                          struct unsync__line *line, void *data, size_t item_size)
{
    struct unsync__ticket *ticket = unsync__new(&turn->kind, sizeof *ticket + item_size);
    if (ticket == NULL) return NULL;
    ticket->object = object;
    ticket->data = data;
    ticket->line = line;
    ticket->code = 0;
    ticket->queued = ticket->asked = false;
    if (item_size > 0) ticket->data = memcpy(ticket->item, data, item_size);
    return ticket;
}

static uint64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t) now.tv_sec * 1000000000u + (uint64_t) now.tv_nsec;
}

/* A thread tries on for as long as it takes to wake one that sleeps. Else two threads that want one
 * lock would sleep in turns: each finds it handed over to the other, which has to wake up first.
 * Those that stand in the line are served before. */
static int try_on(const struct unsync__turn *turn, void *object, struct unsync__line *line,
                  void *data)
{
    unsigned spins = 0;
    uint64_t end = now_ns() + SPIN_NS;
    do {
        for (int i = 0; i < PAUSES; i++) unsync__pause_briefly(&spins);
        int code = unsync__ticket_try(turn, object, line, data);
        if (code != 0) return code;
    } while (now_ns() < end);
    return 0;
}

struct unsync__task *unsync__ticket_wait(const struct unsync__turn *turn, void *object,
                                         struct unsync__line *line, void *data, size_t item_size,
                                         int code)
{
    if (code == 0 && unsync__here == NULL) code = try_on(turn, object, line, data);
    if (code > 0) return &unsync__instant;
    struct unsync__ticket *ticket = unsync__ticket_new(turn, object, line, data, item_size);
    if (ticket == NULL) return &unsync__no_memory;
    ticket->code = code;
    return unsync__start(&ticket->task);
}

struct unsync__task *unsync__ticket_late(const struct unsync__turn *turn, void *object,
                                         struct unsync__line *line, void *data, size_t item_size)
{
    struct unsync__ticket *ticket = unsync__ticket_new(turn, object, line, data, item_size);
    return ticket == NULL ? NULL : unsync__start(&ticket->task);
}

static void start(struct unsync__task *task)
{
    struct unsync__ticket *ticket = (struct unsync__ticket *) task;
    struct unsync__grants grants = {NULL, NULL};
    ticket->asked = (task->flags & UNSYNC__CANCEL) != 0; /* a deadline that was over before */
    if (ticket->asked || ticket->code < 0) {
        unsync__ticket_end(ticket);
        return;
    }
    bool owns = unsync__gate_enter(ticket->object);
    ticket->code = turn_of(ticket)->admit(ticket, ticket->line->unsync__first == NULL);
    bool waits = ticket->code == 0;
    if (waits)
        unsync__line_add(ticket->line, ticket);
    else if (ticket->code > 0 && turn_of(ticket)->after != NULL)
        turn_of(ticket)->after(ticket->object, &grants);
    unsync__gate_leave(ticket->object, owns);
    if (!waits) unsync__ticket_end(ticket);
    unsync__grants_deliver(&grants, false);
}

static void cancel(struct unsync__task *task)
{
    struct unsync__ticket *ticket = (struct unsync__ticket *) task;
    struct unsync__grants grants = {NULL, NULL};
    bool owns = unsync__gate_enter(ticket->object);
    bool waited = ticket->queued;
    if (waited) {
        unsync__line_remove(ticket);
        unsync__line_settle(ticket->line, &grants); /* those behind it may be of another kind */
    }
    unsync__gate_leave(ticket->object, owns);
    if (!waited) return;
    ticket->asked = true;
    unsync__ticket_end(ticket);
    unsync__grants_deliver(&grants, true);
}

void unsync__ticket_drop(struct unsync__task *task)
{
    struct unsync__ticket *ticket = (struct unsync__ticket *) task;
    if ((task->flags & UNSYNC__OBSERVED) == 0 && turn_of(ticket)->undo != NULL)
        turn_of(ticket)->undo(ticket);
}

const struct unsync__lane unsync__lane_ticket = {
    .name = "synchronisation", .start = start, .cancel = cancel};
