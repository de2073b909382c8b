/* reason.h: why a worker has ended, and how its call has, as the metrics name it (unsync_worker.h).
 * What the task is told is in death.h. */
#ifndef UNSYNC_PROCS_REASON_H
#define UNSYNC_PROCS_REASON_H

#include <stdbool.h>
#include <unsync.h>

struct unsync__call;
struct unsync__death;
struct unsync__proc;

/* The task's failure says all that is known of the death. */
bool unsync__reason_is_told(const struct unsync__proc *proc, const struct unsync__death *death);
/* Of a call that had begun, or been cancelled. */
enum unsync_call_end unsync__reason_of_call(const struct unsync__call *call,
                                            const struct unsync__proc *proc,
                                            const struct unsync__death *death);
enum unsync_worker_end unsync__reason_of_worker(const struct unsync__proc *proc,
                                                const struct unsync__death *death);
/* Says on stderr what a worker kept that is lost, where no task's failure says it. */
void unsync__reason_say_loss(const struct unsync__proc *proc, const struct unsync__death *death);

#endif
