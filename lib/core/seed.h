/* seed.h: UNSYNC_SEED=n: tests run tasks in an order that a number decides.
 *
 * Nobody may rely on the order in which ready tasks run, on whether a start runs the body at once,
 * or on which of two timers of the same millisecond comes first. With a seed all of these are drawn
 * from one sequence of random numbers, so that another seed is another order, and the same seed the
 * same one, as far as threads, processes and the clock let it. A program that fails says its seed.
 * Loop thread, unless the text says otherwise. */
#ifndef UNSYNC_CORE_SEED_H
#define UNSYNC_CORE_SEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* There is a seed. Constant once the loop is open. */
extern bool unsync__seeded;

/* Reads UNSYNC_SEED. */
void unsync__seed_open(void);
/* A number below `bound`, which is not 0; with a seed only. */
size_t unsync__seed_below(size_t bound);
/* This process does not say its seed when it fails: a worker's failure is its caller's. Any
 * thread. */
void unsync__seed_hush(void);

#endif
