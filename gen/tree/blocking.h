/*
 * Calls that block, and calls that lock: annotations/blocking.def as tables.
 */
#ifndef GEN_TREE_BLOCKING_H
#define GEN_TREE_BLOCKING_H

#include "ast.h"

enum blocking_when { BLOCKS_ALWAYS, BLOCKS_ZERO, BLOCKS_NONZERO, BLOCKS_SINGLE, BLOCKS_STDIN };

struct blocking {
    const char *name, *cure;
    enum blocking_when when;
    uint32_t argument; /* from 1 */
};

/* Hangs the rows on their names (name->blocking). */
void blocking_words(struct names *names);

/*
 * The function of file scope that a call calls, by its name or through a local pointer that was
 * initialised with it, or NULL.
 */
struct name *blocking_callee(const struct expr *call);

/*
 * The row of a call that may block as it is written here, or NULL. A function of the program that
 * has the name of a row is none. `tokens`: those of the call's unit.
 */
const struct blocking *blocking_call(const struct expr *call, const struct token *tokens);

/*
 * The function that gives back the lock that `name` takes, or NULL. `is_asked`: it may not have
 * got it, and its result says so.
 */
const char *blocking_unlock(const struct name *name, bool *is_asked);

/* Whether it is one that gives a lock back. */
bool blocking_is_unlock(const struct name *name);

#endif
