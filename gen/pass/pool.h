/*
 * Pool: the options of @thread that say where and in which order jobs run, and who waits for them.
 * Needs resolve; gives function->pooling; reports on unit.diag what does not go together and what
 * an abandoned job cannot copy.
 */
#ifndef GEN_PASS_POOL_H
#define GEN_PASS_POOL_H

#include "../tree/ir.h"

/* The annotated functions at hand. */
void pool_items(struct ir *ir);

#endif
