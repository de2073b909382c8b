/* deadline.h: the time at which a task has to have ended.
 *
 * A deadline is absolute, is a note of the task (core/note.h) with an alarm, and counts for all
 * that is below the task: when it passes, the whole tree is asked to end (unsync__expire). A task
 * has one; of two the earlier counts. The object lies in the frame (the `timeout` of a mark: a
 * start cannot fail for it) or on the heap (unsync_timeout). Loop thread, but for what unsync_gen.h
 * declares. */
#ifndef UNSYNC_LOOP_DEADLINE_H
#define UNSYNC_LOOP_DEADLINE_H

#include <unsync_gen.h>

/* A task that another thread has started with a deadline in its frame: from here on it counts. */
void unsync__deadline_begin(struct unsync__task *task);
/* For a body that holds up the loop: if the task's own deadline has passed meanwhile, it passes
 * now. */
void unsync__deadline_look(struct unsync__task *task);
/* The job's body is over: its deadline counts no more, its memory may go. Its own thread. */
void unsync__job_unlimit(struct unsync__job *job);

#endif
