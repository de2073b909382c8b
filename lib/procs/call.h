/* call.h: one call of a @cpu_bound function on its way through the lane, and a queue of them.
 *
 * The arguments are packed when the call goes to a worker, not before: they are the caller's, who
 * keeps them until the task is done, so a call that waits costs no copy of them. The task finds its
 * call by its `link`, which the lane has for itself until the task resolves. */
#ifndef UNSYNC_PROCS_CALL_H
#define UNSYNC_PROCS_CALL_H

#include <unsync_gen.h>

#include "../loop/alarm.h"
#include "../wire/store.h"

struct unsync__proc;
struct unsync__record;

/* So many workers may be lost with a call that did not begin. */
enum { UNSYNC__LOST_MAX = 3 };

struct unsync__call {
    struct unsync__call *next, *before; /* in the queue, or among those that the worker has */
    struct unsync__task *task;
    struct unsync__proc *proc;     /* that has it; NULL: queued */
    struct unsync__record *record; /* in the worker's ring, while it has it; NULL there: it has
                                      begun, and its room may be used again */
    uint32_t ticket;               /* there */
    uint64_t at;                   /* where its record ends there */
    int asked;                     /* not 0: to end, for this reason (flock.h) */
    bool told;                     /* the worker has heard of that, or need not */
    struct unsync__lease lease;    /* of blocks of the worker */
    struct unsync__alarm alarm;    /* of queue_timeout */
    struct unsync__alarm overdue;  /* in a flock: its own deadline has passed for long */
    unsigned passed;               /* calls of other fences that went before it */
    unsigned deaths;               /* of workers while they ran it */
    struct unsync__backlog *backlog; /* in which it counts, to its end */
    unsigned lost;                 /* workers that ended before they had started it */
    uint64_t since_ns, began_ns;   /* if it is timed, else 0: it came in; a worker got to it */
    bool wanted;                   /* a stream: somebody waits for a value */
    bool closes;                   /* a stream: it was told to end */
    unsigned values, values_seen;  /* that it gave; at the last look at its time */
};

/* Of a @cpu_bound @generator. */
static inline bool unsync__call_streams(const struct unsync__call *call)
{
    return call->task->kind->remote->flow != NULL;
}
/* NULL: the task's failure is set (UNSYNC_ENOMEM). */
struct unsync__call *unsync__call_new(struct unsync__task *task);
void unsync__call_free(struct unsync__call *call);
struct unsync__call *unsync__call_of(const struct unsync__task *task);
/* Packs its arguments: the text is valid until the next call is packed, what is large goes into
 * blocks of the store, which the call leases. NULL: the task's failure is set (UNSYNC_ENOMEM,
 * UNSYNC_EPROTO). */
const char *unsync__call_pack(struct unsync__call *call, struct unsync__store *store, size_t *len);
/* The descriptors that the call which was packed last hands over: the caller's. */
const int *unsync__call_handed(unsigned *count);
/* Its failure: there is no memory to share for them. */
void unsync__call_has_no_room(struct unsync__call *call, int code);
/* The memory that is kept for that. */
void unsync__call_trim(void);

struct unsync__calls {
    struct unsync__call *first, *last;
    size_t count;
};
void unsync__calls_append(struct unsync__calls *calls, struct unsync__call *call);
void unsync__calls_prepend(struct unsync__calls *calls, struct unsync__call *call);
void unsync__calls_remove(struct unsync__calls *calls, struct unsync__call *call);

#endif
