/* generator.h: the life of a @generator: asked, ended, closed, freed.
 *
 * A generator is a frame with the head of a task, but no task: it runs inside of whoever asks it
 * for a value, on any one thread at a time. Of the head it uses `kind`, `failure`, `flags`,
 * `state`, and
 *     parent       its owner (see owned.h); under a yield_from: the generator that yields from it
 *     link         while it DELEGATES: the innermost generator that it yields from, which is asked
 *                  at once, however deep; valid in the outermost
 *     next, back   among the open generators
 *     budget       not 0: it owns generators */
#ifndef UNSYNC_CORE_GENERATOR_H
#define UNSYNC_CORE_GENERATOR_H

#include <unsync_gen.h>

/* Ends the body: what is pending of it runs, nothing is yielded any more. */
void unsync__generator_unwind(struct unsync__task *generator);

/* The one whose failure this thread was told last. */
struct unsync__task *unsync__generator_failed(void);
/* Its failure is the task's as well, which adds its place. */
void unsync__raise_from(struct unsync__task *task, const struct unsync__task *generator,
                        const char *file, int line);

#endif
