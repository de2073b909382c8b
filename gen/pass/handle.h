/*
 * Handle: refuses await and catch of what is no task, where that can be told. Needs resolve;
 * reports on unit.diag.
 */
#ifndef GEN_PASS_HANDLE_H
#define GEN_PASS_HANDLE_H

#include "../tree/ir.h"

/* The annotated functions at hand. */
void handle_items(struct ir *ir);

#endif
