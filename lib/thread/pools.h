/* pools.h: all pools of the program, by their names. */
#ifndef UNSYNC_THREAD_POOLS_H
#define UNSYNC_THREAD_POOLS_H

#include "pool.h"

/* The pool in which jobs of this kind run, made if it is the first; NULL: no memory. Any thread. */
struct unsync__pool *unsync__pool_of(const struct unsync__kind *kind);
/* The pool of that name (NULL or "": that without), or NULL. Any thread. */
struct unsync__pool *unsync__pool_find(const char *name);
/* Ends all of them with the loop. Loop thread. */
void unsync__pools_hook(void);

#endif
