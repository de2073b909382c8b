/*
 * Alike: whether two types may be one type, told from how they are written. A typedef stands for
 * anything but itself, an enum for a number too: where it is not certain that two types differ,
 * they may be one. A type is kept as a short text, which outlives the tree:
 *
 *     char *const *p      "**c=char"     from the outside in, qualifiers behind what they qualify
 *     size_t n            "?"            as a name nobody knows what it is
 *     const point *p      "*?"           a const pointer may hide in a typedef
 *     int (*f)(void)      "*("           what a function takes is not looked at
 */
#ifndef GEN_TREE_ALIKE_H
#define GEN_TREE_ALIKE_H

#include "ast.h"

/* The text of what remains from `step` on (NULL: the specifiers alone). */
const char *alike_text(struct arena *arena, const struct unit *unit, const struct specs *specs,
                       const struct derivation *step);

/* The same of a parameter: its own qualifiers count for nothing, an array is a pointer. */
const char *alike_parameter(struct arena *arena, const struct unit *unit,
                            const struct param *param);

/* Whether they certainly differ. */
bool alike_differ(const char *a, const char *b);

/* The signature of a function that is declared so; NULL: nothing is certain of it. */
const struct signature *alike_signature(struct arena *arena, const struct unit *unit,
                                        const struct specs *specs,
                                        const struct declarator *declarator);

#endif
