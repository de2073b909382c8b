/* question.c: see question.h. A generator is in one of four places: it stands (nobody asks, or it
 * was closed and is in the ready queue), runs, waits for a child like any loop task, or has
 * ended. */
#include "question.h"

#include <string.h>

#include "../base/check.h"
#include "cancel.h"
#include "failure.h"
#include "sched.h"
#include "task.h"

struct question {
    struct unsync__task task;
    int value; /* 1: there is one; 0: the end */
    bool closes;
    bool primes; /* sends before the first yield: goes there, and on */
    struct unsync__async_generator *generator;
    void *out;
    size_t size;
};

/* --- The generator ---------------------------------------------------------------------------- */

/* Nothing runs before the first question. */
static void stand(struct unsync__task *generator)
{
    (void) generator;
}

void unsync__generator_cancel(struct unsync__task *task)
{
    struct unsync__async_generator *generator = (struct unsync__async_generator *) task;
    if (task->flags & UNSYNC__SUSPENDED)
        unsync__pass_request(task, task->link);
    else if (generator->asker == NULL)
        unsync__make_ready(unsync__here, task); /* it stands: its unwinding has to be run */
}

const struct unsync__lane unsync__lane_async_generator = {.name = "async generator",
                                                          .start = stand,
                                                          .wake = unsync__wake,
                                                          .cancel = unsync__generator_cancel};

void unsync__give(struct unsync__task *task, const void *value, size_t size, unsigned point)
{
    struct unsync__async_generator *generator = (struct unsync__async_generator *) task;
    struct question *question = (struct question *) generator->asker;
    task->state = (uint16_t) point;
    generator->asker = NULL;
    if (task->flags & UNSYNC__CANCEL) /* it ends after this one */
        unsync__make_ready(unsync__here, task);
    if (size > 0 && question->out != NULL) memcpy(question->out, value, size);
    question->value = 1;
    unsync__resolve(&question->task);
}

bool unsync__primed(struct unsync__task *task)
{
    struct question *question =
        (struct question *) ((struct unsync__async_generator *) task)->asker;
    bool primes = question->primes;
    question->primes = false;
    return primes;
}

bool unsync__give_refused(struct unsync__task *task, const char *file, int line)
{
    if ((task->flags & UNSYNC__CANCEL) == 0) return false;
    unsync__failure_set_asked(task, file, line);
    return true;
}

void unsync__generator_resolves(struct unsync__task *task)
{
    struct unsync__async_generator *generator = (struct unsync__async_generator *) task;
    struct question *question = (struct question *) generator->asker;
    if (question == NULL) return;
    generator->asker = NULL;
    question->value = 0;
    if (question->closes) {
        unsync__store_flags(task, task->flags | UNSYNC__RELEASED);
    } else if (task->flags & UNSYNC__FAILED) {
        unsync__store_flags(task, task->flags | UNSYNC__OBSERVED);
        unsync__failure_copy(&question->task, task);
    }
    unsync__resolve(&question->task);
}

/* --- The question ----------------------------------------------------------------------------- */

static void answer_ended(struct question *question)
{
    struct unsync__task *generator = &question->generator->task;
    if (question->closes)
        unsync__give_up(generator);
    else if (generator->flags & UNSYNC__FAILED)
        unsync__failure_copy(&question->task, generator);
    unsync__resolve(&question->task);
}

static void ask(struct unsync__task *task)
{
    struct question *question = (struct question *) task;
    struct unsync__async_generator *generator = question->generator;
    question->value = 0;
    if (question->primes && generator->task.state != 0) question->primes = false;
    if (generator->task.flags & UNSYNC__DONE) {
        answer_ended(question);
        return;
    }
    unsync__check(generator->asker == NULL, "%s (%s:%d) is asked while it has not answered %s",
                  generator->task.kind->name, generator->task.kind->file,
                  generator->task.kind->line, generator->asker->parent->kind->name);
    if (question->closes) {
        unsync__cancel_directly(&generator->task);
        generator->asker = task;
    } else {
        generator->asker = task;
        if ((generator->task.flags & UNSYNC__CANCEL) == 0) unsync__run_now(&generator->task);
    }
}

static void cancel_question(struct unsync__task *task)
{
    struct question *question = (struct question *) task;
    if (!question->closes) unsync__pass_request(task, &question->generator->task);
}

static const struct unsync__lane lane = {
    .name = "question", .start = ask, .cancel = cancel_question};
static const struct unsync__kind kind = {
    .name = "a question", .file = "unsync", .size = sizeof(struct question), .lane = &lane};

static struct unsync__task *new_question(struct unsync__task *generator, void *out, size_t size,
                                         bool primes, bool closes)
{
    unsync__check(generator != NULL, "an async generator that is NULL is asked");
    struct question *question = unsync__new(&kind, sizeof *question);
    if (question == NULL) return &unsync__no_memory;
    question->generator = (struct unsync__async_generator *) generator;
    question->out = out;
    question->size = size;
    question->primes = primes;
    question->closes = closes;
    return unsync__start(&question->task);
}

struct unsync__task *unsync__ask(struct unsync__task *generator, void *out, size_t size)
{
    return new_question(generator, out, size, false, false);
}

struct unsync__task *unsync__ask_with(struct unsync__task *generator, void *out, size_t size)
{
    return new_question(generator, out, size, true, false);
}

struct unsync__task *unsync__ask_to_close(struct unsync__task *generator)
{
    return new_question(generator, NULL, 0, false, true);
}

bool unsync__ask_sends(struct unsync__task *task, const struct unsync__kind *own, bool has_values)
{
    unsync__check(task != NULL && ((task->flags & UNSYNC__STATIC) || task->kind == own),
                  "%s_send was given another generator", own->name);
    if (task->flags & (UNSYNC__STATIC | UNSYNC__DONE)) return false;
    unsync__check(task->state != 0 || !has_values,
                  "%s (%s:%d) is sent a value before it was asked for its first one: no yield "
                  "would take it; await %s_next before",
                  own->name, own->file, own->line, own->name);
    return true;
}

/* --- In a body -------------------------------------------------------------------------------- */

void unsync__take_over(struct unsync__task *task, struct unsync__task *generator)
{
    unsync__check(generator != NULL, "%s (%s:%d) yields from a generator that is NULL",
                  task->kind->name, task->kind->file, task->kind->line);
    if (generator->flags & UNSYNC__STATIC) return;
    const struct unsync__kind *outer = task->kind, *inner = generator->kind;
    unsync__check((generator->flags & UNSYNC__FREED) == 0,
                  "%s (%s:%d) yields from %s (%s:%d), which was closed before", outer->name,
                  outer->file, outer->line, inner->name, inner->file, inner->line);
    unsync__check(((struct unsync__async_generator *) generator)->asker == NULL,
                  "%s (%s:%d) yields from %s (%s:%d) while that has not answered another",
                  outer->name, outer->file, outer->line, inner->name, inner->file, inner->line);
    if (generator->parent == task) return;
    for (const struct unsync__task *one = task; one != NULL; one = one->parent)
        unsync__check(one != generator, "%s (%s:%d) yields from its own ancestor %s (%s:%d)",
                      outer->name, outer->file, outer->line, inner->name, inner->file, inner->line);
    unsync__adopt(generator, task);
}
