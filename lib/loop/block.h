/* block.h: a thread that is not the loop's, waiting for a task, and owning those that it starts.
 *
 * Whoever waits is a task: the job whose body runs on this thread, or for plain C a stand-in on the
 * stack. So the loop sees one kind of waiter: it makes the awaited task its child, and wakes it as
 * it wakes any other. The thread itself sleeps in its parker. */
#ifndef UNSYNC_LOOP_BLOCK_H
#define UNSYNC_LOOP_BLOCK_H

#include <unsync_gen.h>

/* In the `state` of a job, which its own thread alone touches: it may have children; the loop knows
 * of it, and so its flags are the loop's to change; it runs a deferred statement.
 * Above these bits stands the number of its waits. */
enum {
    UNSYNC__HAS_CHILDREN = 1,
    UNSYNC__KNOWN = 2,
    UNSYNC__DEFERS = 4,
    UNSYNC__JOB_OWNS = 8, /* generators that it made are still open */
    UNSYNC__A_WAIT = 256,
};

/* The task that owns what the calling thread starts; NULL: plain C. Not for the loop thread. */
extern __thread struct unsync__task *unsync__owner __attribute__((tls_model("initial-exec")));
/* That has been asked to end, so a wait that need not wait is not to be done: the next one of its
 * own ends it. */
bool unsync__block_is_over(struct unsync__task *job);

/* Asked before an operation that need not wait is done on another thread than the loop's. As the
 * 128th await of a task goes through the queue, the 128th wait of a job hears what was asked of it;
 * these are no waits, but count. True: it is not to be done. In a deferred statement nothing is
 * heard, and nothing counts. */
static inline bool unsync__block_ends(void)
{
    struct unsync__task *job = unsync__owner;
    if (job == NULL || (job->state & UNSYNC__DEFERS) != 0) return false;
    job->state += UNSYNC__A_WAIT;
    return unsync__unlikely(job->state / UNSYNC__A_WAIT % UNSYNC__BUDGET == 0) &&
           unsync__block_is_over(job);
}
/* A task whose body blocks its thread: its `state` is its own, see block.c. */
bool unsync__is_job(const struct unsync__task *task);
/* Runs the body of a pool's task on this thread, as the owner of what it starts. Then the loop is
 * to be told, by unsync__door_completed. */
void unsync__run_body(struct unsync__task *task);
/* As unsync__job_exit, but the failure, if there is one, is still in the job's task. */
int unsync__job_leave(struct unsync__job *job);
/* For lanes whose tasks block: the `wake` of their waiting jobs. Loop thread. */
void unsync__block_wake(struct unsync__task *task, struct unsync__task *child);
/* For their `cancel`: a job that waits is cancelled through what it waits for. Loop thread. */
void unsync__block_cancel(struct unsync__task *task);
/* Where it waits; untouched if it does not. Loop thread. */
void unsync__block_place(const struct unsync__task *task, const char **file, int *line);
/* Called around each wait of this thread, if set: a pool lets another thread take its place. */
extern __thread void (*unsync__block_hook)(bool begins);

#endif
