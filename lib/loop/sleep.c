/* sleep.c: unsync_sleep, a task that is nothing but a timer. Its frame is the head and the wheel's
 * node; it has no body, so its lane starts, fires and cancels it directly. */
#include <stdio.h>

#include "../core/cancel.h"
#include "../core/task.h"
#include "loop.h"

struct frame {
    struct unsync__task task;
    struct unsync__alarm alarm; /* before the start its `due` is the delay */
};
_Static_assert(sizeof(struct frame) <= 96, "sleepers come by the million");

static struct frame *frame_of(struct unsync__alarm *alarm)
{
    return (struct frame *) ((char *) alarm - offsetof(struct frame, alarm));
}

static void fire(struct unsync__alarm *alarm)
{
    unsync__resolve(&frame_of(alarm)->task);
}

static void start(struct unsync__task *task)
{
    struct frame *self = (struct frame *) task;
    self->alarm.fire = fire;
    unsync__alarm_start(&self->alarm, self->alarm.timer.due);
}

static void cancel(struct unsync__task *task)
{
    struct frame *self = (struct frame *) task;
    unsync__alarm_stop(&self->alarm);
    unsync__end_asked(task);
}

static const char *phase(const struct unsync__task *task, char *text, size_t room)
{
    uint64_t due = ((const struct frame *) task)->alarm.timer.due, now = unsync__loop_now_ms();
    snprintf(text, room, "%llu ms left", (unsigned long long) (due > now ? due - now : 0));
    return text;
}

static const struct unsync__lane lane = {
    .name = "timer", .start = start, .cancel = cancel, .phase = phase};
static const struct unsync__kind kind = {.name = "unsync_sleep",
                                         .file = "unsync",
                                         .size = sizeof(struct frame),
                                         .lane = &lane};

unsync_task_of(void) unsync_sleep(uint64_t ms)
{
    struct frame *self = unsync__new(&kind, sizeof *self);
    if (self == NULL) return (unsync_task_of(void)) &unsync__no_memory;
    self->alarm.timer.due = ms;
    return (unsync_task_of(void)) unsync__start(&self->task);
}
