/* event.c: a flag that can be waited for. Who waited when it was set has seen it, even if it is
 * cleared before the waiter runs. */
#include "ticket.h"

static int admit(struct unsync__ticket *ticket, bool first)
{
    (void) first;
    return ((struct unsync_event *) ticket->object)->unsync__set;
}

static const struct unsync__turn turn = UNSYNC__TURN("unsync_event_wait", admit, NULL, NULL);

unsync_task_of(void) unsync_event_wait(struct unsync_event *event)
{
    return (unsync_task_of(void)) unsync__ticket_begin(&turn, event, &event->unsync__line, NULL, 0);
}

void unsync_event_set(struct unsync_event *event)
{
    struct unsync__grants grants = {NULL, NULL};
    bool owns = unsync__gate_enter(&event->unsync__gate);
    event->unsync__set = true;
    unsync__line_settle(&event->unsync__line, &grants);
    unsync__gate_leave(&event->unsync__gate, owns);
    unsync__grants_deliver(&grants, false);
}

void unsync_event_clear(struct unsync_event *event)
{
    bool owns = unsync__gate_enter(&event->unsync__gate);
    event->unsync__set = false;
    unsync__gate_leave(&event->unsync__gate, owns);
}

bool unsync_event_is_set(struct unsync_event *event)
{
    bool owns = unsync__gate_enter(&event->unsync__gate);
    bool set = event->unsync__set;
    unsync__gate_leave(&event->unsync__gate, owns);
    return set;
}
