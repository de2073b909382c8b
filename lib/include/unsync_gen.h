/* unsync_gen.h: the names that emitted code uses; people include unsync.h. annotations/abi.def
 * lists them, annotations/emitted.md shows them at work.
 *
 * The inline functions are the whole cost of a task on the loop thread: start, await of a task that
 * has ended, return. Everything else (suspending, failing, other threads) is a call into the
 * library. Names inside of inline functions begin with u_: the compiler shall not find that they
 * shadow the user's. */
#ifndef UNSYNC_GEN_H
#define UNSYNC_GEN_H

#include <unsync_gen_await.h>
#include <unsync_gen_block.h>
#include <unsync_gen_pool.h>
#include <unsync_gen_remote.h>
#include <unsync_gen_task.h>
#include <unsync_gen_yield.h>

#include <unsync_guard.h>

#ifdef __cplusplus
extern "C" {
#endif

/* --- main ------------------------------------------------------------------------------------- */

/* `@async main`: the calling thread becomes the loop thread; runs the task that `start` starts, and
 * what is detached, to the end. Returns the exit status: main's value, or 1 after a failure that
 * it printed. */
void unsync__main_begin(void);
int unsync__main_end(struct unsync__task *task);

#ifdef __cplusplus
} /* extern "C" */
#endif
#include <unsync_unguard.h>
#endif
