/* jobs.h: a list of jobs, or of those that wait for room for one, by `link` and `ahead` of the
 * tasks: any can be taken out. Who changes it holds the lock that it is under. */
#ifndef UNSYNC_THREAD_JOBS_H
#define UNSYNC_THREAD_JOBS_H

#include <unsync_gen.h>

struct unsync__jobs {
    struct unsync__task *first, *last;
};

static inline void unsync__jobs_append(struct unsync__jobs *jobs, struct unsync__task *task)
{
    task->link = NULL;
    task->ahead = jobs->last;
    *(jobs->last != NULL ? &jobs->last->link : &jobs->first) = task;
    jobs->last = task;
}

static inline void unsync__jobs_take_out(struct unsync__jobs *jobs, struct unsync__task *task)
{
    *(task->ahead != NULL ? &task->ahead->link : &jobs->first) = task->link;
    *(task->link != NULL ? &task->link->ahead : &jobs->last) = task->ahead;
    task->link = task->ahead = NULL;
}

#endif
