/* ambient.h: the loop thread that nobody has to ask for. Started at the first use from a thread
 * that is not a loop thread; `@async main` makes the main thread the loop thread instead. */
#ifndef UNSYNC_LOOP_AMBIENT_H
#define UNSYNC_LOOP_AMBIENT_H

#include <stdbool.h>

struct uv_loop_s;

/* After it there is a loop thread. Any thread but the loop's. A loop that cannot be started (no
 * memory, no thread), or a process that forked without exec, is the end of the program, with a
 * message. */
void unsync__ambient_need(void);
/* Makes the calling thread the loop thread, which runs its loop from now on as it likes. Before any
 * other use. */
void unsync__ambient_become(void);
/* Is there a loop thread? Any thread. */
bool unsync__ambient_runs(void);
/* Makes the calling thread the loop thread, of the host's loop. 0; UNSYNC_EBUSY: there is one, or
 * has been; UNSYNC_ESYSTEM. */
int unsync__ambient_adopt(struct uv_loop_s *host);
bool unsync__ambient_is_adopted(void);
/* All its tasks have ended: the runtime is closed. */
void unsync__ambient_leave(void);

#endif
