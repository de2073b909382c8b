/*
 * Valueless: refuses the value of a task that has none, and a `return` that does not fit the
 * function's result. Needs resolve; reports on unit.diag.
 */
#ifndef GEN_PASS_VALUELESS_H
#define GEN_PASS_VALUELESS_H

#include "../tree/ir.h"

/* The annotated functions at hand. */
void valueless_items(struct ir *ir);

#endif
