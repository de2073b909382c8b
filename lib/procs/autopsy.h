/* autopsy.h: the failure of a task whose worker died: the words, and the stack as places.
 *
 * Making names and lines of addresses takes a moment and another process (addr2line), so a thread
 * does it, and the task ends when that is done; the loop goes on, and the worker is replaced
 * meanwhile. What was seen last is remembered: a thousand tasks that crash at one place cost one
 * look. Loop thread. */
#ifndef UNSYNC_PROCS_AUTOPSY_H
#define UNSYNC_PROCS_AUTOPSY_H

#include "death.h"

/* Sets the task's failure, then calls `done`, at once if the worker left no stack. `tries`: how
 * many workers have died of this task. */
void unsync__autopsy(const struct unsync__death *death, struct unsync__task *task, unsigned tries,
                     void (*done)(struct unsync__task *task));
/* Forgets what it remembers. */
void unsync__autopsies_close(void);

#endif
