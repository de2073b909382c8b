/* barrier.c: those who wait are counted by the line itself, so that one who leaves it has not come.
 * The last one begins a new round, which lets out all that came in the round before. */
#include "../base/check.h"
#include "ticket.h"

static int admit(struct unsync__ticket *ticket, bool first)
{
    struct unsync_barrier *barrier = ticket->object;
    (void) first;
    if (ticket->queued) return ticket->stamp != barrier->unsync__round;
    if (barrier->unsync__line.unsync__count + 1 < barrier->unsync__parties) {
        ticket->stamp = barrier->unsync__round;
        return 0;
    }
    barrier->unsync__round++;
    return 1;
}

static void after(void *object, struct unsync__grants *grants)
{
    unsync__line_settle(&((struct unsync_barrier *) object)->unsync__line, grants);
}

static const struct unsync__turn turn = UNSYNC__TURN("unsync_barrier_wait", admit, after, NULL);

unsync_task_of(void) unsync_barrier_wait(struct unsync_barrier *barrier)
{
    unsync__check(barrier->unsync__parties > 0, "unsync_barrier_wait: a barrier for nobody");
    return (unsync_task_of(void)) unsync__ticket_begin(&turn, barrier, &barrier->unsync__line, NULL,
                                                       0);
}
