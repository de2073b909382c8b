/*
 * Need: whether types of a body must move to the function's head (hoist.c does that), and which
 * static variables with them. They must if a slot has such a type, or a value that is kept across
 * an await: both are declared there.
 */
#ifndef GEN_TREE_NEED_H
#define GEN_TREE_NEED_H

#include "ir.h"

/* Whether types move; adds the static variables that they mention, and what those mention. */
bool need_types(const struct function *function, struct set *statics);

/* Whether it is a static variable of a block. */
bool need_is_static(const struct symbol *symbol);

#endif
