/*
 * Count: how many elements `T a[] = {...}` has, where that can be told without knowing T.
 */
#ifndef GEN_TREE_COUNT_H
#define GEN_TREE_COUNT_H

#include "ir.h"

/*
 * What stands between the brackets: a number, or `sizeof("...")`. NULL: only the compiler can tell,
 * from the initialiser where the names of the function are known.
 */
const char *count_elements(struct view view, const struct specs *specs,
                           const struct declarator *declarator, const struct expr *init);

#endif
