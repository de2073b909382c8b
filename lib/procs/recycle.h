/* recycle.h: when a worker has served long enough: its runs, its age, the memory it has gained.
 *
 * The marks of the functions that it serves say so, and each is asked when a run of that function
 * has ended; so a worker is never replaced in the middle of a task. */
#ifndef UNSYNC_PROCS_RECYCLE_H
#define UNSYNC_PROCS_RECYCLE_H

#include <stdbool.h>
#include <sys/types.h>
#include <unsync_gen.h>

struct unsync__service { /* of one worker */
    uint64_t runs;
    uint64_t since_ms;
    uint64_t began_bytes; /* its resident memory when it was ready; 0: unknown */
};

void unsync__service_begin(struct unsync__service *service, pid_t pid);
/* A run has ended; true: the worker is to be replaced, because of *why (enum unsync_worker_end). */
bool unsync__service_is_over(struct unsync__service *service, pid_t pid,
                             const struct unsync__limits *limits, int *why);

#endif
