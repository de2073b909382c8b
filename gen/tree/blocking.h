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
 * The row of a call that may block as it is written here, or NULL. A function of the program that
 * has the name of a row is none. `tokens`: those of the call's unit.
 */
const struct blocking *blocking_call(const struct expr *call, const struct token *tokens);

/* The function that gives back the lock that `name` takes, or NULL. */
const char *blocking_unlock(const char *name);

/* Whether it is one that gives a lock back. */
bool blocking_is_unlock(const char *name);

#endif
