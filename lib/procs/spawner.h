/* spawner.h: the thread that spawns workers.
 *
 * The kernel kills a worker when the *thread* that spawned it ends, so that thread must live as
 * long as the workers may: it is this one, from the first request until the close. Exec'ing blocks
 * it, not the loop. Requests are done in their order; the loop is woken and takes the results. */
#ifndef UNSYNC_PROCS_SPAWNER_H
#define UNSYNC_PROCS_SPAWNER_H

#include <sys/types.h>

#include "spawn.h"
#include "stops.h"

struct unsync__spawn_request {
    struct unsync__spawn_request *next;
    struct unsync__spawn_ends ends; /* in: the worker's; all but the box closed when it is done */
    int error;  /* out: 0, or -errno */
    pid_t pid;  /* out */
    int pidfd;  /* out; the requester's */
    struct unsync__stops *stops; /* out; the requester's. NULL: nobody watches it */
};

/* Starts the thread; `wake` is called after each request, and when a process of one was stopped, on
 * other threads. 0 or -errno. */
int unsync__spawner_open(void (*wake)(void));
/* The memory is the spawner's until unsync__spawner_done gave it back. */
void unsync__spawner_ask(struct unsync__spawn_request *request);
/* One request that is done; NULL: there is none. */
struct unsync__spawn_request *unsync__spawner_done(void);
/* Ends the thread. Requests that it had not begun are done with -ECANCELED. All workers must be
 * dead, or are killed by this. */
void unsync__spawner_close(void);

#endif
