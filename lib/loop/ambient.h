/* ambient.h: the loop thread that nobody has to ask for. Started at the first use from a thread
 * that is not a loop thread; `@async main` makes the main thread the loop thread instead. */
#ifndef UNSYNC_LOOP_AMBIENT_H
#define UNSYNC_LOOP_AMBIENT_H

/* After it there is a loop thread. Any thread but the loop's. A loop that cannot be started (no
 * memory, no thread), or a process that forked without exec, is the end of the program, with a
 * message. */
void unsync__ambient_need(void);

#endif
