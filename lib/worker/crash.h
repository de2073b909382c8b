/* crash.h: what a worker that crashes leaves behind: the signal, the address, the stack.
 *
 * Its handlers run on a stack of their own, so that a stack that overflowed is no trouble, and
 * write raw addresses into the black box (box.h); the program makes names of them. Then the signal
 * takes its course: the worker dies by it, with a core file if there is to be one. A handler that
 * the program has set itself, or a sanitizer, stays. */
#ifndef UNSYNC_WORKER_CRASH_H
#define UNSYNC_WORKER_CRASH_H

/* Sets the handlers. The worker's main thread, once, when its black box is there. */
void unsync__crash_watch(void);
/* A body begins: what is on the stack from `frame` on outwards is not the user's. NULL: none runs.
 */
void unsync__crash_begin(const void *frame);

#endif
