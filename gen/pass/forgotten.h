/*
 * Forgotten: refuses the handle of a task where its value is meant: `int n = f(x);`. Needs resolve;
 * reports on unit.diag.
 */
#ifndef GEN_PASS_FORGOTTEN_H
#define GEN_PASS_FORGOTTEN_H

#include "../tree/ir.h"

/* The annotated functions at hand. */
void forgotten_items(struct ir *ir);

#endif
