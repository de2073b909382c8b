/*
 * The branches of the #if in a body, by the tokens that stand in them.
 */
#ifndef GEN_FRONT_BRANCH_H
#define GEN_FRONT_BRANCH_H

#include "../tree/ast.h"

/* In how many #if the token stands. */
uint32_t branch_depth(const struct unit *unit, uint32_t token);

/*
 * Whether the later token stands in another branch of an #if than the earlier one: never both are
 * compiled.
 */
bool branch_excludes(const struct unit *unit, uint32_t earlier, uint32_t later);

#endif
