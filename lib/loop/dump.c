/* dump.c: see dump.h, and unsync_dump. Where a loop task waits is told by its state and the table
 * of lines that its kind has; where a blocking body waits by what it waits with. */
#include "dump.h"

#include <string.h>

#include "../base/parker.h"
#include "../core/task.h"
#include "../core/trace.h"
#include "ambient.h"
#include "block.h"
#include "door.h"

enum { ALIKE_SHOWN = 10, DEPTH_SHOWN = 60, INDENT = 2 };

void unsync__dump_place(const struct unsync__task *task, const char **file, int *line)
{
    const struct unsync__kind *kind = task->kind;
    *file = kind->file;
    *line = kind->line;
    if (unsync__is_job(task))
        unsync__block_place(task, file, line);
    else if (kind->lines != NULL && task->state > 0)
        *line = (int) kind->lines[task->state - 1];
}

static bool is_running(const struct unsync__task *task)
{
    return task == unsync__here->current && unsync__has_frame(task);
}

/* What it does, without a place; NULL: it waits at one, or is ready to go on there. */
static const char *doing(const struct unsync__task *task, char *text, size_t room)
{
    uint32_t flags = task->flags;
    if ((flags & UNSYNC__FAILED) && (flags & UNSYNC__DONE)) {
        snprintf(text, room, "failed: %s", task->failure->message);
        return text;
    }
    if (flags & UNSYNC__DONE) return "ended";
    if (flags & UNSYNC__JOINING) return "leaves, waits for those below";
    if (flags & UNSYNC__SUSPENDED) return NULL;
    if (task->kind->lane->phase != NULL) return task->kind->lane->phase(task, text, room);
    if (task->kind->lane != &unsync__lane_loop) return "waits";
    if (flags & UNSYNC__ANSWERS) return "stands";
    if (is_running(task)) return "runs";
    return task->state == 0 ? "has not begun" : NULL;
}

static void put_state(FILE *out, const struct unsync__task *task)
{
    char text[300];
    const char *said = doing(task, text, sizeof text), *file;
    int line;
    unsync__dump_place(task, &file, &line);
    const char *rests = (task->flags & UNSYNC__SUSPENDED) ? "waits" : "ready";
    fprintf(out, ", %s", said != NULL ? said : rests);
    if (said == NULL && line > 0) fprintf(out, " at %s:%d", file, line);
    if (said == NULL && line <= 0) fprintf(out, " in %s", file);
}

static void put_age(FILE *out, const struct unsync__task *task)
{
    const struct unsync__trace *trace = unsync__trace_of(task);
    if (trace == NULL) return;
    uint64_t ms = unsync__trace_now_ms() - trace->born_ms;
    if (ms < 1000)
        fprintf(out, ", %llu ms old", (unsigned long long) ms);
    else
        fprintf(out, ", %llu.%llu s old", (unsigned long long) ms / 1000,
                (unsigned long long) ms / 100 % 10);
}

static void put_task(FILE *out, const struct unsync__task *task, unsigned depth)
{
    uint32_t flags = task->flags;
    fprintf(out, "%*s%s", (int) (depth * INDENT), "", task->kind->name);
    if (task->kind->line > 0) fprintf(out, " (%s:%d)", task->kind->file, task->kind->line);
    if (unsync__has_frame(task)) fprintf(out, ", %s", task->kind->lane->name);
    put_state(out, task);
    if ((flags & UNSYNC__CANCEL) && (flags & UNSYNC__DONE) == 0)
        fprintf(out, ", %s", (flags & UNSYNC__EXPIRED) ? "its time is over" : "cancelled");
    if (flags & UNSYNC__SHIELDED) fprintf(out, ", shielded");
    if (flags & UNSYNC__BACKGROUND) fprintf(out, ", background");
}

/* --- The tree --------------------------------------------------------------------------------- */

static const struct unsync__task *oldest(const struct unsync__task *top)
{
    const struct unsync__task *task = top->children;
    while (task != NULL && task->next != NULL) task = task->next;
    return task;
}

/* The sibling that was started after it. */
static const struct unsync__task *younger(const struct unsync__task *task)
{
    if (task->back == &task->parent->children) return NULL;
    return (const struct unsync__task *) (const void *) ((const char *) task->back -
                                                         offsetof(struct unsync__task, next));
}

static bool is_alike(const struct unsync__task *task, const struct unsync__task *other)
{
    uint32_t states = UNSYNC__DONE | UNSYNC__FAILED | UNSYNC__SUSPENDED | UNSYNC__JOINING;
    return task->kind == other->kind && task->state == other->state &&
           ((task->flags ^ other->flags) & states) == 0;
}

static void put_hidden(FILE *out, size_t *hidden, const struct unsync__task *like, unsigned depth)
{
    if (*hidden > 0)
        fprintf(out, "%*s... and %zu more of %s\n", (int) (depth * INDENT), "", *hidden,
                like->kind->name);
    *hidden = 0;
}

/* The owner of an @async main, which says nothing. */
static bool is_program(const struct unsync__task *task)
{
    return strcmp(task->kind->lane->name, "main") == 0;
}

static void put_below(FILE *out, const struct unsync__task *top, unsigned depth)
{
    const struct unsync__task *before = NULL;
    size_t alike = 0, hidden = 0;
    for (const struct unsync__task *task = oldest(top); task != NULL;
         before = task, task = younger(task)) {
        alike = before != NULL && is_alike(task, before) ? alike + 1 : 0;
        if (alike >= ALIKE_SHOWN) {
            hidden++;
            continue;
        }
        put_hidden(out, &hidden, before, depth);
        if (is_program(task)) {
            put_below(out, task, depth);
            continue;
        }
        put_task(out, task, depth);
        put_age(out, task);
        fputc('\n', out);
        if (depth < DEPTH_SHOWN)
            put_below(out, task, depth + 1);
        else if (task->children != NULL)
            fprintf(out, "%*s... and those below\n", (int) ((depth + 1) * INDENT), "");
    }
    put_hidden(out, &hidden, before, depth);
}

/* Without recursion: it may be a million deep. */
static size_t count_below(const struct unsync__task *top)
{
    size_t count = 0;
    for (const struct unsync__task *task = top->children; task != NULL;) {
        count += unsync__has_frame(task);
        if (task->children != NULL) {
            task = task->children;
            continue;
        }
        while (task != top && task->next == NULL) task = task->parent;
        task = task == top ? NULL : task->next;
    }
    return count;
}

void unsync__dump(FILE *out)
{
    size_t count = count_below(&unsync__outside) + count_below(&unsync__root) +
                   count_below(&unsync__daemons);
    fprintf(out, "unsync: %zu task%s\n", count, count == 1 ? "" : "s");
    put_below(out, &unsync__outside, 1);
    if (unsync__root.children != NULL) fprintf(out, "detached:\n");
    put_below(out, &unsync__root, 1);
    if (unsync__daemons.children != NULL) fprintf(out, "daemons:\n");
    put_below(out, &unsync__daemons, 1);
}

void unsync__dump_left(const struct unsync__task *top)
{
    size_t shown = 0, hidden = 0;
    for (const struct unsync__task *task = oldest(top); task != NULL; task = younger(task)) {
        if (!unsync__has_frame(task)) continue;
        if (++shown > ALIKE_SHOWN) {
            hidden++;
            continue;
        }
        fprintf(stderr, "unsync: left at exit: ");
        put_task(stderr, task, 0);
        fputc('\n', stderr);
    }
    if (hidden > 0) fprintf(stderr, "unsync: left at exit: ... and %zu more\n", hidden);
}

/* --- From any thread -------------------------------------------------------------------------- */

struct request {
    struct unsync__message message; /* first */
    FILE *out;
    struct unsync__parker *parker;
};

static void deliver(struct unsync__message *message)
{
    struct request *request = (struct request *) message;
    struct unsync__parker *parker = request->parker;
    unsync__dump(request->out);
    unsync__parker_unpark(parker);
}

void unsync_dump(FILE *out)
{
    if (unsync__here != NULL) {
        unsync__dump(out);
    } else if (!unsync__ambient_runs()) {
        fprintf(out, "unsync: no tasks, the runtime does not run\n");
    } else {
        struct request request = {
            .message.deliver = deliver, .out = out, .parker = unsync__parker_mine()};
        unsync__door_post(&request.message);
        unsync__parker_park(request.parker);
    }
}
