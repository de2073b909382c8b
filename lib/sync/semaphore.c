/* semaphore.c: permits that are taken one by one and given back one or more at once. */
#include "../base/check.h"
#include "ticket.h"

static int admit(struct unsync__ticket *ticket, bool first)
{
    struct unsync_semaphore *semaphore = ticket->object;
    if (semaphore->unsync__permits == 0 || !first) return 0;
    semaphore->unsync__permits--;
    return 1;
}

static void give(struct unsync_semaphore *semaphore, size_t count, bool later)
{
    struct unsync__grants grants = {NULL, NULL};
    bool owns = unsync__gate_enter(&semaphore->unsync__gate);
    bool fits = count <= SIZE_MAX - semaphore->unsync__permits;
    if (fits) semaphore->unsync__permits += count;
    unsync__line_settle(&semaphore->unsync__line, &grants);
    unsync__gate_leave(&semaphore->unsync__gate, owns);
    unsync__check(fits, "unsync_semaphore_give: %zu permits are more than can be counted", count);
    if (grants.first != NULL) unsync__grants_deliver(&grants, later);
}

static void undo(struct unsync__ticket *ticket)
{
    give(ticket->object, 1, true);
}

static const struct unsync__turn turn = UNSYNC__TURN("unsync_semaphore_take", admit, NULL, undo);

unsync_task_of(void) unsync_semaphore_take(struct unsync_semaphore *semaphore)
{
    return (unsync_task_of(void)) unsync__ticket_begin(&turn, semaphore, &semaphore->unsync__line,
                                                       NULL, 0);
}

int unsync_semaphore_try(struct unsync_semaphore *semaphore)
{
    int code = unsync__ticket_try(&turn, semaphore, &semaphore->unsync__line, NULL);
    return code > 0 ? 0 : UNSYNC_EAGAIN;
}

void unsync_semaphore_give(struct unsync_semaphore *semaphore, size_t count)
{
    give(semaphore, count, false);
}
