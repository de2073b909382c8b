/*
 * Said: types that are said again wherever what has them is used, for its declaration left the
 * body: those of variable length, and typedefs that name a local. What they take from the file must
 * mean the same there: `int a[n][G]` is used in a block that declares a G of its own.
 */
#ifndef GEN_TREE_SAID_H
#define GEN_TREE_SAID_H

#include "ir.h"

/* Whether a declaration of the body has a type that is said again. */
bool said_again(const struct specs *specs, const struct declarator *declarator);

/* Adds the names of the file that those types take; of tags apart. Either may be NULL. */
void said_names(const struct function *function, struct set *names, struct set *tags);

#endif
