/* replay.h: one recorded call (record.h), run again in this process, in the place of main, by
 * UNSYNC_REPLAY=FILE (takeover.c).
 *
 * What workers are set up with is; then the body runs on the main thread, and what became of it is
 * said. A crash is one, which a debugger sees; limits of time do not hold, for the same reason. */
#ifndef UNSYNC_WORKER_REPLAY_H
#define UNSYNC_WORKER_REPLAY_H

#include <stdbool.h>

/* Is this process such a one? Any thread. */
bool unsync__in_replay(void);

#endif
