/*
 * Resolve: the first pass. Each marked function gets its plan, and what the later passes ask of a
 * body is collected in one walk: its automatic variables and where they are used, compound
 * literals, labels, calls that may start a task, ways out.
 */
#ifndef GEN_PASS_RESOLVE_H
#define GEN_PASS_RESOLVE_H

#include "../tree/ir.h"

void resolve_items(struct ir *ir);

#endif
