/* serial.h: jobs with equal keys run one after the other, in the order of their starts.
 *
 * The first job of a key stands for it in the pool's table, from its start until its end; those
 * that come meanwhile wait in a list behind it. So a key costs nothing that the frame of its job
 * does not have. A job that waits for another of its own key runs that one itself, as a part of its
 * own turn. All under the pool's lock. */
#ifndef UNSYNC_THREAD_SERIAL_H
#define UNSYNC_THREAD_SERIAL_H

#include <unsync_gen.h>

enum { UNSYNC__KEY_BUCKETS = 64 };
struct unsync__turn;

struct unsync__keys {
    struct unsync__turn *buckets[UNSYNC__KEY_BUCKETS];
};

/* Has the job a key? */
bool unsync__has_key(const struct unsync__task *task);
/* True: it is its turn; false: it waits behind another one. */
bool unsync__key_enter(struct unsync__keys *keys, struct unsync__task *task);
/* It waits no more, and never had its turn. */
void unsync__key_remove(struct unsync__keys *keys, struct unsync__task *task);
/* Its turn is over; the next, whose turn it is now, or NULL. */
struct unsync__task *unsync__key_leave(struct unsync__keys *keys, struct unsync__task *task);
/* This thread is about to run the job, in its turn. */
void unsync__key_runs(struct unsync__task *task);
/* It waits behind one that this thread runs: it is taken out and may run as a part of that one's
 * turn. */
bool unsync__key_join(struct unsync__keys *keys, struct unsync__task *task);

#endif
