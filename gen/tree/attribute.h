/*
 * Attributes by their names, in whatever spelling: __attribute__((name)), ((__name__)), [[name]],
 * [[gnu::name]].
 */
#ifndef GEN_TREE_ATTRIBUTE_H
#define GEN_TREE_ATTRIBUTE_H

#include "ast.h"

/* Whether the attribute stands in one of the ATTRIBUTE pieces. */
bool attribute_has(const struct unit *unit, const struct piece *pieces, const char *name);

/* The first token of the piece, from `from` on, that names none of those; 0: there is none. */
uint32_t attribute_other(const struct unit *unit, const struct piece *piece, uint32_t from,
                         const char *const *names, size_t count);

#endif
