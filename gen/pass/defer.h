/*
 * Defer: finds the deferred statements of a body, and the variables with the attribute cleanup, and
 * which ways of leaving a block lead through them. What is pending at a place is known from the
 * text alone: jumps into the scope of a defer, and out of a deferred statement, are refused.
 */
#ifndef GEN_PASS_DEFER_H
#define GEN_PASS_DEFER_H

#include "../tree/ir.h"

void defer_items(struct ir *ir);

#endif
