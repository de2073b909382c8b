/* call.h: one call of a @cpu_bound function on its way through the lane, and a queue of them.
 *
 * The arguments are packed when the task starts: what they point to may change or go afterwards.
 * The task finds its call by its `link`, which the lane has for itself until the task resolves. */
#ifndef UNSYNC_EXEC_CALL_H
#define UNSYNC_EXEC_CALL_H

#include <unsync_gen.h>

struct unsync__proc;

struct unsync__call {
    struct unsync__call *next, *before; /* in the queue */
    struct unsync__task *task;
    struct unsync__proc *proc; /* that runs it; NULL: queued */
    char *bytes;               /* a CALL message, with its head */
    size_t len;
    unsigned lost; /* workers that died before they had read it */
};

/* Packs the task's arguments. NULL: the task's failure is set (UNSYNC_ENOMEM, UNSYNC_EPROTO). */
struct unsync__call *unsync__call_new(struct unsync__task *task);
void unsync__call_free(struct unsync__call *call);
struct unsync__call *unsync__call_of(const struct unsync__task *task);

struct unsync__calls {
    struct unsync__call *first, *last;
    size_t count;
};
void unsync__calls_append(struct unsync__calls *calls, struct unsync__call *call);
void unsync__calls_prepend(struct unsync__calls *calls, struct unsync__call *call);
void unsync__calls_remove(struct unsync__calls *calls, struct unsync__call *call);

#endif
