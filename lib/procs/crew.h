/* crew.h: some workers and one FIFO of calls, and how the two meet.
 *
 * A call goes to a worker that is idle. When there is none, calls are put ahead into workers that
 * are busy, as many as each of them will get through in about a tenth of a millisecond: one while
 * bodies are long, hundreds while they are short, so that neither side waits for the other's
 * wake-up. What turns out to stand behind a long body is taken back within two milliseconds, and
 * goes to the next worker that is idle. Loop thread. It knows neither how workers are started nor
 * what a task is told. */
#ifndef UNSYNC_PROCS_CREW_H
#define UNSYNC_PROCS_CREW_H

#include "fenced.h"
#include "proc.h"
#include "tally.h"

struct unsync__crew {
    struct unsync__crew *next;  /* of all crews */
    const char *name;           /* of its pool; NULL: of calls that name none */
    struct unsync__tally *tally; /* what it has to tell */
    const struct unsync__kind *said_by; /* whose mark has named it first */
    struct unsync__backlog *backlog; /* its calls; NULL: without a name */
    bool is_flock;              /* each worker runs many calls at once (flock.h) */
    uint32_t fences;            /* of all workers of a flock */
    unsigned max_said, most;    /* workers: by marks, 0: by none; that there may be */
    unsigned starting;          /* of them, that are not ready yet; by their fences: */
    unsigned starting_behind[UNSYNC__FENCES];
    struct unsync__calls waiting;
    struct unsync__proc *procs; /* all */
    struct unsync__proc *idle;  /* the last used first: its caches are warm */
    unsigned count, busy;       /* of them */
    unsigned streams;           /* of these with a stream (stream.h) */
    unsigned held;              /* and its values wait: they do not count */
    bool stirred;               /* calls and workers may not be together that could be */
    struct unsync__alarm alarm; /* looks after calls that are ahead */
    bool looks;                 /* it is set */
    struct unsync__alarm trim;  /* gives back what blocks of shared memory are not used */
    bool trims;                 /* it is set */
    unsigned ahead_most;        /* calls that a worker may have at once */
    struct unsync__alarm patrol; /* looks after workers that were stopped (patrol.h) */
    void (*back)(struct unsync__crew *crew); /* not NULL: it is set */
    /* The call's task has its failure; the call is over. */
    void (*failed)(struct unsync__call *call);
};

/* No worker and no call: both are gone, whoever ended them. */
void unsync__crew_empty(struct unsync__crew *crew);
/* A worker that is not ready yet; it is; it is no more. */
void unsync__crew_add(struct unsync__crew *crew, struct unsync__proc *proc);
void unsync__crew_is_ready(struct unsync__crew *crew, struct unsync__proc *proc);
void unsync__crew_remove(struct unsync__crew *crew, struct unsync__proc *proc);
/* A worker has given a result: it has that call no more. It is replaced after the last of its
 * calls if `proc->retired` is set. */
void unsync__crew_had_result(struct unsync__crew *crew, struct unsync__proc *proc);
/* It serves no more. */
void unsync__crew_retire(struct unsync__proc *proc, int why);
/* Brings calls and workers together. First those that are idle; then ahead. */
void unsync__crew_give_to_idle(struct unsync__crew *crew);
void unsync__crew_give_ahead(struct unsync__crew *crew);
/* Gives a call that waits to a worker. False: there is no room in it now. */
bool unsync__crew_give(struct unsync__crew *crew, struct unsync__proc *proc,
                       struct unsync__call *call);
/* It can be spoken to. */
bool unsync__crew_speaks(const struct unsync__proc *proc);
/* Takes what the workers have given. */
void unsync__crew_collect(struct unsync__crew *crew);
/* Is there something of that? For a look: before a sleep, and after it. */
bool unsync__crew_has(const struct unsync__crew *crew);
bool unsync__crew_asleep(struct unsync__crew *crew);
void unsync__crew_awake(struct unsync__crew *crew);

/* Takes a call off, wherever it is; false: its body has begun. */
bool unsync__crew_take_off(struct unsync__crew *crew, struct unsync__call *call);
/* The same; where its body has begun its worker is killed for it, or it turns out soon that the
 * body is over. */
bool unsync__crew_cancel(struct unsync__crew *crew, struct unsync__call *call);
/* May there be one worker more? */
bool unsync__crew_may_grow(const struct unsync__crew *crew);
/* Is there none of whom one knows that he will be free? */
bool unsync__crew_has_nobody(const struct unsync__crew *crew);
/* The first call of a worker has used up its time. */
void unsync__crew_is_late(struct unsync__crew *crew, struct unsync__proc *proc);
/* A worker is dead: of its calls the first stays with it, and those that may have begun too. All
 * others are in the queue again. */
void unsync__crew_take_unbegun(struct unsync__crew *crew, struct unsync__proc *proc);

/* How many of all that there are now, into its tally. */
void unsync__crew_tell(const struct unsync__crew *crew);

#endif
