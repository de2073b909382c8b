/* signals.h: which signals threads of the library leave to others: all but those that a fault of
 * their own raises. A blocked one would end the process past any handler: the program's own that
 * reports crashes, or a worker's (crash.h). */
#ifndef UNSYNC_BASE_SIGNALS_H
#define UNSYNC_BASE_SIGNALS_H

#include <signal.h>

/* What a new thread is to have blocked. Any thread. */
void unsync__signals_of_thread(sigset_t *blocked);

/* In a worker, before it has threads: what a thread that runs bodies does first, so that its crash
 * can be told too, and, with what that gave, last. NULL elsewhere. */
extern void *(*unsync__signals_thread_begin)(void);
extern void (*unsync__signals_thread_end)(void *begun);

#endif
