/*
 * Constant: the values of constant expressions, as far as they can be told without knowing types.
 * What a value is used for may change the code that is emitted, so it is exact or unknown: only
 * numbers that fit an int are computed with; of others (1u, 5000000000) it is known what they are,
 * but no sum of them. Macros are expanded already; a local const is no constant in C.
 */
#ifndef GEN_TREE_CONSTANT_H
#define GEN_TREE_CONSTANT_H

#include "ast.h"

/* Its value, if it is known. */
bool constant_value(const struct unit *unit, const struct expr *expr, int64_t *value);

/* What a condition is known to be. */
enum truth { NEVER, ALWAYS, MAYBE };
enum truth constant_truth(const struct unit *unit, const struct expr *expr);

/* Gives an enumerator its value; `before`: the one before it in its enum, or NULL. */
void constant_enumerator(const struct unit *unit, struct enumerator *one,
                         const struct enumerator *before);

#endif
