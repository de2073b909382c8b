/*
 * Early: refuses what is made of a marked function, a call or the type of its handles, above the
 * declaration that marks it. C reads such a call as one that gives int, and what the compiler
 * says of it then is of generated names. Needs resolve; reports on unit.diag.
 */
#ifndef GEN_PASS_EARLY_H
#define GEN_PASS_EARLY_H

#include "../tree/ir.h"

/* The annotated functions at hand. */
void early_items(struct ir *ir);

/* A plain function of the file in a unit of its own, at the end of the file. */
void early_plain(const struct unit *file, struct unit *unit, struct stmt *body);

#endif
