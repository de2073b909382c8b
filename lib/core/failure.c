/* failure.c: see failure.h. The message stands behind the object in the same block; the trace grows
 * in a block of its own, by doubling, up to TRACE_MAX places: a recursion a million deep must not
 * turn its one failure into a million places. */
#include "failure.h"

#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"

enum { TRACE_FIRST = 4, TRACE_MAX = 64, MESSAGE_MAX = 4096 };

struct box {
    struct unsync_failure failure; /* first: a task's pointer to it is a pointer to the box */
    struct unsync_place *places;
    size_t room;
    struct copied *copies; /* strings that the trace owns */
    char message[];
};
struct copied {
    struct copied *next;
    char text[];
};

/* Stand-ins, one a code that can meet a full memory; never written, never freed. */
static struct unsync_failure no_memory = {
    .code = UNSYNC_ENOMEM, .message = "no memory"};
static struct unsync_failure lost[] = {
    {.code = UNSYNC_ECANCELED, .message = "cancelled (no memory for more)"},
    {.code = UNSYNC_ETIMEDOUT, .message = "timed out (no memory for more)"},
    {.code = UNSYNC_ECRASHED, .message = "the worker process died (no memory for more)"},
    {.code = UNSYNC_ENOWORKER, .message = "no worker process (no memory for more)"},
    {.code = UNSYNC_EPROTO, .message = "broken arguments or result (no memory for more)"},
    {.code = UNSYNC_ECLOSED, .message = "it is closed (no memory for more)"},
    {.code = UNSYNC_ELAGGED, .message = "items were missed (no memory for more)"},
};

static const struct unsync__lane no_lane = {.name = "none"};
struct unsync__task unsync__no_memory = {
    .kind = &(const struct unsync__kind){.name = "start", .file = "unsync", .lane = &no_lane},
    .failure = &no_memory,
    .flags = UNSYNC__DONE | UNSYNC__FAILED | UNSYNC__STATIC,
};

static struct unsync_failure cancelled = {.code = UNSYNC_ECANCELED, .message = "cancelled"};
struct unsync__task unsync__not_done = {
    .kind = &(const struct unsync__kind){
        .name = "an operation", .file = "unsync", .lane = &no_lane},
    .failure = &cancelled,
    .flags = UNSYNC__DONE | UNSYNC__FAILED | UNSYNC__STATIC,
};

static bool is_static(const struct unsync_failure *failure)
{
    if (failure == &no_memory || failure == &cancelled) return true;
    return failure >= lost && failure < lost + sizeof lost / sizeof *lost;
}

static struct unsync_failure *stand_in(int code)
{
    for (size_t i = 0; i < sizeof lost / sizeof *lost; i++)
        if (lost[i].code == code) return &lost[i];
    return &no_memory;
}

static void dispose(struct unsync_failure *failure)
{
    if (failure == NULL || is_static(failure)) return;
    struct box *box = (struct box *) failure;
    for (struct copied *copy = box->copies, *next; copy != NULL; copy = next) {
        next = copy->next;
        unsync__free(copy);
    }
    unsync__free(box->places);
    unsync__free(box);
}

static void give(struct unsync__task *task, struct unsync_failure *failure)
{
    if (task->flags & UNSYNC__FAILED) dispose(task->failure);
    task->failure = failure;
    unsync__store_flags(task, task->flags | UNSYNC__FAILED);
}

static struct box *box_new(int code, const char *message, size_t len)
{
    struct box *box = unsync__alloc(sizeof *box + len + 1);
    if (box == NULL) return NULL;
    memcpy(box->message, message, len);
    box->message[len] = '\0';
    box->failure = (struct unsync_failure){.code = code, .message = box->message};
    box->places = NULL;
    box->room = 0;
    box->copies = NULL;
    return box;
}

void unsync__failure_set_list(struct unsync__task *task, const char *file, int line, int code,
                              const char *format, va_list arguments)
{
    char message[MESSAGE_MAX];
    int len = vsnprintf(message, sizeof message, format, arguments);
    if (len < 0) len = 0;
    if (len >= (int) sizeof message) len = sizeof message - 1;
    struct box *box = box_new(code, message, (size_t) len);
    give(task, box != NULL ? &box->failure : stand_in(code));
    if (file == NULL) {
        file = task->kind->file;
        line = task->kind->line;
    }
    unsync__failure_add_place(task, task->kind->name, file, line, false);
}

void unsync__failure_set(struct unsync__task *task, const char *file, int line, int code,
                         const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    unsync__failure_set_list(task, file, line, code, format, arguments);
    va_end(arguments);
}

static bool places_grow(struct box *box)
{
    if (box->failure.trace_count < box->room) return true;
    size_t room = box->room == 0 ? TRACE_FIRST : box->room * 2;
    struct unsync_place *places = unsync__realloc(box->places, room * sizeof *places);
    if (places == NULL) return false;
    box->places = places;
    box->room = room;
    box->failure.trace = places;
    return true;
}

/* A copy that the box owns; "?" without memory. */
static const char *keep(struct box *box, const char *text)
{
    size_t size = strlen(text) + 1;
    struct copied *copy = unsync__alloc(sizeof *copy + size);
    if (copy == NULL) return "?";
    memcpy(copy->text, text, size);
    copy->next = box->copies;
    box->copies = copy;
    return copy->text;
}

void unsync__failure_add_place(struct unsync__task *task, const char *function, const char *file,
                               int line, bool copy)
{
    if (is_static(task->failure)) return;
    struct box *box = (struct box *) task->failure;
    if (box->failure.trace_count == TRACE_MAX || !places_grow(box)) {
        box->failure.trace_omitted++;
        return;
    }
    if (copy) {
        function = keep(box, function);
        file = keep(box, file);
    }
    box->places[box->failure.trace_count++] =
        (struct unsync_place){.function = function, .file = file, .line = line};
}

void unsync__failure_take(struct unsync__task *task, struct unsync__task *child)
{
    give(task, child->failure);
    if ((child->flags & UNSYNC__STATIC) == 0) {
        child->failure = NULL;
        unsync__store_flags(child, child->flags & ~(uint32_t) UNSYNC__FAILED);
    }
}

void unsync__failure_move(struct unsync__task *task, struct unsync__task *child, const char *file,
                          int line)
{
    unsync__failure_take(task, child);
    unsync__failure_add_place(task, task->kind->name, file, line, false);
}

void unsync__failure_copy(struct unsync__task *task, const struct unsync__task *child)
{
    const struct unsync_failure *from = child->failure;
    struct box *box = box_new(from->code, from->message, strlen(from->message));
    if (box == NULL) {
        give(task, stand_in(from->code));
        return;
    }
    give(task, &box->failure);
    for (size_t i = 0; i < from->trace_count; i++)
        unsync__failure_add_place(task, from->trace[i].function, from->trace[i].file,
                                  from->trace[i].line, true);
    box->failure.trace_omitted += from->trace_omitted;
}

void unsync__failure_clear(struct unsync__task *task)
{
    if ((task->flags & UNSYNC__FAILED) == 0 || (task->flags & UNSYNC__STATIC)) return;
    dispose(task->failure);
    task->failure = NULL;
    unsync__store_flags(task, task->flags & ~(uint32_t) UNSYNC__FAILED);
}

/* What the library does itself stands in no line of the user's. */
static void put_place(FILE *out, const char *what, const struct unsync_place *place)
{
    fprintf(out, "  %s %s", what, place->function);
    if (place->line > 0) fprintf(out, " (%s:%d)", place->file, place->line);
    fputc('\n', out);
}

void unsync__failure_print(FILE *out, const struct unsync__task *task)
{
    const struct unsync_failure *failure = task->failure;
    flockfile(out);
    fprintf(out, "unsync: %s failed: %s (%s, %d)\n", task->kind->name, failure->message,
            unsync_code_name(failure->code), failure->code);
    for (size_t i = 0; i < failure->trace_count; i++)
        put_place(out, i == 0 ? "in" : "awaited in", &failure->trace[i]);
    if (failure->trace_omitted > 0) fprintf(out, "  and %zu more\n", failure->trace_omitted);
    funlockfile(out);
}
