/* lend.h: calls that a worker has: lent to it, taken back, or over.
 *
 * They go by the shared memory (channel.h), long texts by blocks (store.h), in their order. A
 * worker runs one at a time, so only the first of those that it has can have begun, whatever stands
 * in memory that it can write to. A result for any other call, or what is none, is the end of the
 * worker. Loop thread. */
#ifndef UNSYNC_PROCS_LEND_H
#define UNSYNC_PROCS_LEND_H

#include "proc.h"

/* May it have one more call now? */
bool unsync__lend_has_room(struct unsync__proc *proc);
/* Lends a call to one that has room, with what it has leased of its store; it is BUSY from now on,
 * and sees the call after unsync__lend_ring. 0; or a code: it cannot have this one. */
int unsync__lend_call(struct unsync__proc *proc, struct unsync__call *call, const char *text,
                      size_t len);
void unsync__lend_ring(struct unsync__proc *proc);
/* The first call's time begins, again: it runs now, or as soon as the worker gets to it. */
void unsync__lend_time(struct unsync__proc *proc);
/* True: the call is the caller's again, and was not started. False: it was. */
bool unsync__lend_take_back(struct unsync__proc *proc, struct unsync__call *call);
/* The same of a worker that is dead. */
void unsync__lend_forget(struct unsync__proc *proc, struct unsync__call *call);
/* Takes the results that there are. */
void unsync__lend_collect(struct unsync__proc *proc);
/* Has this call begun? */
bool unsync__lend_had_begun(const struct unsync__call *call);
/* Streams. Values stay in the ring, and their worker waits when that is full, or are taken; of one
 * that is to end they are dropped. A worker whose values wait is held: it does not count among
 * those that there may be. */
void unsync__lend_pause(struct unsync__proc *proc, bool pauses);
void unsync__lend_end_stream(struct unsync__proc *proc, struct unsync__call *call);
/* Its time is up, as far as was counted here: false if it gave nothing in all of it. */
bool unsync__lend_goes_on(struct unsync__proc *proc);
/* For the store of a worker: a block for calls, of which the worker is told. 0; or -errno. */
int unsync__lend_block(struct unsync__store *store, size_t size);

#endif
