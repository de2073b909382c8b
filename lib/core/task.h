/* task.h: the life of a task: linked to its owner, ended, joined, freed.
 *
 * The tree of tasks is touched by the loop thread alone. A task is freed in one of four ways: its
 * value is consumed, its handle is released, it was in the background and ends, or its owner leaves
 * and joins it. Whatever happens, it resolves exactly once and is freed exactly once. Loop thread
 * throughout. */
#ifndef UNSYNC_CORE_TASK_H
#define UNSYNC_CORE_TASK_H

#include <unsync_gen.h>

#include "../base/check.h"

/* Links `task` as a child of `parent` (NULL: of plain C), taking it from where it was. */
void unsync__adopt(struct unsync__task *task, struct unsync__task *parent);
/* It is not: message, abort. */
__attribute__((cold)) void unsync__used_again(const struct unsync__task *task, const char *use);
/* There is none: message, abort. */
__attribute__((cold)) void unsync__used_nothing(const char *use);
/* The handle is still valid; `use` is what is done with it. Any thread. */
static inline void unsync__check_alive(const struct unsync__task *task, const char *use)
{
    if (__builtin_expect(task == NULL, 0)) unsync__used_nothing(use);
    uint32_t flags = __atomic_load_n(&task->flags, __ATOMIC_ACQUIRE);
    if (__builtin_expect((flags & UNSYNC__FREED) != 0, 0)) unsync__used_again(task, use);
}
/* Takes it from where it is; it has no parent then. For stand-ins, whose memory is not a frame. */
void unsync__unlink(struct unsync__task *task);
/* False for what stands in for somebody who is no task: plain C, main's caller, the roots. */
static inline bool unsync__has_frame(const struct unsync__task *task)
{
    return task->kind->size != 0;
}
/* Marks `child` as awaited by `parent`, adopting it. True if it has ended already: then nothing was
 * marked. A second waiter is a misuse. */
bool unsync__attend(struct unsync__task *parent, struct unsync__task *child);
/* The task is over, its value in place or its failure set, no child left: wakes who waits, or frees
 * it when nobody will ask. */
void unsync__resolve(struct unsync__task *task);
/* Cancels the children. True if all have ended: they are freed. Else the end of the last one frees
 * them, and wakes the task if it is SUSPENDED, or resolves it; meanwhile `link` is the list of
 * those that have ended: it has to be NULL before, or the STATIC task at which that list ends. */
bool unsync__join_children(struct unsync__task *task);
/* The body is over: cancels and joins the children, then resolves. */
void unsync__leave_body(struct unsync__task *task);
/* The task, which somebody else owned while he waited for it, is `owner`'s again. */
void unsync__give_back(struct unsync__task *task, struct unsync__task *owner);
/* Frees an ended task; a value that nobody took is disposed of, a failure that nobody saw
 * printed. */
void unsync__drop(struct unsync__task *task);
/* Nobody holds the handle any more: cancels, frees at the end. */
void unsync__give_up(struct unsync__task *task);
/* Frees at the end, prints a failure; `detached`: its parent does not wait for it. */
void unsync__let_go(struct unsync__task *task, bool detached);
/* Has ended well: what another thread than the loop's has done without waiting. */
extern struct unsync__task unsync__instant;
/* Owns what is detached. To join that: set SUSPENDED and call unsync__join_children; when the last
 * one has ended, unsync__root_is_empty becomes true. */
extern struct unsync__task unsync__root;
extern bool unsync__root_is_empty;
/* Owns daemons and what was abandoned: nothing waits for these, not even the program's end. */
extern struct unsync__task unsync__daemons;
/* Owns what plain C and libuv callbacks have started: nobody joins these, their handles' holders
 * do. */
extern struct unsync__task unsync__outside;

#endif
