/* unsync_serial_ready.h: tasks without a body in the output of `unsync --serial`: sleeps and those
 * that wait for others; a part of unsync_serial.h. Each is ready when it is made. */
#ifndef UNSYNC_SERIAL_READY_H
#define UNSYNC_SERIAL_READY_H

#include <unsync_guard.h>

/* The time is what was slept. */
UNSYNC__SERIAL uint64_t unsync__serial_ms;

UNSYNC__SERIAL unsync_task_of(void) unsync_sleep(uint64_t u_ms)
{
    static const struct unsync__kind u_kind = {.name = "unsync_sleep", .file = "unsync"};
    struct unsync__task *u_task = unsync__new_elsewhere(&u_kind, sizeof *u_task, 1);
    unsync__serial_ms += u_ms;
    u_task->flags = UNSYNC__DONE;
    return (unsync_task_of(void)) u_task;
}

UNSYNC__SERIAL uint64_t unsync_now_ms(void)
{
    return unsync__serial_ms;
}

UNSYNC__SERIAL void unsync__serial_copy(struct unsync__task *u_task,
                                        const struct unsync__task *u_from)
{
    struct unsync__serial_failure *u_copy = unsync__serial_memory(sizeof *u_copy, 1);
    memcpy(u_copy, u_from->failure, sizeof *u_copy);
    u_copy->unsync__failure.message = u_copy->unsync__text;
    u_copy->unsync__failure.trace = u_copy->unsync__places;
    u_task->failure = &u_copy->unsync__failure;
    u_task->flags |= UNSYNC__FAILED;
}

UNSYNC__SERIAL struct unsync__task *unsync__gather(const void *u_handles, size_t u_count)
{
    static const struct unsync__kind u_kind = {.name = "unsync_gather", .file = "unsync"};
    struct unsync__task *u_task = unsync__new_elsewhere(&u_kind, sizeof *u_task, 1);
    u_task->flags = UNSYNC__DONE;
    for (size_t u_i = 0; u_i < u_count; u_i++) {
        struct unsync__task *u_child =
            unsync__serial_of(u_handles, u_i, u_count, u_kind.name);
        if (!unsync__serial_failed(u_child)) continue;
        u_child->flags |= UNSYNC__OBSERVED;
        unsync__serial_copy(u_task, u_child);
        break;
    }
    return u_task;
}

/* The outcomes of all stay where they are. */
UNSYNC__SERIAL struct unsync__task *unsync__settle(const void *u_handles, size_t u_count)
{
    static const struct unsync__kind u_kind = {.name = "unsync_settle", .file = "unsync"};
    struct unsync__task *u_task = unsync__new_elsewhere(&u_kind, sizeof *u_task, 1);
    for (size_t u_i = 0; u_i < u_count; u_i++)
        (void) unsync__serial_of(u_handles, u_i, u_count, u_kind.name);
    u_task->flags = UNSYNC__DONE;
    return u_task;
}

/* All have ended: the first of them has won. `u_fails`: only one that ended well can win. */
UNSYNC__SERIAL struct unsync__task *unsync__serial_win(const struct unsync__kind *u_kind,
                                                       const void *u_handles, size_t u_count,
                                                       bool u_fails)
{
    struct unsync__task *u_child = NULL, *u_task, *u_outer = unsync__serial_current;
    u_task = unsync__new_elsewhere(u_kind, sizeof *u_task + sizeof(size_t), 1);
    u_task->flags = UNSYNC__DONE;
    for (size_t u_i = 0; u_i < u_count; u_i++) {
        u_child = unsync__serial_of(u_handles, u_i, u_count, u_kind->name);
        memcpy(unsync__value_at(u_task, _Alignof(size_t)), &u_i, sizeof u_i);
        if (!u_fails || !unsync__serial_failed(u_child)) return u_task;
        u_child->flags |= UNSYNC__OBSERVED;
    }
    if (u_child != NULL) {
        unsync__serial_copy(u_task, u_child);
        return u_task;
    }
    unsync__serial_current = u_task;
    unsync__job_fail(u_kind->file, u_kind->line, UNSYNC_EINVAL, "there are no handles");
    unsync__serial_current = u_outer;
    return u_task;
}

UNSYNC__SERIAL struct unsync__task *unsync__race(const void *u_handles, size_t u_count)
{
    static const struct unsync__kind u_kind = {.name = "unsync_race", .file = "unsync"};
    return unsync__serial_win(&u_kind, u_handles, u_count, false);
}

UNSYNC__SERIAL struct unsync__task *unsync__first(const void *u_handles, size_t u_count)
{
    static const struct unsync__kind u_kind = {.name = "unsync_first", .file = "unsync"};
    return unsync__serial_win(&u_kind, u_handles, u_count, true);
}

#include <unsync_unguard.h>
#endif
