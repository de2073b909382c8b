/* deadline.c: see deadline.h. A start on a foreign thread cannot touch the wheel: it leaves its
 * deadline at `children`, which a task has none of before it began, for the loop to find. */
#include "deadline.h"

#include <stdatomic.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/check.h"
#include "../base/parker.h"
#include "../core/cancel.h"
#include "../core/note.h"
#include "../core/task.h"
#include "ambient.h"
#include "block.h"
#include "door.h"
#include "loop.h"

struct deadline {
    struct unsync__note note;   /* first */
    struct unsync__alarm alarm; /* its due tick stays when it has fired */
    bool is_of_heap;
};
_Static_assert(sizeof(struct deadline) <= sizeof(struct unsync__deadline),
               "frames have room for it");

static _Atomic uint64_t count; /* deadlines that there are; the loop thread writes */

static void fire(struct unsync__alarm *alarm)
{
    struct deadline *deadline =
        (struct deadline *) ((char *) alarm - offsetof(struct deadline, alarm));
    unsync__expire(deadline->note.task);
}

static void close_note(struct unsync__note *note)
{
    struct deadline *deadline = (struct deadline *) note;
    unsync__alarm_stop(&deadline->alarm);
    count--;
    if (deadline->is_of_heap) unsync__free(deadline);
}

static const struct unsync__note_kind kind = {.name = "deadline", .close = close_note};

static void add(struct unsync__task *task, struct deadline *deadline, uint64_t due_ms)
{
    memset(&deadline->alarm, 0, sizeof deadline->alarm);
    deadline->alarm.fire = fire;
    unsync__note_add(&deadline->note, task, &kind);
    unsync__alarm_start_at(&deadline->alarm, due_ms);
    count++;
}

static struct deadline *find(const struct unsync__task *task)
{
    return (struct deadline *) unsync__note_find(task, &kind);
}

/* --- `timeout` of a mark ---------------------------------------------------------------------- */

void unsync__limit(struct unsync__task *task, struct unsync__deadline *memory, uint64_t ms)
{
    struct deadline *deadline = (struct deadline *) (void *) memory;
    deadline->is_of_heap = false;
    if (unsync__here != NULL) {
        add(task, deadline, unsync__loop_due_ms(ms));
        return;
    }
    deadline->alarm.timer.due = unsync__loop_due_ms(ms);
    task->children = (struct unsync__task *) (void *) deadline;
    task->flags = UNSYNC__NOTED;
}

void unsync__deadline_begin(struct unsync__task *task)
{
    struct deadline *deadline = (struct deadline *) (void *) task->children;
    task->children = NULL;
    add(task, deadline, deadline->alarm.timer.due);
}

/* --- unsync_timeout, unsync_deadline_left_ms -------------------------------------------------- */

struct question {
    struct unsync__message message; /* first */
    struct unsync__task *task;
    uint64_t ms; /* in: a due tick; out: what is left */
    struct unsync__parker *parker;
};

static void ask(struct question *question, void (*deliver)(struct unsync__message *message))
{
    question->message.deliver = deliver;
    if (unsync__here != NULL) {
        deliver(&question->message);
        return;
    }
    unsync__ambient_need();
    question->parker = unsync__parker_mine();
    unsync__door_post(&question->message);
    unsync__parker_park(question->parker);
}

static void answer(struct question *question)
{
    if (question->parker != NULL) unsync__parker_unpark(question->parker);
}

static void advance(struct deadline *deadline, uint64_t due_ms)
{
    if (due_ms >= deadline->alarm.timer.due) return;
    unsync__alarm_stop(&deadline->alarm);
    unsync__alarm_start_at(&deadline->alarm, due_ms);
}

static void deliver_timeout(struct unsync__message *message)
{
    struct question *question = (struct question *) message;
    struct unsync__task *task = question->task;
    struct deadline *deadline = find(task);
    if (deadline != NULL)
        advance(deadline, question->ms);
    else if ((task->flags & UNSYNC__DONE) == 0) {
        deadline = unsync__alloc(sizeof *deadline);
        if (deadline == NULL)
            unsync__starve(task);
        else {
            deadline->is_of_heap = true;
            add(task, deadline, question->ms);
        }
    }
    answer(question);
}

struct unsync__task *unsync__timeout(struct unsync__task *task, uint64_t ms)
{
    unsync__check_alive(task, "unsync_timeout");
    uint32_t flags = __atomic_load_n(&task->flags, __ATOMIC_ACQUIRE);
    if (ms == UINT64_MAX || (flags & (UNSYNC__DONE | UNSYNC__STATIC)) != 0) return task;
    struct question question = {.task = task, .ms = unsync__loop_due_ms(ms)};
    ask(&question, deliver_timeout);
    return task;
}

/* The earliest due tick that counts for the task. */
static uint64_t earliest(const struct unsync__task *task)
{
    uint64_t due_ms = UINT64_MAX;
    for (; task != NULL && (task->flags & UNSYNC__HELD) == 0; task = task->parent) {
        const struct deadline *deadline = find(task);
        if (deadline != NULL && deadline->alarm.timer.due < due_ms)
            due_ms = deadline->alarm.timer.due;
        if (task->flags & UNSYNC__SHIELDED) break;
    }
    return due_ms;
}

static void deliver_left(struct unsync__message *message)
{
    struct question *question = (struct question *) message;
    uint64_t due_ms = earliest(question->task), now_ms = unsync__loop_due_ms(0);
    question->ms = due_ms == UINT64_MAX ? UINT64_MAX : due_ms > now_ms ? due_ms - now_ms : 0;
    answer(question);
}

void unsync__deadline_look(struct unsync__task *task)
{
    if ((task->flags & (UNSYNC__NOTED | UNSYNC__LATE)) != UNSYNC__NOTED) return;
    const struct deadline *deadline = find(task);
    if (deadline != NULL && unsync__clock_has_come(deadline->alarm.timer.due))
        unsync__expire(task);
}

/* --- f_sync and f_try ------------------------------------------------------------------------- */

static void deliver_limit(struct unsync__message *message)
{
    struct question *question = (struct question *) message;
    struct unsync__job *job = (struct unsync__job *) question->task; /* the first of it */
    struct deadline *deadline = (struct deadline *) (void *) &job->deadline;
    deadline->is_of_heap = false;
    add(&job->task, deadline, question->ms);
    answer(question);
}

void unsync__job_limit(struct unsync__job *job, uint64_t ms)
{
    if (unsync__here == NULL) unsync__ambient_need(); /* which clock it is, is known then */
    struct question question = {.task = &job->task, .ms = unsync__loop_due_ms(ms)};
    job->task.state |= UNSYNC__KNOWN;
    ask(&question, deliver_limit);
}

static void deliver_unlimit(struct unsync__message *message)
{
    struct question *question = (struct question *) message;
    unsync__notes_close(question->task);
    answer(question);
}

void unsync__job_unlimit(struct unsync__job *job)
{
    uint32_t flags = __atomic_load_n(&job->task.flags, __ATOMIC_ACQUIRE);
    if ((flags & UNSYNC__NOTED) == 0) return;
    struct question question = {.task = &job->task};
    ask(&question, deliver_unlimit);
}

uint64_t unsync_deadline_left_ms(void)
{
    struct unsync__task *task = unsync__here != NULL ? unsync__here->current : unsync__owner;
    if (task == NULL || atomic_load(&count) == 0) return UINT64_MAX;
    if (unsync__here == NULL && (task->state & UNSYNC__DEFERS)) return UINT64_MAX;
    struct question question = {.task = task};
    ask(&question, deliver_left);
    return question.ms;
}
