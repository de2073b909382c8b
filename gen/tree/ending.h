/*
 * Ending: whether control may run off the end of a body, and the calls that end a function. It is
 * asked for a warning, so where it is not sure it says no: a label is reached, but a branch whose
 * condition is a constant is not, and a call of a function that never returns ends the way.
 */
#ifndef GEN_TREE_ENDING_H
#define GEN_TREE_ENDING_H

#include "ast.h"

/* Whether what follows the statement may be reached through it. */
bool ending_reached(const struct unit *unit, const struct stmt *stmt);

/*
 * Whether the body certainly ends in a loop that nothing leaves but a return: for (;;) without a
 * break or goto in it.
 */
bool ending_is_endless(const struct unit *unit, const struct stmt *body);

#endif
