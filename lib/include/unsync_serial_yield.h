/* unsync_serial_yield.h: generators in the output of `unsync --serial`; a part of unsync_serial.h.
 *
 * A generator cannot run to its end when it is made, so its body is the one that is resumed, as in
 * the concurrent program. What it awaits has ended when it gets the handle: an await goes on at
 * once, and the only suspensions are the yields. A question to an @async one is a task that has
 * ended as well. */
#ifndef UNSYNC_SERIAL_YIELD_H
#define UNSYNC_SERIAL_YIELD_H

#include <unsync_guard.h>

#undef UNSYNC__AWAIT_TO
#define UNSYNC__AWAIT_TO(n, handle, to)                                                            \
    unsync__await_##n:                                                                             \
    if (unsync__serial_refused(&unsync__self->unsync__task, unsync__of(handle), __FILE__,          \
                               __LINE__))                                                          \
        goto to;
#undef UNSYNC__CATCH_TO
#define UNSYNC__CATCH_TO(n, handle, code, to)                                                      \
    unsync__await_##n:                                                                             \
    (code) = unsync__wait(unsync__of(handle));                                                     \
    if (0) goto to
#undef UNSYNC__YIELD_TO
#define UNSYNC__YIELD_TO(n, to)                                                                    \
    unsync__await_##n:                                                                             \
    if (0) goto to

UNSYNC__SERIAL const struct unsync__lane unsync__lane_generator = {0};
UNSYNC__SERIAL const struct unsync__lane unsync__lane_async_generator = {0};

/* --- In a body -------------------------------------------------------------------------------- */

UNSYNC__SERIAL bool unsync__serial_refused(struct unsync__task *u_task,
                                           struct unsync__task *u_child, const char *u_file,
                                           int u_line)
{
    unsync__serial_check_wait(u_child, u_task, u_file, u_line);
    if (!unsync__serial_failed(u_child)) return false;
    if (!unsync__serial_failed(u_task)) unsync__serial_pass(u_child, u_task, u_file, u_line);
    unsync__serial_end(u_child);
    return true;
}

UNSYNC__SERIAL void unsync__consume_slow(struct unsync__task *u_child)
{
    unsync__serial_end(u_child);
}

UNSYNC__SERIAL __attribute__((format(printf, 5, 6))) void
unsync__fail(struct unsync__task *u_task, const char *u_file, int u_line, int u_code,
             const char *u_format, ...)
{
    va_list u_arguments;
    va_start(u_arguments, u_format);
    unsync__serial_fail(u_task, u_file, u_line, u_code, u_format, u_arguments);
    va_end(u_arguments);
}

/* Storage of a variable length: of one local, until that is declared again or the frame ends. */
struct unsync__serial_room {
    struct unsync__serial_room *unsync__next;
    struct unsync__task *unsync__task;
    void *unsync__data, *unsync__memory;
};
UNSYNC__SERIAL struct unsync__serial_room *unsync__serial_rooms;

UNSYNC__SERIAL void *unsync__room(struct unsync__task *u_task, void *u_data, size_t u_size,
                                  size_t u_align)
{
    struct unsync__serial_room *u_room = unsync__serial_rooms;
    while (u_room != NULL && (u_room->unsync__task != u_task || u_room->unsync__data != u_data))
        u_room = u_room->unsync__next;
    if (u_room == NULL) {
        u_room = unsync__serial_memory(sizeof *u_room, 1);
        *u_room = (struct unsync__serial_room){unsync__serial_rooms, u_task, u_data, NULL};
        unsync__serial_rooms = u_room;
    }
    free(u_room->unsync__memory);
    u_room->unsync__memory = unsync__serial_memory(u_size, u_align);
    return u_room->unsync__memory;
}

UNSYNC__SERIAL void unsync__serial_clear(const struct unsync__task *u_task)
{
    for (struct unsync__serial_room **u_at = &unsync__serial_rooms, *u_room;
         (u_room = *u_at) != NULL;) {
        if (u_room->unsync__task != u_task) {
            u_at = &u_room->unsync__next;
            continue;
        }
        *u_at = u_room->unsync__next;
        free(u_room->unsync__memory);
        free(u_room);
    }
}

/* --- @generator: asked ------------------------------------------------------------------------ */

/* Those that are open, by `next`; `parent` is the owner, or who yields from it. */
UNSYNC__SERIAL struct unsync__task *unsync__serial_open;
/* The one whose failure was told last. */
UNSYNC__SERIAL struct unsync__task *unsync__serial_told;

/* `budget` says that it owns some; a look through the list for each task would take long. */
UNSYNC__SERIAL void unsync__own(struct unsync__task *u_owner, struct unsync__task *u_generator)
{
    u_generator->parent = u_owner;
    u_owner->budget = 1;
}

UNSYNC__SERIAL void *unsync__new_generator(const struct unsync__kind *u_kind, size_t u_size,
                                           size_t u_align)
{
    struct unsync__task *u_task = unsync__serial_memory(u_size, u_align);
    u_task->kind = u_kind;
    unsync__own(unsync__serial_current, u_task);
    u_task->next = unsync__serial_open;
    if (u_task->next != NULL) u_task->next->back = &u_task->next;
    u_task->back = &unsync__serial_open;
    unsync__serial_open = u_task;
    return u_task;
}

UNSYNC__SERIAL __attribute__((__noreturn__)) void
unsync__serial_misuse(const struct unsync__task *u_generator, const char *u_what)
{
    fprintf(stderr, "unsync: %s %s\n", u_generator == NULL ? "NULL" : u_generator->kind->name,
            u_what);
    abort();
}

UNSYNC__SERIAL void unsync__serial_idle(const struct unsync__task *u_generator)
{
    if (u_generator == NULL) unsync__serial_misuse(u_generator, "is no generator");
    if (u_generator->flags & UNSYNC__RUNNING)
        unsync__serial_misuse(u_generator, "is asked or closed while it runs");
    if (u_generator->flags & UNSYNC__AWAITED)
        unsync__serial_misuse(u_generator, "is asked or closed while another one yields from it");
}

UNSYNC__SERIAL void unsync__serial_dispose(struct unsync__task *u_generator)
{
    if (unsync__serial_failed(u_generator) && (u_generator->flags & UNSYNC__OBSERVED) == 0)
        unsync__serial_print(u_generator);
    unsync__serial_end(u_generator);
}

UNSYNC__SERIAL void unsync__close(struct unsync__task *u_generator);

UNSYNC__SERIAL struct unsync__task *unsync__serial_owned(const struct unsync__task *u_owner)
{
    struct unsync__task *u_one = u_owner->budget ? unsync__serial_open : NULL;
    while (u_one != NULL && u_one->parent != u_owner) u_one = u_one->next;
    return u_one;
}

UNSYNC__SERIAL void unsync__serial_close_owned(const struct unsync__task *u_owner)
{
    for (struct unsync__task *u_one; (u_one = unsync__serial_owned(u_owner)) != NULL;)
        unsync__close(u_one);
}

UNSYNC__SERIAL int unsync__serial_told_of(struct unsync__task *u_generator)
{
    u_generator->flags &= ~(uint32_t) UNSYNC__RUNNING;
    if (!unsync__serial_failed(u_generator)) return 0;
    u_generator->flags |= UNSYNC__OBSERVED;
    unsync__serial_told = u_generator;
    return u_generator->failure->code;
}

/* The innermost one has ended; a failure of it is that of the one which yields from it. */
UNSYNC__SERIAL struct unsync__task *unsync__serial_pop(struct unsync__task *u_root,
                                                       struct unsync__task *u_inner)
{
    struct unsync__task *u_outer = u_inner->parent;
    u_outer->flags &= ~(uint32_t) UNSYNC__DELEGATES;
    if (unsync__serial_failed(u_inner)) {
        u_outer->failure = u_inner->failure;
        u_outer->flags |= UNSYNC__FAILED;
        u_inner->flags &= ~(uint32_t) UNSYNC__FAILED;
    }
    unsync__serial_dispose(u_inner);
    u_root->link = u_outer;
    return u_outer;
}

/* `u_outer` has begun to yield from another one: the innermost of all is asked at once. */
UNSYNC__SERIAL struct unsync__task *unsync__serial_push(struct unsync__task *u_root,
                                                        struct unsync__task *u_outer)
{
    struct unsync__task *u_inner = u_outer->link;
    if (u_outer != u_root) u_outer->flags &= ~(uint32_t) UNSYNC__RUNNING;
    u_root->link = (u_inner->flags & UNSYNC__DELEGATES) ? u_inner->link : u_inner;
    return u_root->link;
}

/* The body of `u_one` has stopped: at a yield, at a yield_from, at its end. */
UNSYNC__SERIAL int unsync__next_after(struct unsync__task *u_root, struct unsync__task *u_one,
                                      void *u_value, size_t u_size, size_t u_align)
{
    for (;;) {
        if (u_one->flags & UNSYNC__DONE) {
            unsync__serial_close_owned(u_one);
            if (u_one == u_root) return unsync__serial_told_of(u_root);
            u_one = unsync__serial_pop(u_root, u_one);
        } else if (u_one->flags & UNSYNC__DELEGATES) {
            u_one = unsync__serial_push(u_root, u_one);
        } else {
            u_one->flags &= ~(uint32_t) UNSYNC__RUNNING;
            u_root->flags &= ~(uint32_t) UNSYNC__RUNNING;
            unsync__copy_value(u_value, unsync__value_at(u_one, u_align), u_size);
            return 1;
        }
        if (u_one->flags & UNSYNC__DONE) continue;
        u_one->flags |= UNSYNC__RUNNING;
        u_one->kind->run(u_one);
    }
}

UNSYNC__SERIAL int unsync__next_slow(struct unsync__task *u_root, void *u_value, size_t u_size,
                                     size_t u_align)
{
    unsync__serial_idle(u_root);
    if (u_root->flags & UNSYNC__DONE) return unsync__serial_told_of(u_root);
    u_root->flags |= UNSYNC__RUNNING;
    u_root->link->flags |= UNSYNC__RUNNING;
    u_root->link->kind->run(u_root->link);
    return unsync__next_after(u_root, u_root->link, u_value, u_size, u_align);
}

UNSYNC__SERIAL int unsync__next_or_code(struct unsync__task *u_generator, void *u_value,
                                        size_t u_size, size_t u_align)
{
    return unsync__next(u_generator, u_value, u_size, u_align);
}

UNSYNC__SERIAL int unsync__next_or_exit(struct unsync__task *u_generator, void *u_value,
                                        size_t u_size, size_t u_align)
{
    return unsync__must(unsync__next(u_generator, u_value, u_size, u_align));
}

UNSYNC__SERIAL int unsync__sends(struct unsync__task *u_generator,
                                 const struct unsync__kind *u_kind, bool u_has_values)
{
    unsync__serial_idle(u_generator);
    if (u_generator->kind != u_kind)
        unsync__serial_misuse(u_generator, "was given to the send of another generator");
    if (u_generator->flags & UNSYNC__DELEGATES)
        unsync__serial_misuse(u_generator, "is sent a value while it yields from another one");
    if (u_generator->state != 0 || (u_generator->flags & UNSYNC__DONE)) return 1;
    if (u_has_values)
        unsync__serial_misuse(u_generator, "is sent a value before it was asked for its first one");
    return unsync__next(u_generator, NULL, 0, 1);
}

/* --- @generator: its end ---------------------------------------------------------------------- */

UNSYNC__SERIAL void unsync__generator_end(struct unsync__task *u_generator)
{
    u_generator->flags |= UNSYNC__DONE;
}

UNSYNC__SERIAL bool unsync__delegate(struct unsync__task *u_outer, struct unsync__task *u_inner,
                                     unsigned u_point)
{
    unsync__serial_idle(u_inner);
    u_inner->parent = u_outer;
    u_inner->flags |= UNSYNC__AWAITED;
    u_outer->state = (uint16_t) u_point;
    u_outer->link = u_inner;
    u_outer->flags |= UNSYNC__DELEGATES;
    return true;
}

UNSYNC__SERIAL bool unsync__delegation_failed(struct unsync__task *u_outer, const char *u_file,
                                              int u_line)
{
    if (unsync__serial_failed(u_outer)) unsync__serial_place(u_outer, u_file, u_line);
    return (u_outer->flags & (UNSYNC__FAILED | UNSYNC__CANCEL)) != 0;
}

UNSYNC__SERIAL void unsync__raise(struct unsync__task *u_task, const char *u_file, int u_line)
{
    if (unsync__serial_failed(u_task)) return;
    unsync__serial_copy(u_task, unsync__serial_told);
    unsync__serial_place(u_task, u_file, u_line);
}

UNSYNC__SERIAL void unsync__job_raise(const char *u_file, int u_line)
{
    unsync__raise(unsync__serial_current, u_file, u_line);
}

UNSYNC__SERIAL void unsync__exit_with_failure(void)
{
    unsync__serial_print(unsync__serial_told);
    exit(1);
}

UNSYNC__SERIAL const struct unsync_failure *
unsync__generator_failure(struct unsync__task *u_generator)
{
    return u_generator != NULL && unsync__serial_failed(u_generator) ? u_generator->failure : NULL;
}

/* What is pending runs, from the innermost one outwards; the frame stays. */
UNSYNC__SERIAL void unsync__serial_unwind(struct unsync__task *u_root)
{
    struct unsync__task *u_one = (u_root->flags & UNSYNC__DELEGATES) ? u_root->link : u_root;
    if (u_root->flags & UNSYNC__DONE) return;
    for (;;) {
        struct unsync__task *u_outer = u_one->parent;
        u_one->flags = (u_one->flags & ~(uint32_t) UNSYNC__DELEGATES) | UNSYNC__CANCEL;
        if (u_one->state != 0 && (u_one->flags & UNSYNC__DONE) == 0) {
            u_one->flags |= UNSYNC__RUNNING;
            u_one->kind->run(u_one);
        }
        u_one->flags = (u_one->flags & ~(uint32_t) UNSYNC__RUNNING) | UNSYNC__DONE;
        unsync__serial_close_owned(u_one);
        if (u_one == u_root) return;
        unsync__serial_dispose(u_one);
        u_one = u_outer;
    }
}

UNSYNC__SERIAL void unsync__close(struct unsync__task *u_generator)
{
    if (u_generator == NULL) return;
    unsync__serial_idle(u_generator);
    unsync__serial_unwind(u_generator);
    unsync__serial_dispose(u_generator);
}

/* Its owner leaves: what is pending runs before what the owner has deferred. */
UNSYNC__SERIAL void unsync__serial_unwind_owned(const struct unsync__task *u_owner)
{
    struct unsync__task *u_one = u_owner->budget ? unsync__serial_open : NULL;
    while (u_one != NULL) {
        if (u_one->parent != u_owner || (u_one->flags & UNSYNC__DONE)) {
            u_one = u_one->next;
            continue;
        }
        unsync__serial_unwind(u_one);
        u_one = unsync__serial_open; /* others may be gone */
    }
}

/* --- @async @generator: a question is a task that has ended ----------------------------------- */

struct unsync__serial_question {
    struct unsync__task unsync__task;
    int unsync__answer; /* 1: there is a value */
    bool unsync__primes;
    void *unsync__out;
    size_t unsync__size;
};

UNSYNC__SERIAL void unsync__serial_run_on(struct unsync__task *u_generator)
{
    struct unsync__task *u_outer = unsync__serial_current;
    unsync__serial_current = u_generator;
    u_generator->kind->run(u_generator);
    unsync__serial_current = u_outer;
}

UNSYNC__SERIAL struct unsync__task *unsync__serial_ask(struct unsync__task *u_task, void *u_out,
                                                       size_t u_size, bool u_primes)
{
    static const struct unsync__kind u_kind = {.name = "a question", .file = "unsync"};
    struct unsync__async_generator *u_generator = (struct unsync__async_generator *) u_task;
    struct unsync__serial_question *u_question;
    if (u_task == NULL) unsync__serial_misuse(u_task, "is no generator");
    u_question = unsync__new_elsewhere(&u_kind, sizeof *u_question, 1);
    u_question->unsync__primes = u_primes && u_task->state == 0;
    u_question->unsync__out = u_out;
    u_question->unsync__size = u_size;
    if ((u_task->flags & UNSYNC__DONE) == 0) {
        if (u_generator->asker != NULL) unsync__serial_misuse(u_task, "is asked while it runs");
        u_generator->asker = &u_question->unsync__task;
        unsync__serial_run_on(u_task);
        u_generator->asker = NULL;
    }
    if (unsync__serial_failed(u_task)) {
        u_task->flags |= UNSYNC__OBSERVED;
        unsync__serial_copy(&u_question->unsync__task, u_task);
    }
    u_question->unsync__task.flags |= UNSYNC__DONE;
    return &u_question->unsync__task;
}

UNSYNC__SERIAL struct unsync__task *unsync__ask(struct unsync__task *u_generator, void *u_out,
                                                size_t u_size)
{
    return unsync__serial_ask(u_generator, u_out, u_size, false);
}

UNSYNC__SERIAL struct unsync__task *unsync__ask_with(struct unsync__task *u_generator, void *u_out,
                                                     size_t u_size)
{
    return unsync__serial_ask(u_generator, u_out, u_size, true);
}

UNSYNC__SERIAL bool unsync__ask_sends(struct unsync__task *u_task, const struct unsync__kind *u_own,
                                      bool u_has_values)
{
    if (u_task == NULL || u_task->kind != u_own)
        unsync__serial_misuse(u_task, "was given to the send of another generator");
    if (u_task->flags & UNSYNC__DONE) return false;
    if (u_task->state == 0 && u_has_values)
        unsync__serial_misuse(u_task, "is sent a value before it was asked for its first one");
    return true;
}

/* What is pending runs; of one that stands. */
UNSYNC__SERIAL void unsync__serial_unwind_async(struct unsync__task *u_task)
{
    if (u_task->flags & UNSYNC__DONE) return;
    u_task->flags |= UNSYNC__CANCEL;
    if (u_task->state != 0) unsync__serial_run_on(u_task);
    u_task->flags |= UNSYNC__DONE;
}

UNSYNC__SERIAL struct unsync__task *unsync__ask_to_close(struct unsync__task *u_task)
{
    static const struct unsync__kind u_kind = {.name = "a question", .file = "unsync"};
    struct unsync__serial_question *u_question;
    if (u_task == NULL) unsync__serial_misuse(u_task, "is no generator");
    unsync__serial_unwind_async(u_task);
    unsync__release(u_task);
    u_question = unsync__new_elsewhere(&u_kind, sizeof *u_question, 1);
    u_question->unsync__task.flags |= UNSYNC__DONE;
    return &u_question->unsync__task;
}

UNSYNC__SERIAL void unsync__give(struct unsync__task *u_task, const void *u_value, size_t u_size,
                                 unsigned u_point)
{
    struct unsync__serial_question *u_question =
        (struct unsync__serial_question *) ((struct unsync__async_generator *) u_task)->asker;
    u_task->state = (uint16_t) u_point;
    u_question->unsync__answer = 1;
    if (u_size > 0 && u_question->unsync__out != NULL)
        memcpy(u_question->unsync__out, u_value, u_size);
}

UNSYNC__SERIAL bool unsync__give_refused(struct unsync__task *u_task, const char *u_file,
                                         int u_line)
{
    (void) u_file;
    (void) u_line;
    return (u_task->flags & UNSYNC__CANCEL) != 0;
}

UNSYNC__SERIAL bool unsync__primed(struct unsync__task *u_task)
{
    struct unsync__serial_question *u_question =
        (struct unsync__serial_question *) ((struct unsync__async_generator *) u_task)->asker;
    bool u_primes = u_question->unsync__primes;
    u_question->unsync__primes = false;
    return u_primes;
}

UNSYNC__SERIAL void unsync__take_over(struct unsync__task *u_task, struct unsync__task *u_inner)
{
    if (u_inner == NULL) unsync__serial_misuse(u_inner, "is no generator");
    *u_inner->back = u_inner->next;
    if (u_inner->next != NULL) u_inner->next->back = u_inner->back;
    u_inner->parent = u_task;
    u_inner->next = u_task->children;
    if (u_inner->next != NULL) u_inner->next->back = &u_inner->next;
    u_inner->back = &u_task->children;
    u_task->children = u_inner;
}

/* --- @cpu_bound @generator: asked like an @async one, its body is a plain one ----------------- */

struct unsync__serial_stream {
    struct unsync__async_generator unsync__head;
    struct unsync__task *unsync__body;
};

UNSYNC__SERIAL void unsync__serial_stream_run(struct unsync__task *u_task)
{
    struct unsync__serial_stream *u_stream = (struct unsync__serial_stream *) u_task;
    struct unsync__task *u_body = u_stream->unsync__body;
    struct unsync__serial_question *u_question =
        (struct unsync__serial_question *) u_stream->unsync__head.asker;
    int u_code = 0;
    if ((u_task->flags & UNSYNC__CANCEL) == 0) {
        u_code = unsync__next(u_body, u_question->unsync__out, u_question->unsync__size, 1);
        u_question->unsync__answer = u_code > 0;
        if (u_code > 0) return;
    }
    if (u_code < 0) unsync__serial_copy(u_task, u_body);
    unsync__close(u_body);
    u_task->flags |= UNSYNC__DONE;
}

UNSYNC__SERIAL struct unsync__task *unsync__serial_stream(struct unsync__task *u_body)
{
    static const struct unsync__kind u_kind = {
        .name = "a stream", .file = "unsync", .run = unsync__serial_stream_run};
    struct unsync__serial_stream *u_stream =
        unsync__new_elsewhere(&u_kind, sizeof *u_stream, 1);
    unsync__own(&u_stream->unsync__head.task, u_body);
    u_stream->unsync__body = u_body;
    u_stream->unsync__head.task.flags = UNSYNC__ANSWERS;
    u_stream->unsync__head.task.state = 1; /* to be unwound, though nobody asked */
    return &u_stream->unsync__head.task;
}

/* The body of one that is resumed is over. */
UNSYNC__SERIAL void unsync__finish_slow(struct unsync__task *u_task)
{
    unsync__serial_over(u_task);
    u_task->flags |= UNSYNC__DONE;
}

UNSYNC__SERIAL void unsync__unwind(struct unsync__task *u_task)
{
    unsync__finish_slow(u_task);
}

/* It is left with deferred statements: what it has started ends before those. */
UNSYNC__SERIAL bool unsync__join(struct unsync__task *u_task, unsigned u_point)
{
    (void) u_point;
    unsync__serial_join(u_task);
    return false;
}

#include <unsync_unguard.h>
#endif
