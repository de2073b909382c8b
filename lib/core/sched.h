/* sched.h: the scheduler of loop tasks: one FIFO of ready tasks, drained in slices.
 *
 * It knows nothing of libuv: lib/loop gives it the thread and decides how long a slice may be.
 * The first fields of the scheduler are in unsync_gen_task.h, where inline code uses them. Loop
 * thread. */
#ifndef UNSYNC_CORE_SCHED_H
#define UNSYNC_CORE_SCHED_H

#include <unsync_gen.h>

/* Makes the calling thread the loop thread; there is one. */
void unsync__sched_open(void);
/* Frees all memory of tasks; none may be left. */
void unsync__sched_close(void);
/* The loop thread runs other code than ours until it enters again: tasks that are started there are
 * queued, and `hook` hears of each. */
void unsync__sched_leave(void (*hook)(void));
void unsync__sched_enter(void);
/* `child`, which the loop task awaits, has ended. */
void unsync__wake(struct unsync__task *task, struct unsync__task *child);
/* Resumes up to `most` ready tasks; returns how many there were. */
unsigned unsync__run_ready(unsigned most);
bool unsync__has_ready(void);
/* With UNSYNC_DEBUG=1: calls `hook` before each resume, and with NULL after the last of some; NULL:
 * nobody. Any thread. */
void unsync__sched_watch(void (*hook)(const struct unsync__task *task));
/* Runs a task of the loop, which begins or goes on, below the code that runs now; or through the
 * queue, if the C stack has grown too far or a seed says so. */
void unsync__run_now(struct unsync__task *task);

/* Takes the first of the list, which is not empty. */
static inline struct unsync__task *unsync__pop_ready(struct unsync__sched *here)
{
    struct unsync__task *task = here->ready_first;
    here->ready_first = task->link;
    if (here->ready_first == NULL) here->ready_last = NULL;
    return task;
}

#endif
