/* over.h: the end of a call, however it came: the metrics count it, the call is freed, its task
 * resolves. The only way out of the lane. A call is gone when one of these returns. Loop thread. */
#ifndef UNSYNC_PROCS_OVER_H
#define UNSYNC_PROCS_OVER_H

#include "crew.h"
#include "death.h"

/* The task's outcome is set. */
void unsync__over(struct unsync__call *call, enum unsync_call_end how);
/* Its failure is, since the arguments cannot be packed. */
void unsync__over_failed(struct unsync__call *call);
/* No worker can be started, because of `why`, and none is tried for so long. */
void unsync__over_unserved(struct unsync__call *call, const char *why, uint64_t left_ms);
/* It had begun, or been cancelled, and its worker is dead. The task resolves when all about that is
 * known. */
void unsync__over_with_worker(struct unsync__proc *proc, struct unsync__call *call,
                              const struct unsync__death *death);
/* It never begins: workers die before they get to it. This was the last of them. */
void unsync__over_lost(struct unsync__call *call, const struct unsync__death *death);

#endif
