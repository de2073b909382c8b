/* pump.h: brings waiting calls and workers together, and starts workers.
 *
 * While calls wait and there are fewer workers than there may be, another is started. Those that
 * cannot even start fail the waiting calls, after three in a row (breaker.h), if no other worker
 * lives. Whatever happens in the lane, and may let a call go on, ends here. Loop thread. */
#ifndef UNSYNC_PROCS_PUMP_H
#define UNSYNC_PROCS_PUMP_H

#include "crew.h"

void unsync__pump(struct unsync__crew *crew);
/* A worker is ready, and so others may be; or the lane is opened anew. */
void unsync__pump_worked(void);
/* One was none, because of `why`: it never was ready. */
void unsync__pump_failed(const char *why);

#endif
