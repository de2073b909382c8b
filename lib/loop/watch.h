/* watch.h: the thread that UNSYNC_DEBUG=1 adds: it watches the loop thread, and answers who asks.
 *
 * A resume that holds the loop thread for longer than UNSYNC_SLOW_MS (100) is reported while it
 * does, with its stack, and again when it is over. SIGQUIT, if it is at its default, prints the
 * tree of tasks; so does a connection to the socket of ask.h, to whom connects. When the loop
 * thread does not answer, both say what holds it. */
#ifndef UNSYNC_LOOP_WATCH_H
#define UNSYNC_LOOP_WATCH_H

/* The loop thread, with its loop open. Closed by a hook of the loop. */
void unsync__watch_open(void);
/* The same at an exit that runs no hooks; nothing, if it is closed. */
void unsync__watch_close(void);

#endif
