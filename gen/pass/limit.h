/*
 * Limit: the options of @cpu_bound that bound its runs, or say which workers serve it. Needs
 * resolve; reports on unit.diag numbers out of range and what does not go together.
 */
#ifndef GEN_PASS_LIMIT_H
#define GEN_PASS_LIMIT_H

#include "../tree/ir.h"

/* The annotated functions at hand. */
void limit_items(struct ir *ir);

#endif
