/* owned.h: the generators that are still open, by their owner.
 *
 * A generator belongs to the task, the job or the generator that made it, and is closed with it at
 * the latest. Most are closed before; so the owner's head has no room for them, they are found by
 * its address in a hash table, linked through `next` and `back`. A generator may be closed by
 * another thread than its owner's: one lock guards the table. It is not held while a generator
 * runs. */
#ifndef UNSYNC_CORE_OWNED_H
#define UNSYNC_CORE_OWNED_H

#include <unsync_gen.h>

/* `generator` is nobody's so far. */
void unsync__owned_add(struct unsync__task *owner, struct unsync__task *generator);
/* Nobody's is fine too. */
void unsync__owned_remove(struct unsync__task *generator);
/* Takes one of the owner's out, the youngest first; NULL: it has none. */
struct unsync__task *unsync__owned_take(struct unsync__task *owner);
/* Ends the bodies of all that the owner has; their memory stays, so that they may still be
 * closed. */
void unsync__owned_unwind(struct unsync__task *owner);
/* Closes all that the owner has. */
void unsync__owned_close(struct unsync__task *owner);

#endif
