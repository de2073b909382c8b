/* stream.c: see stream.h. */
#include "stream.h"

#include <string.h>

#include "../base/alloc.h"
#include "../core/cancel.h"
#include "../core/failure.h"
#include "../core/frame.h"
#include "../core/owned.h"
#include "../core/question.h"
#include "../core/sched.h"
#include "../core/task.h"
#include "../core/trace.h"
#include "../loop/door.h"
#include "../wire/outcome.h"
#include "lend.h"

enum place { IN_WORKER, HERE };
/* What the handle does; it has begun with its start, so that a cancel always runs it. */
enum state { STANDS = 1, WAITS = 2 };

struct unsync__kept {
    struct unsync__kept *next;
    char value[];
};

static struct unsync__stream *stream_of(const struct unsync__task *call)
{
    return (struct unsync__stream *) call->parent;
}

static const struct unsync__flow *flow_of(const struct unsync__stream *stream)
{
    return stream->call->kind->remote->flow;
}

static void *value_of(const struct unsync__stream *stream)
{
    return unsync__value_at(stream->call, flow_of(stream)->align);
}

/* --- The clock -------------------------------------------------------------------------------- */

/* A virtual clock stands while somebody waits for the worker. */
static void set_clock(struct unsync__stream *stream, bool holds)
{
    if (stream->holds_clock == holds) return;
    stream->holds_clock = holds;
    if (holds)
        unsync__clock_hold();
    else
        unsync__clock_release();
}

void unsync__stream_rests(struct unsync__task *call)
{
    set_clock(stream_of(call), false);
}

/* --- Values ----------------------------------------------------------------------------------- */

/* The handle waits for the call, and does so no more. */
static void stop_waiting(struct unsync__stream *stream)
{
    struct unsync__task *task = &stream->head.task, *call = stream->call;
    if ((task->flags & UNSYNC__SUSPENDED) == 0) return;
    unsync__store_flags(call, call->flags & ~(uint32_t) UNSYNC__AWAITED);
    unsync__store_flags(task, task->flags & ~(uint32_t) UNSYNC__SUSPENDED);
    task->link = NULL;
}

/* The value in the call's frame is the answer. */
static void give(struct unsync__stream *stream)
{
    set_clock(stream, false);
    unsync__give(&stream->head.task, value_of(stream), flow_of(stream)->size, STANDS);
}

static void drop_value(struct unsync__stream *stream)
{
    if (flow_of(stream)->drop != NULL) flow_of(stream)->drop(stream->call);
}

/* Of a dead worker: until it is asked for. */
static bool keep(struct unsync__stream *stream)
{
    struct unsync__kept *kept = unsync__alloc(sizeof *kept + flow_of(stream)->size);
    if (kept == NULL) {
        drop_value(stream);
        return false;
    }
    kept->next = NULL;
    memcpy(kept->value, value_of(stream), flow_of(stream)->size);
    *(stream->kept == NULL ? &stream->kept : &stream->newest->next) = kept;
    stream->newest = kept;
    return true;
}

/* The oldest into the call's frame. */
static bool take_kept(struct unsync__stream *stream)
{
    struct unsync__kept *kept = stream->kept;
    if (kept == NULL) return false;
    stream->kept = kept->next;
    memcpy(value_of(stream), kept->value, flow_of(stream)->size);
    unsync__free(kept);
    return true;
}

/* A question has come as far as to wait for the worker: it may have been made ready only. */
static bool is_asked(const struct unsync__stream *stream)
{
    return stream->head.asker != NULL && stream->kept == NULL &&
           (stream->asks || (stream->head.task.flags & UNSYNC__SUSPENDED) != 0);
}

bool unsync__stream_gave(struct unsync__proc *proc, struct unsync__call *call, const char *text,
                         size_t len)
{
    struct unsync__stream *stream = stream_of(call->task);
    const char *name = call->task->kind->name;
    char message[192];
    int code = UNSYNC_ENOMEM;
    if (stream->head.task.flags & UNSYNC__CANCEL) return true; /* nobody will ask */
    if (text != NULL)
        code = unsync__outcome_take_value(call->task, text, len, &proc->store, message,
                                          sizeof message);
    if (code == UNSYNC_EPROTO) {
        unsync__proc_kill(proc, code, "worker %d broke the protocol: a value of %s: %s",
                          (int) proc->pid, name, message);
        return true;
    }
    if (code == 0 && is_asked(stream)) {
        call->wanted = false;
        unsync__lend_pause(proc, !proc->dead);
        stop_waiting(stream);
        give(stream);
        return true;
    }
    if (code != 0 || !keep(stream))
        unsync__proc_kill(proc, UNSYNC_ENOMEM, "no memory for a value of %s", name);
    return true;
}

/* --- Where the body runs here ----------------------------------------------------------------- */

/* One question, or the closing. */
struct step {
    struct unsync__task task;
    struct unsync__stream *stream;
    bool closes;
};

/* On a thread of the pool. A generator that a job makes belongs to the job: not so this one. */
static void run_step(struct unsync__task *task)
{
    const struct step *step = (const struct step *) task;
    struct unsync__stream *stream = step->stream;
    const struct unsync__flow *flow = flow_of(stream);
    if (stream->inner == NULL) { /* the first question */
        stream->inner = flow->open(stream->call);
        if ((stream->inner->flags & UNSYNC__STATIC) == 0) unsync__owned_remove(stream->inner);
    }
    if (!step->closes) {
        int code = unsync__next(stream->inner, value_of(stream), flow->size, flow->align);
        if (code == 1) return;
        stream->is_over = true;
        if (code < 0) return; /* the flags of the tasks are the loop's: it takes the failure */
    }
    unsync__close(stream->inner);
    stream->inner = NULL;
}

static const struct unsync__kind step_kind = {.name = "a step of a stream",
                                              .file = "unsync",
                                              .size = sizeof(struct step),
                                              .lane = &unsync__lane_thread,
                                              .run = run_step};

/* NULL: no memory. */
static struct unsync__task *start_step(struct unsync__stream *stream, bool closes)
{
    struct step *step = unsync__new(&step_kind, sizeof *step);
    if (step == NULL) return NULL;
    step->stream = stream;
    step->closes = closes;
    return unsync__start(&step->task);
}

/* --- The handle ------------------------------------------------------------------------------- */

/* Is to be run again when the child has ended; false: it has. */
static bool wait_for(struct unsync__task *task, struct unsync__task *child)
{
    if (unsync__attend(task, child)) return false;
    task->state = WAITS;
    task->link = child;
    unsync__store_flags(task, task->flags | UNSYNC__SUSPENDED);
    return true;
}

static void end(struct unsync__stream *stream)
{
    while (take_kept(stream)) drop_value(stream);
    if (unsync__debug) unsync__trace_attend(stream->call); /* by who closes the stream */
    if (stream->place == HERE) unsync__frame_free(stream->call); /* it never was a task */
    unsync__leave_body(&stream->head.task);
}

/* The call has ended: so has the stream, and like that. */
static void end_like(struct unsync__stream *stream, struct unsync__task *child)
{
    if (child->flags & UNSYNC__FAILED) unsync__failure_take(&stream->head.task, child);
    end(stream);
}

static void ask_worker(struct unsync__stream *stream)
{
    struct unsync__task *call = stream->call;
    if (take_kept(stream)) {
        give(stream);
        return;
    }
    stream->asks = true;
    if ((call->flags & UNSYNC__DONE) == 0) unsync__procs_want(call);
    stream->asks = false;
    if (stream->head.asker == NULL) return; /* it was there */
    if (call->flags & UNSYNC__DONE) {
        end_like(stream, call);
        return;
    }
    set_clock(stream, true);
    unsync__door_expect();
    wait_for(&stream->head.task, call);
}

/* The step that was waited for has ended. */
static void take_step(struct unsync__stream *stream)
{
    struct unsync__task *task = &stream->head.task, *step = stream->step;
    stream->step = NULL;
    bool failed = (step->flags & UNSYNC__FAILED) != 0;
    if (failed) unsync__failure_take(task, step);
    unsync__consume_slow(step);
    if (!failed && !stream->is_over) {
        give(stream);
        return;
    }
    if (stream->inner != NULL) { /* the body has failed, or there was no thread for it */
        if (stream->is_over) unsync__failure_take(task, stream->inner);
        unsync__close(stream->inner);
        stream->inner = NULL;
    }
    end(stream);
}

static void ask_here(struct unsync__stream *stream)
{
    struct unsync__task *task = &stream->head.task;
    if (stream->step == NULL) {
        stream->step = start_step(stream, false);
        if (stream->step == NULL) {
            unsync__failure_set(task, NULL, 0, UNSYNC_ENOMEM, "no memory to ask %s",
                                task->kind->name);
            end(stream);
            return;
        }
        if (wait_for(task, stream->step)) return;
    }
    take_step(stream);
}

/* --- Its end on request ----------------------------------------------------------------------- */

/* The last step, of which nobody wants to know. */
static void forget_step(struct unsync__stream *stream)
{
    struct unsync__task *step = stream->step;
    if (step == NULL) return;
    stream->step = NULL;
    bool has_value = (step->flags & UNSYNC__FAILED) == 0 && !stream->is_over;
    if (has_value && stream->inner != NULL) drop_value(stream);
    unsync__consume_slow(step);
}

/* What the body has deferred runs on a thread too, if there is one. True: that is waited for. */
static bool close_here(struct unsync__stream *stream)
{
    struct unsync__task *task = &stream->head.task;
    forget_step(stream);
    if (stream->inner == NULL) return false;
    if (!stream->closes) {
        stream->closes = true;
        stream->step = start_step(stream, true);
        if (stream->step != NULL) unsync__shield(stream->step);
        if (stream->step != NULL && wait_for(task, stream->step)) return true;
        forget_step(stream);
    }
    if (stream->inner != NULL) unsync__close(stream->inner);
    return false;
}

/* A failure that no question has reached is told to nobody: how far the worker was ahead is
 * chance. */
static void unwind(struct unsync__stream *stream)
{
    struct unsync__task *task = &stream->head.task, *call = stream->call;
    if (stream->place == HERE && close_here(stream)) return;
    if (stream->place == IN_WORKER) unsync__store_flags(call, call->flags | UNSYNC__OBSERVED);
    unsync__failure_set_asked(task, NULL, 0);
    end(stream);
}

void unsync__stream_run(struct unsync__task *task)
{
    struct unsync__stream *stream = (struct unsync__stream *) task;
    if (task->flags & UNSYNC__CANCEL)
        unwind(stream);
    else if (stream->place == HERE)
        ask_here(stream);
    else
        ask_worker(stream);
}

/* --- Its beginning ---------------------------------------------------------------------------- */

static void start(struct unsync__task *task)
{
    struct unsync__stream *stream = (struct unsync__stream *) task;
    stream->place = unsync__runs_here(stream->call->kind) ? HERE : IN_WORKER;
    task->state = STANDS;
    if (stream->place == HERE) return;
    unsync__adopt(stream->call, task);
    stream->call->kind->lane->start(stream->call);
}

const struct unsync__lane unsync__lane_stream = {.name = "stream",
                                                 .start = start,
                                                 .wake = unsync__wake,
                                                 .cancel = unsync__generator_cancel};

void *unsync__new_stream(const struct unsync__kind *kind, const struct unsync__kind *call_kind,
                         size_t size, size_t align)
{
    struct unsync__stream *stream = unsync__new(kind, sizeof *stream);
    if (stream == NULL) return NULL;
    memset(&stream->call, 0, sizeof *stream - offsetof(struct unsync__stream, call));
    stream->call = unsync__frame_apart(call_kind, size, align);
    if (stream->call == NULL) {
        unsync__unlink(&stream->head.task);
        unsync__frame_free(&stream->head.task);
        return NULL;
    }
    stream->call->parent = &stream->head.task;
    return stream->call;
}

struct unsync__task *unsync__start_stream(struct unsync__task *call)
{
    return unsync__stand(call->parent);
}
