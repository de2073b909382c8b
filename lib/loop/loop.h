/* loop.h: the loop thread: ready tasks, timers, libuv and the door take turns.
 *
 * There is one loop a process. Its thread is the one that calls unsync__loop_main (an `@async
 * main`), or an ambient one, started at the first use from plain C. Between two looks at libuv the
 * ready tasks get a slice of time, so that timers and I/O live beside a queue that is never
 * empty. */
#ifndef UNSYNC_LOOP_LOOP_H
#define UNSYNC_LOOP_LOOP_H

#include <unsync_gen.h>

#include "alarm.h"

struct uv_loop_s;

/* The loop's libuv loop. Loop thread only. */
struct uv_loop_s *unsync__loop_uv(void);

/* `hook` runs on the loop thread when the loop closes, last registered first, once; libuv handles
 * may be closed in it. There is room for one a module. Any thread, before the close. */
void unsync__loop_on_close(void (*hook)(void));

/* Makes the calling thread the loop thread, of a loop of our own (NULL) or the host's. 0, or
 * UNSYNC_ESYSTEM. */
int unsync__loop_open(struct uv_loop_s *host);
/* The parts of a turn, for a loop that the host runs: what came in, a slice of ready tasks, what is
 * due; then whether libuv may sleep, with the timer set. */
void unsync__loop_work(void);
bool unsync__loop_may_sleep(void);
/* Does the loop have to go on for us? At first it has. */
void unsync__loop_keep(bool alive);
/* Runs until *stop is set (by a task, or by a message through the door). */
void unsync__loop_run(const bool *stop);
/* Waits up to ms milliseconds until all that is detached has ended, at the end of the program; with
 * `cancels` it is cancelled before. True if nothing is left. */
bool unsync__loop_join_detached(uint64_t ms, bool cancels);
/* Runs the hooks, closes libuv, frees the frames; nothing detached is left. */
void unsync__loop_close(void);
/* In a hook: have all tasks ended, so that no job can be running? */
bool unsync__loop_is_joined(void);
/* Only the hooks: at an exit() from a task, where the loop is busy below on the stack. */
void unsync__loop_run_hooks(void);

#endif
