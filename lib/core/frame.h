/* frame.h: the memory of tasks.
 *
 * Frames come in size classes of 16 bytes, carved from slabs, each class with a free list in the
 * scheduler (the inline start pops it, the inline consume pushes it). A frame that a foreign thread
 * starts, a large one, one of a large alignment, or one that owns rooms stands apart: it has a
 * block of its own and class 0. *Rooms* are the arrays of variable length of its body; who frees
 * the frame frees them. Slabs live until the scheduler closes. Under ASan a free frame is poisoned.
 * Loop thread, but for unsync__frame_apart. */
#ifndef UNSYNC_CORE_FRAME_H
#define UNSYNC_CORE_FRAME_H

#include <unsync_gen.h>

struct unsync__trace;

/* A frame of class 0, also on a thread that is not the loop's: head initialised, linked to nobody.
 * NULL without memory. */
struct unsync__task *unsync__frame_apart(const struct unsync__kind *kind, size_t size,
                                         size_t align);
/* Puts the free lists aside, so that `hook` hears of every start on the loop thread; NULL: back.
 * For the time in which the loop thread runs code of a host that knows nothing of tasks. */
void unsync__frame_aside(struct unsync__sched *here, void (*hook)(void));
/* Where the trace of a frame is, with UNSYNC_DEBUG=1 (trace.h). */
struct unsync__trace *unsync__frame_trace(const struct unsync__task *task);
/* Ends the memory of a task that nothing links any more. */
void unsync__frame_free(struct unsync__task *task);
/* Frees all slabs; the scheduler must have no task left in them. */
void unsync__frame_close(void);

#endif
