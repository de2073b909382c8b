/* shutdown.c: unsync_shutdown, a task that cancels all others and waits for their end.
 *
 * It looks again after a while, first one millisecond, then twice as long up to sixteen: what a
 * cancelled task starts in its defers is new every time, and nobody else has to count ends for
 * a task that runs once in a program. Those that wait for the shutdown itself are spared. */
#include <stdio.h>
#include <string.h>

#include "../core/cancel.h"
#include "../core/task.h"
#include "late.h"
#include "loop.h"

enum { PAUSE_FIRST_MS = 1, PAUSE_MAX_MS = 16 };

struct frame {
    struct unsync__task task;
    int late;
    uint32_t pause_ms;
    uint64_t due_ms;
    struct unsync__alarm alarm;
};

static bool waits_for(const struct unsync__task *task, const struct unsync__task *other)
{
    while (other != NULL && other != task) other = other->parent;
    return other != NULL;
}

/* Cancels the children of `top`, and goes on below those that are spared. */
static void cancel_below(struct unsync__task *top, const struct unsync__task *self)
{
    for (;;) {
        struct unsync__task *spared = NULL;
        for (struct unsync__task *child = top->children, *next; child != NULL; child = next) {
            next = child->next;
            if (waits_for(child, self))
                spared = child;
            else if (!unsync__has_frame(child))
                cancel_below(child, self);
            else
                unsync__cancel_directly(child);
        }
        if (spared == NULL || spared == self) return;
        top = spared;
    }
}

static unsigned count_late(const struct frame *self, FILE *out)
{
    return unsync__late_count(&unsync__root, &self->task, out) +
           unsync__late_count(&unsync__daemons, &self->task, out) +
           unsync__late_count(&unsync__outside, &self->task, out);
}

static void end(struct frame *self, unsigned late)
{
    self->late = (int) late;
    unsync__resolve(&self->task);
}

static void look(struct frame *self)
{
    cancel_below(&unsync__root, &self->task);
    cancel_below(&unsync__outside, &self->task);
    cancel_below(&unsync__daemons, &self->task);
    bool is_over = unsync__loop_now_ms() >= self->due_ms;
    unsigned late = count_late(self, is_over ? stderr : NULL);
    if (late == 0 || is_over) {
        end(self, late);
        return;
    }
    unsync__alarm_start(&self->alarm, self->pause_ms);
    if (self->pause_ms < PAUSE_MAX_MS) self->pause_ms *= 2;
}

static void fire(struct unsync__alarm *alarm)
{
    look((struct frame *) ((char *) alarm - offsetof(struct frame, alarm)));
}

/* The first look comes from the loop: tasks below this one on the C stack are not to be ended. */
static void start(struct unsync__task *task)
{
    struct frame *self = (struct frame *) task;
    unsync__alarm_start(&self->alarm, 0);
}

static void cancel(struct unsync__task *task)
{
    unsync__alarm_stop(&((struct frame *) task)->alarm);
    unsync__end_asked(task);
}

static const struct unsync__lane lane = {.name = "timer", .start = start, .cancel = cancel};
static const struct unsync__kind kind = {.name = "unsync_shutdown",
                                         .file = "unsync",
                                         .size = sizeof(struct frame),
                                         .lane = &lane};

unsync_task_of(int) unsync_shutdown(uint64_t deadline_ms)
{
    struct frame *self = unsync__new(&kind, sizeof *self);
    if (self == NULL) return (unsync_task_of(int)) &unsync__no_memory;
    self->late = 0;
    self->pause_ms = PAUSE_FIRST_MS;
    self->due_ms = unsync__loop_due_ms(deadline_ms);
    memset(&self->alarm, 0, sizeof self->alarm);
    self->alarm.fire = fire;
    return (unsync_task_of(int)) unsync__start(&self->task);
}
