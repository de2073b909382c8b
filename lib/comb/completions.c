/* completions.c: unsync_completions, the handles of an array in the order in which they end.
 *
 * A task that adopts them all; each that ends is given back at once and its index put into a
 * queue, from which the questions (unsync_completed) are answered. It ends with the last of them;
 * by then no question waits any more, so a question may hold it by its address. */
#include "../base/check.h"
#include "../core/cancel.h"
#include "../core/failure.h"
#include "../core/task.h"
#include "places.h"

typedef struct unsync__task *handle __attribute__((may_alias));

struct question {
    struct unsync__task task;
    size_t index; /* the value */
    struct frame *of;
    struct question *next, **back; /* NULL: not in the list */
};

struct frame {
    struct unsync__task task;
    const handle *handles;
    size_t count, running;
    size_t asked, ended_count; /* of `ended` */
    size_t *ended;             /* indices, in the order of their ends */
    struct question *first, **last;
    struct unsync__places places;
};

/* --- Questions -------------------------------------------------------------------------------- */

static void unlink_question(struct question *question)
{
    struct frame *self = question->of;
    if (question->back == NULL) return;
    *question->back = question->next;
    if (question->next != NULL)
        question->next->back = question->back;
    else
        self->last = question->back;
    question->back = NULL;
}

static bool can_answer(const struct frame *self)
{
    return self->asked < self->ended_count || self->asked == self->count;
}

static void answer(struct question *question)
{
    struct frame *self = question->of;
    unlink_question(question);
    question->index = self->asked < self->ended_count ? self->ended[self->asked++] : self->count;
    unsync__resolve(&question->task);
}

static void answer_all(struct frame *self)
{
    while (self->first != NULL && can_answer(self)) answer(self->first);
}

static void start_question(struct unsync__task *task)
{
    struct question *question = (struct question *) task;
    struct frame *self = question->of;
    if (self->first == NULL && can_answer(self)) {
        answer(question);
        return;
    }
    question->next = NULL;
    question->back = self->last;
    *self->last = question;
    self->last = &question->next;
}

static void cancel_question(struct unsync__task *task)
{
    unlink_question((struct question *) task);
    unsync__end_asked(task);
}

/* --- The handles ------------------------------------------------------------------------------ */

static void end(struct frame *self)
{
    answer_all(self);
    if (self->task.flags & UNSYNC__CANCEL)
        unsync__end_asked(&self->task);
    else
        unsync__resolve(&self->task);
}

static void note_end(struct frame *self, struct unsync__task *child, size_t index)
{
    self->ended[self->ended_count++] = index;
    unsync__give_back(child, self->task.parent);
}

static void start(struct unsync__task *task)
{
    struct frame *self = (struct frame *) task;
    for (size_t i = 0; i < self->count; i++) {
        struct unsync__task *child = self->handles[i];
        unsync__check(child != NULL, "unsync_completions: handle %zu of %zu is NULL", i,
                      self->count);
        if ((child->flags & UNSYNC__STATIC) != 0 || unsync__attend(task, child)) {
            note_end(self, child, i);
        } else {
            unsync__places_put(&self->places, child, i);
            self->running++;
        }
    }
    if (self->running == 0) end(self);
}

static void wake(struct unsync__task *task, struct unsync__task *child)
{
    struct frame *self = (struct frame *) task;
    note_end(self, child, unsync__places_take(&self->places, child));
    if (--self->running == 0)
        end(self);
    else
        answer_all(self);
}

/* The extra count keeps a child that ends at once from ending this task below our feet. The array
 * is not asked: what has ended may be gone. */
static void cancel(struct unsync__task *task)
{
    struct frame *self = (struct frame *) task;
    self->running++;
    for (struct unsync__task *child = task->children, *next; child != NULL; child = next) {
        next = child->next;
        unsync__request_cancel(child);
    }
    if (--self->running == 0) end(self);
}

static const struct unsync__lane lane = {
    .name = "completions", .start = start, .wake = wake, .cancel = cancel};
static const struct unsync__kind kind = {.name = "unsync_completions",
                                         .file = "unsync",
                                         .size = sizeof(struct frame),
                                         .lane = &lane};
static const struct unsync__lane question_lane = {
    .name = "completed", .start = start_question, .cancel = cancel_question};
static const struct unsync__kind question_kind = {.name = "unsync_completed",
                                                  .file = "unsync",
                                                  .size = sizeof(struct question),
                                                  .lane = &question_lane};

struct unsync__task *unsync__completions(const void *handles, size_t count)
{
    if (count > UNSYNC__PLACES_MAX) return &unsync__no_memory;
    size_t slots = unsync__places_slots(count);
    struct frame *self = unsync__new(&kind, sizeof *self + slots * sizeof(struct unsync__place) +
                                                count * sizeof *self->ended);
    if (self == NULL) return &unsync__no_memory;
    struct unsync__place *memory = (struct unsync__place *) (self + 1);
    unsync__places_init(&self->places, memory, count);
    self->handles = handles;
    self->count = count;
    self->running = self->asked = self->ended_count = 0;
    self->ended = (size_t *) (memory + slots);
    self->first = NULL;
    self->last = &self->first;
    return unsync__start(&self->task);
}

struct unsync__task *unsync__completed(struct unsync__task *completions)
{
    unsync__check_alive(completions, "unsync_completed");
    if (completions == &unsync__no_memory) return completions;
    unsync__check(completions->kind == &kind,
                  "unsync_completed: the handle is one of %s, not of unsync_completions",
                  completions->kind->name);
    struct question *question = unsync__new(&question_kind, sizeof *question);
    if (question == NULL) return &unsync__no_memory;
    question->of = (struct frame *) completions;
    question->back = NULL;
    return unsync__start(&question->task);
}
