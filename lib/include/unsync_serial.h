/* unsync_serial.h: what the output of `unsync --serial` runs on, instead of libunsync: nothing but
 * C.
 *
 * A start runs the body of the task to its end and gives the handle of a task that has ended; an
 * await takes its value out. So tasks run in the order in which they are started, one at a time, on
 * the thread that started them. Failures, their traces, defers, and what becomes of values that
 * nobody takes are as in the concurrent program. Nothing waits: a sleep is over at once, a deadline
 * never comes, a cancel always comes too late. One thread only.
 *
 * The definitions are weak: each file of a program may include them. annotations/serial.md is for
 * people. */
#ifndef UNSYNC_SERIAL_H
#define UNSYNC_SERIAL_H

#include <unsync_gen.h>

#ifndef __cplusplus
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unsync_guard.h>

#define UNSYNC__SERIAL __attribute__((__weak__))

/* --- Words of emitted code that mean nothing here --------------------------------------------- */

UNSYNC__SERIAL __thread struct unsync__sched *unsync__here = NULL;
UNSYNC__SERIAL const bool unsync__poisons = false;
UNSYNC__SERIAL const struct unsync__lane unsync__lane_thread = {0};

UNSYNC__SERIAL void unsync__block_shield(bool u_begins)
{
    (void) u_begins;
}

/* --- Failures --------------------------------------------------------------------------------- */

enum { UNSYNC__SERIAL_TRACE = 64, UNSYNC__SERIAL_MESSAGE = 4096 };

struct unsync__serial_failure {
    struct unsync_failure unsync__failure; /* first: the task points here */
    struct unsync_place unsync__places[UNSYNC__SERIAL_TRACE];
    char unsync__text[UNSYNC__SERIAL_MESSAGE];
};

UNSYNC__SERIAL const char *unsync_code_name(int u_code)
{
    static const char *const u_names[] = {
        "UNSYNC_ECANCELED", "UNSYNC_ETIMEDOUT", "UNSYNC_ENOMEM", "UNSYNC_ECRASHED",
        "UNSYNC_EMEMORY",   "UNSYNC_EPROTO",    "UNSYNC_ENOWORKER", "UNSYNC_EDEADLK",
        "UNSYNC_EINVAL",    "UNSYNC_ESYSTEM"};
    if (u_code == UNSYNC_OK) return "UNSYNC_OK";
    if (u_code <= UNSYNC_ECANCELED && u_code >= UNSYNC_ESYSTEM)
        return u_names[UNSYNC_ECANCELED - u_code];
    return u_code < 0 && u_code > -4096 ? strerror(-u_code) : "a code of the program";
}

UNSYNC__SERIAL void *unsync__serial_memory(size_t u_size, size_t u_align)
{
    size_t u_rounded = (u_size + u_align - 1) / u_align * u_align;
    void *u_memory = u_align > 16 ? aligned_alloc(u_align, u_rounded) : malloc(u_size);
    if (u_memory == NULL) {
        fputs("unsync: no memory\n", stderr);
        abort();
    }
    return memset(u_memory, 0, u_size);
}

UNSYNC__SERIAL void unsync__serial_place(struct unsync__task *u_task, const char *u_file,
                                         int u_line)
{
    struct unsync_failure *u_failure = u_task->failure;
    struct unsync_place *u_places = ((struct unsync__serial_failure *) u_failure)->unsync__places;
    if (u_failure->trace_count == UNSYNC__SERIAL_TRACE)
        u_failure->trace_omitted++;
    else
        u_places[u_failure->trace_count++] =
            (struct unsync_place){u_task->kind->name, u_file, u_line};
}

UNSYNC__SERIAL void unsync__serial_print(const struct unsync__task *u_task)
{
    const struct unsync_failure *u_failure = u_task->failure;
    fprintf(stderr, "unsync: %s failed: %s (%s, %d)\n", u_task->kind->name, u_failure->message,
            unsync_code_name(u_failure->code), u_failure->code);
    for (size_t u_i = 0; u_i < u_failure->trace_count; u_i++)
        fprintf(stderr, "  %s %s (%s:%d)\n", u_i == 0 ? "in" : "awaited in",
                u_failure->trace[u_i].function, u_failure->trace[u_i].file,
                u_failure->trace[u_i].line);
    if (u_failure->trace_omitted > 0)
        fprintf(stderr, "  and %zu more\n", u_failure->trace_omitted);
}

static inline __attribute__((__unused__)) bool
unsync__serial_failed(const struct unsync__task *u_task)
{
    return (u_task->flags & UNSYNC__FAILED) != 0;
}

/* --- NULL as a handle ------------------------------------------------------------------------- */

UNSYNC__SERIAL void unsync__serial_check(const struct unsync__task *u_task, const char *u_use)
{
    if (u_task != NULL) return;
    fprintf(stderr, "unsync: %s: the handle is NULL\n", u_use);
    abort();
}

/* `u_by`: the task that waits. */
UNSYNC__SERIAL void unsync__serial_check_wait(const struct unsync__task *u_task,
                                              const struct unsync__task *u_by, const char *u_file,
                                              int u_line)
{
    if (u_task != NULL) return;
    fprintf(stderr, "unsync: %s (%s:%d) awaits a handle that is NULL\n",
            u_by->kind != NULL ? u_by->kind->name : "plain C", u_file, u_line);
    abort();
}

UNSYNC__SERIAL struct unsync__task *unsync__serial_of(const void *u_handles, size_t u_index,
                                                      size_t u_count, const char *u_use)
{
    struct unsync__task *u_child; /* handles of any type are one pointer */
    memcpy(&u_child, (const char *) u_handles + u_index * sizeof u_child, sizeof u_child);
    if (u_child != NULL) return u_child;
    fprintf(stderr, "unsync: %s: handle %zu of %zu is NULL\n", u_use, u_index, u_count);
    abort();
}

/* --- Tasks ------------------------------------------------------------------------------------ */

/* What plain C starts belongs to nobody. */
UNSYNC__SERIAL struct unsync__task unsync__serial_outside = {.flags = UNSYNC__STATIC};
UNSYNC__SERIAL struct unsync__task *unsync__serial_current = &unsync__serial_outside;
UNSYNC__SERIAL struct unsync__task unsync__yielding = {.flags = UNSYNC__STATIC | UNSYNC__DONE};
UNSYNC__SERIAL struct unsync__task unsync__no_memory = {.flags = UNSYNC__STATIC | UNSYNC__DONE};

UNSYNC__SERIAL void *unsync__new_elsewhere(const struct unsync__kind *u_kind, size_t u_size,
                                           size_t u_align)
{
    struct unsync__task *u_task = unsync__serial_memory(u_size, u_align);
    struct unsync__task *u_parent = unsync__serial_current;
    u_task->kind = u_kind;
    u_task->parent = u_parent;
    u_task->next = u_parent->children;
    if (u_task->next != NULL) u_task->next->back = &u_task->next;
    u_task->back = &u_parent->children;
    u_parent->children = u_task;
    return u_task;
}

UNSYNC__SERIAL void *unsync__new_apart(const struct unsync__kind *u_kind, size_t u_size,
                                        size_t u_align)
{
    return unsync__new_elsewhere(u_kind, u_size, u_align);
}

UNSYNC__SERIAL void *unsync__new_slow(struct unsync__sched *u_here,
                                      const struct unsync__kind *u_kind, size_t u_size)
{
    (void) u_here; /* which nobody has: it is the loop thread's */
    (void) u_kind;
    (void) u_size;
    return NULL;
}

/* Of generators: unsync_serial_yield.h. */
UNSYNC__SERIAL void unsync__serial_clear(const struct unsync__task *u_task);
UNSYNC__SERIAL void unsync__serial_unwind_async(struct unsync__task *u_task);
UNSYNC__SERIAL void unsync__serial_unwind_owned(const struct unsync__task *u_owner);
UNSYNC__SERIAL void unsync__serial_close_owned(const struct unsync__task *u_owner);

/* Gone, with a failure that it still has. */
UNSYNC__SERIAL void unsync__serial_end(struct unsync__task *u_task)
{
    if (u_task->flags & UNSYNC__STATIC) return;
    unsync__serial_clear(u_task);
    *u_task->back = u_task->next;
    if (u_task->next != NULL) u_task->next->back = u_task->back;
    if (unsync__serial_failed(u_task)) free(u_task->failure);
    free(u_task);
}

/* Nobody takes the value. */
UNSYNC__SERIAL void unsync__serial_drop(struct unsync__task *u_task)
{
    if (u_task->flags & UNSYNC__STATIC) return;
    if (u_task->flags & UNSYNC__ANSWERS) unsync__serial_unwind_async(u_task);
    if (!unsync__serial_failed(u_task)) {
        if (u_task->kind->drop != NULL) u_task->kind->drop(u_task);
    } else if ((u_task->flags & UNSYNC__OBSERVED) == 0) {
        unsync__serial_print(u_task);
    }
    unsync__serial_end(u_task);
}

/* A body is left: generators that it made end before what it has deferred, as all tasks would that
 * still ran. Handles stay valid for deferred statements. */
UNSYNC__SERIAL void unsync__serial_join(struct unsync__task *u_task)
{
    for (struct unsync__task *u_child = u_task->children; u_child != NULL; u_child = u_child->next)
        if (u_child->flags & UNSYNC__ANSWERS) unsync__serial_unwind_async(u_child);
    unsync__serial_unwind_owned(u_task);
}

UNSYNC__SERIAL void unsync__leave(void)
{
    unsync__serial_join(unsync__serial_current);
}

/* A body is over. */
UNSYNC__SERIAL void unsync__serial_over(struct unsync__task *u_task)
{
    while (u_task->children != NULL) unsync__serial_drop(u_task->children);
    unsync__serial_close_owned(u_task);
}

UNSYNC__SERIAL struct unsync__task *unsync__start_elsewhere(struct unsync__task *u_task)
{
    struct unsync__task *u_outer = unsync__serial_current;
    if (u_task->flags & UNSYNC__ANSWERS) return u_task; /* a generator, which was not asked yet */
    unsync__serial_current = u_task;
    u_task->kind->run(u_task);
    unsync__serial_over(u_task);
    unsync__serial_current = u_outer;
    u_task->flags |= UNSYNC__DONE;
    return u_task;
}

/* The failure goes on to who awaited. */
UNSYNC__SERIAL void unsync__serial_pass(struct unsync__task *u_child, struct unsync__task *u_task,
                                        const char *u_file, int u_line)
{
    u_task->failure = u_child->failure;
    u_task->flags |= UNSYNC__FAILED;
    u_child->flags &= ~(uint32_t) UNSYNC__FAILED;
    unsync__serial_place(u_task, u_file, u_line);
}

/* --- In bodies -------------------------------------------------------------------------------- */

UNSYNC__SERIAL __attribute__((format(printf, 5, 0))) void
unsync__serial_fail(struct unsync__task *u_task, const char *u_file, int u_line, int u_code,
                    const char *u_format, va_list u_arguments)
{
    struct unsync__serial_failure *u_failure;
    if (unsync__serial_failed(u_task)) return; /* in a deferred statement: the first one counts */
    u_failure = unsync__serial_memory(sizeof *u_failure, 1);
    vsnprintf(u_failure->unsync__text, sizeof u_failure->unsync__text, u_format, u_arguments);
    u_failure->unsync__failure.code = u_code < 0 ? u_code : UNSYNC_EINVAL;
    u_failure->unsync__failure.message = u_failure->unsync__text;
    u_failure->unsync__failure.trace = u_failure->unsync__places;
    u_task->failure = &u_failure->unsync__failure;
    u_task->flags |= UNSYNC__FAILED;
    unsync__serial_place(u_task, u_file, u_line);
}

UNSYNC__SERIAL __attribute__((format(printf, 4, 5))) void
unsync__job_fail(const char *u_file, int u_line, int u_code, const char *u_format, ...)
{
    va_list u_arguments;
    va_start(u_arguments, u_format);
    unsync__serial_fail(unsync__serial_current, u_file, u_line, u_code, u_format, u_arguments);
    va_end(u_arguments);
}

UNSYNC__SERIAL int unsync__block(struct unsync__task *u_child, void *u_value, size_t u_size,
                                 const char *u_file, int u_line)
{
    struct unsync__task *u_task = unsync__serial_current;
    unsync__serial_check_wait(u_child, u_task, u_file, u_line);
    if (!unsync__serial_failed(u_child)) {
        memcpy(u_value, unsync__value_at(u_child, 1), u_size);
        unsync__serial_end(u_child);
        return 0;
    }
    if (!unsync__serial_failed(u_task)) unsync__serial_pass(u_child, u_task, u_file, u_line);
    unsync__serial_end(u_child);
    unsync__leave();
    return 1;
}

UNSYNC__SERIAL int unsync__block_catch(struct unsync__task *u_child, bool *u_leave,
                                       const char *u_file, int u_line)
{
    (void) u_leave;
    unsync__serial_check_wait(u_child, unsync__serial_current, u_file, u_line);
    return unsync__wait(u_child);
}

/* --- Handles ---------------------------------------------------------------------------------- */

UNSYNC__SERIAL int unsync__wait(struct unsync__task *u_task)
{
    unsync__serial_check(u_task, "unsync_wait");
    if (!unsync__serial_failed(u_task)) return 0;
    u_task->flags |= UNSYNC__OBSERVED;
    return u_task->failure->code;
}

/* For plain C, which is no task. */
UNSYNC__SERIAL int unsync__serial_take(struct unsync__task *u_task, struct unsync__task *u_caller,
                                       void *u_value, size_t u_size, const char *u_file, int u_line)
{
    static const struct unsync__kind u_kind = {.name = "plain C", .file = "unsync"};
    *u_caller = (struct unsync__task){.kind = &u_kind};
    unsync__serial_check_wait(u_task, u_caller, u_file, u_line);
    if (unsync__serial_failed(u_task))
        unsync__serial_pass(u_task, u_caller, u_file, u_line);
    else if (u_size > 0)
        memcpy(u_value, unsync__value_at(u_task, 1), u_size);
    unsync__serial_end(u_task);
    return unsync__serial_failed(u_caller) ? u_caller->failure->code : 0;
}

UNSYNC__SERIAL void unsync__result(struct unsync__task *u_task, void *u_value, size_t u_size,
                                   const char *u_file, int u_line)
{
    struct unsync__task u_caller;
    if (unsync__serial_take(u_task, &u_caller, u_value, u_size, u_file, u_line) == 0) return;
    unsync__serial_print(&u_caller);
    exit(1);
}

UNSYNC__SERIAL int unsync__try(struct unsync__task *u_task, void *u_value, size_t u_size)
{
    struct unsync__task u_caller;
    int u_code = unsync__serial_take(u_task, &u_caller, u_value, u_size, "plain C", 0);
    if (u_code != 0) free(u_caller.failure);
    return u_code;
}

UNSYNC__SERIAL bool unsync__done(const struct unsync__task *u_task)
{
    unsync__serial_check(u_task, "unsync_done");
    return (u_task->flags & UNSYNC__DONE) != 0;
}

UNSYNC__SERIAL void *unsync__checked_value(struct unsync__task *u_task, size_t u_align,
                                           const char *u_file, int u_line)
{
    unsync__serial_check(u_task, "unsync_value");
    if (!unsync__serial_failed(u_task)) return unsync__value_at(u_task, u_align);
    fprintf(stderr, "unsync: unsync_value at %s:%d: %s (%s:%d) has no value, it failed: %s\n",
            u_file, u_line, u_task->kind->name, u_task->kind->file, u_task->kind->line,
            u_task->failure->message);
    abort();
}

UNSYNC__SERIAL const struct unsync_failure *unsync__failure(const struct unsync__task *u_task)
{
    unsync__serial_check(u_task, "unsync_failure");
    return unsync__serial_failed(u_task) ? u_task->failure : NULL;
}

UNSYNC__SERIAL void unsync__release(struct unsync__task *u_task)
{
    unsync__serial_check(u_task, "unsync_release");
    if (u_task->flags & UNSYNC__STATIC) return;
    u_task->flags |= UNSYNC__OBSERVED;
    unsync__serial_drop(u_task);
}

UNSYNC__SERIAL void unsync__background(struct unsync__task *u_task)
{
    unsync__serial_check(u_task, "unsync_background");
    unsync__serial_drop(u_task);
}

UNSYNC__SERIAL void unsync__detach(struct unsync__task *u_task)
{
    unsync__serial_check(u_task, "unsync_detach");
    unsync__serial_drop(u_task);
}

UNSYNC__SERIAL void unsync__cancel(struct unsync__task *u_task)
{
    unsync__serial_check(u_task, "unsync_cancel");
}

UNSYNC__SERIAL struct unsync__task *unsync__shielded(struct unsync__task *u_task)
{
    unsync__serial_check(u_task, "unsync_shield");
    return u_task;
}

UNSYNC__SERIAL struct unsync__task *unsync__timeout(struct unsync__task *u_task, uint64_t u_ms)
{
    (void) u_ms;
    unsync__serial_check(u_task, "unsync_timeout");
    return u_task;
}

UNSYNC__SERIAL void unsync__limit(struct unsync__task *u_task, struct unsync__deadline *u_deadline,
                                  uint64_t u_ms)
{
    (void) u_task;
    (void) u_deadline;
    (void) u_ms;
}

/* --- No loop, no cancel, no workers ----------------------------------------------------------- */

/* What has been started has ended; there is no loop. */
UNSYNC__SERIAL void unsync_dump(struct _IO_FILE *u_out)
{
    (void) u_out;
}

UNSYNC__SERIAL int unsync_loop_adopt(struct uv_loop_s *u_loop)
{
    (void) u_loop;
    return 0;
}

UNSYNC__SERIAL int unsync_loop_leave(uint64_t u_ms)
{
    (void) u_ms;
    return 0;
}

UNSYNC__SERIAL bool unsync_cancelled(void)
{
    return false;
}

UNSYNC__SERIAL uint64_t unsync_deadline_left_ms(void)
{
    return UINT64_MAX;
}

/* The program is its own worker. */
UNSYNC__SERIAL int unsync_worker_state(void *u_data, size_t u_size)
{
    (void) u_data;
    (void) u_size;
    return 0;
}

UNSYNC__SERIAL int unsync_worker_init(void (*u_init)(void))
{
    u_init();
    return 0;
}

UNSYNC__SERIAL int unsync_worker_program(const char *u_path)
{
    (void) u_path;
    return 0;
}

/* --- Here and now, and main ------------------------------------------------------------------- */

UNSYNC__SERIAL void unsync__job_enter(struct unsync__job *u_job, const struct unsync__kind *u_kind)
{
    memset(u_job, 0, sizeof *u_job);
    u_job->task.kind = u_kind;
    u_job->outer = unsync__serial_current;
    unsync__serial_current = &u_job->task;
}

UNSYNC__SERIAL void unsync__job_limit(struct unsync__job *u_job, uint64_t u_ms)
{
    (void) u_job;
    (void) u_ms;
}

UNSYNC__SERIAL void unsync__serial_exit(struct unsync__job *u_job)
{
    unsync__serial_over(&u_job->task);
    unsync__serial_current = u_job->outer;
}

UNSYNC__SERIAL int unsync__job_exit(struct unsync__job *u_job)
{
    int u_code = 0;
    unsync__serial_exit(u_job);
    if (unsync__serial_failed(&u_job->task)) {
        u_code = u_job->task.failure->code;
        free(u_job->task.failure);
    }
    return u_code;
}

UNSYNC__SERIAL void unsync__job_exit_or_die(struct unsync__job *u_job)
{
    unsync__serial_exit(u_job);
    if (!unsync__serial_failed(&u_job->task)) return;
    unsync__serial_print(&u_job->task);
    exit(1);
}

UNSYNC__SERIAL void unsync__main_begin(void) {}

UNSYNC__SERIAL int unsync__main_end(struct unsync__task *u_task)
{
    int u_status = 1;
    if (!unsync__serial_failed(u_task)) u_status = *(int *) unsync__value_at(u_task, _Alignof(int));
    unsync__serial_drop(u_task);
    return u_status;
}

#include <unsync_unguard.h>

#include <unsync_serial_ready.h>
#include <unsync_serial_yield.h>
#endif
#endif
