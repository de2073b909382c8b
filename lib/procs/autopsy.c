/* autopsy.c: see autopsy.h. A frame is a module and an offset in it, so what was found for one
 * worker holds for the next, which has the module elsewhere. */
#define _GNU_SOURCE
#include "autopsy.h"

#include <dlfcn.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <uv.h>

#include "../base/alloc.h"
#include "../core/failure.h"
#include "../core/task.h"
#include "../loop/loop.h"
#include "../loop/symbols.h"
#include "../wire/arena.h"
#include "../worker/program.h"

enum { PLACES_MAX = 40, MESSAGE_MAX = 2560, REMEMBERED = 8, PATH_ROOM = 512 };

/* What is found of a stack. */
struct stack {
    struct unsync__box box; /* that it was found of */
    struct unsync__arena arena;
    struct unsync_place places[PLACES_MAX];
    size_t count;
};
struct autopsy {
    uv_work_t work; /* first */
    struct stack *stack;
    struct unsync__task *task;
    const char *source; /* the task's annotated file */
    void (*done)(struct unsync__task *task);
    int code;
    char message[MESSAGE_MAX];
};

static struct stack *remembered[REMEMBERED];
static unsigned next_remembered;

/* --- Places ----------------------------------------------------------------------------------- */

static char *copy(struct stack *stack, const char *text, size_t len)
{
    char *block = unsync__arena_alloc(&stack->arena, len + 1);
    if (block == NULL) return NULL;
    memcpy(block, text, len);
    block[len] = '\0';
    return block;
}

static void add(struct stack *stack, const char *function, const char *file, size_t file_len,
                int line)
{
    const struct unsync_place *last = &stack->places[stack->count == 0 ? 0 : stack->count - 1];
    if (stack->count == PLACES_MAX) return;
    struct unsync_place place = {.function = copy(stack, function, strlen(function)),
                                 .file = copy(stack, file, file_len),
                                 .line = line};
    if (place.function == NULL || place.file == NULL) return;
    if (stack->count > 0 && strcmp(last->function, place.function) == 0 && line == last->line)
        return;
    stack->places[stack->count++] = place;
}

static const char *base_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

struct look {
    struct stack *stack;
    const char *source;
    const struct unsync__box_frame *frames; /* that were asked for */
    const char *module;                     /* as the loader names it */
    const char *path;
};

static int find_base(struct dl_phdr_info *info, size_t size, void *argument)
{
    struct look *look = argument;
    (void) size;
    if (strcmp(info->dlpi_name, look->module) != 0) return 0;
    look->path = (const char *) info->dlpi_addr;
    return 1;
}

/* Where nothing else is known: the name that the linker of this process has for the place. */
static void add_unknown(const struct look *look, const struct unsync__box_frame *frame)
{
    struct look here = *look;
    char name[64];
    Dl_info info = {0};
    const char *function = name;
    snprintf(name, sizeof name, "+%#llx", (unsigned long long) frame->offset);
    if (frame->module < UNSYNC__MODULES_MAX && dl_iterate_phdr(find_base, &here) == 1 &&
        dladdr(here.path + frame->offset, &info) != 0 && info.dli_sname != NULL)
        function = info.dli_sname;
    const char *file = frame->module < UNSYNC__MODULES_MAX ? base_of(look->path) : "?";
    add(look->stack, function, file, strlen(file), 0);
}

static void found(void *with, int index, char *function, char *place)
{
    const struct look *look = with;
    if (function == NULL) {
        add_unknown(look, &look->frames[index]);
        return;
    }
    const char *name = unsync__symbols_shown(function);
    const char *line = unsync__symbols_annotated(look->source, place);
    const char *colon = line != NULL ? line : strrchr(place, ':');
    if (name == NULL) return;
    if (line != NULL)
        add(look->stack, name, look->source, strlen(look->source), atoi(line + 1));
    else if (colon != NULL && colon[1] != '?') {
        place[colon - place] = '\0';
        const char *file = unsync__symbols_shortened(place);
        add(look->stack, name, file, strlen(file), atoi(colon + 1));
    } else
        add(look->stack, name, base_of(look->path), strlen(base_of(look->path)), 0);
}

/* A worker may have named a pipe, or a device. */
static bool is_file(const char *path)
{
    struct stat file;
    return stat(path, &file) == 0 && S_ISREG(file.st_mode);
}

/* Frames that stand beside each other in one module. */
static void look_at(struct look *look, int count)
{
    uintptr_t offsets[UNSYNC__FRAMES_MAX];
    const struct unsync__box_frame *frames = look->frames;
    for (int i = 0; i < count; i++) offsets[i] = (uintptr_t) frames[i].offset;
    if (frames->module < UNSYNC__MODULES_MAX && is_file(look->path))
        unsync__symbols_find(look->path, offsets, count, found, look);
    else
        for (int i = 0; i < count; i++) found(look, i, NULL, NULL);
}

/* How many frames are those of abort() or raise(), which sent the signal: who called them is meant.
 */
static uint32_t senders(const struct unsync__box *box)
{
    uint32_t first = box->frames[0].module, count = 0;
    bool in_library = first < UNSYNC__MODULES_MAX && *box->modules[first] != '\0';
    if (box->code > 0 || !in_library) return 0;
    while (count < box->frame_count && box->frames[count].module == first) count++;
    return count < box->frame_count ? count : 0;
}

static void find_places(struct stack *stack, const char *source)
{
    const struct unsync__box *box = &stack->box;
    char program[PATH_ROOM];
    unsync__program_path(program, sizeof program);
    for (uint32_t i = senders(box), some; i < box->frame_count; i += some) {
        for (some = 1; i + some < box->frame_count; some++)
            if (box->frames[i + some].module != box->frames[i].module) break;
        struct look look = {.stack = stack, .source = source, .frames = &box->frames[i]};
        look.module =
            look.frames->module < UNSYNC__MODULES_MAX ? box->modules[look.frames->module] : "";
        look.path = *look.module == '\0' ? program : look.module;
        look_at(&look, (int) some);
    }
}

/* --- Memory of the last ----------------------------------------------------------------------- */

static bool is_same(const struct unsync__box *one, const struct unsync__box *other)
{
    return one->frame_count == other->frame_count &&
           memcmp(one->frames, other->frames, sizeof *one->frames * one->frame_count) == 0 &&
           memcmp(one->modules, other->modules, sizeof one->modules) == 0;
}

static void stack_free(struct stack *stack)
{
    if (stack == NULL) return;
    unsync__arena_free(&stack->arena);
    unsync__free(stack);
}

static struct stack *remember(const struct unsync__box *box)
{
    for (int i = 0; i < REMEMBERED; i++)
        if (remembered[i] != NULL && is_same(&remembered[i]->box, box)) return remembered[i];
    return NULL;
}

static void keep(struct stack *stack)
{
    if (remember(&stack->box) != NULL) {
        stack_free(stack);
        return;
    }
    stack_free(remembered[next_remembered % REMEMBERED]);
    remembered[next_remembered++ % REMEMBERED] = stack;
}

void unsync__autopsies_close(void)
{
    for (int i = 0; i < REMEMBERED; i++) {
        stack_free(remembered[i]);
        remembered[i] = NULL;
    }
}

/* --- The task --------------------------------------------------------------------------------- */

static void fail(struct unsync__task *task, int code, const char *message,
                 const struct stack *stack)
{
    struct unsync_place mark = {task->kind->name, task->kind->file, task->kind->line};
    struct unsync_failure failure = {
        .code = code, .message = message, .trace = &mark, .trace_count = 1};
    if (stack != NULL && stack->count > 0) {
        failure.trace = stack->places;
        failure.trace_count = stack->count;
    }
    unsync__failure_copy(task, &(struct unsync__task){.failure = &failure});
}

static void work(uv_work_t *request)
{
    struct autopsy *autopsy = (struct autopsy *) request;
    find_places(autopsy->stack, autopsy->source);
}

static void work_done(uv_work_t *request, int status)
{
    struct autopsy *autopsy = (struct autopsy *) request;
    (void) status;
    fail(autopsy->task, autopsy->code, autopsy->message, autopsy->stack);
    keep(autopsy->stack);
    void (*done)(struct unsync__task * task) = autopsy->done;
    struct unsync__task *task = autopsy->task;
    unsync__free(autopsy);
    done(task);
}

/* False: there is no memory or thread for it. */
static bool begin(const struct unsync__death *death, struct unsync__task *task, int code,
                  const char *message, void (*done)(struct unsync__task *task))
{
    struct autopsy *autopsy = unsync__zalloc(sizeof *autopsy);
    struct stack *stack = unsync__zalloc(sizeof *stack);
    if (autopsy != NULL && stack != NULL) {
        stack->box = death->box;
        autopsy->stack = stack;
        autopsy->task = task;
        autopsy->source = task->kind->file;
        autopsy->done = done;
        autopsy->code = code;
        snprintf(autopsy->message, sizeof autopsy->message, "%s", message);
        if (uv_queue_work(unsync__loop_uv(), &autopsy->work, work, work_done) == 0) return true;
    }
    unsync__free(autopsy);
    unsync__free(stack);
    return false;
}

void unsync__autopsy(const struct unsync__death *death, struct unsync__task *task, unsigned tries,
                     void (*done)(struct unsync__task *task))
{
    char message[MESSAGE_MAX], text[MESSAGE_MAX - 128];
    int code = unsync__death_code(death, task->kind->remote->limits);
    unsync__death_explain(death, task->kind, text, sizeof text);
    snprintf(message, sizeof message, "%s", text);
    if (tries > 1)
        snprintf(message, sizeof message, "%s; it has killed %u workers and is not tried again",
                 text, tries);
    bool is_its = !death->is_bystander || death->culprit == NULL;
    bool has_stack = is_its && unsync__death_has_stack(death);
    const struct stack *known = has_stack ? remember(&death->box) : NULL;
    if (has_stack && known == NULL && begin(death, task, code, message, done)) return;
    fail(task, code, message, known);
    done(task);
}
