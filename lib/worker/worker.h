/* worker.h: the life of a worker process: set up, then serve calls until the parent is gone.
 *
 * One call at a time, on the main thread. Bodies may start tasks of their own: those run on the
 * worker's own loop and threads, as in any program. */
#ifndef UNSYNC_WORKER_WORKER_H
#define UNSYNC_WORKER_WORKER_H

#include <stdbool.h>

struct unsync__inbox;
struct unsync__channel;

/* Is this process a worker, or the replay of a call? Any thread. */
bool unsync__in_worker(void);

/* --- For the parts of a worker ---------------------------------------------------------------- */

/* The parent is gone, or is not to be understood: the end of this process. */
__attribute__((noreturn)) void unsync__worker_end_for(int error);

#endif
