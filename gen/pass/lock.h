/*
 * Lock: locks of threads that are held across an await. Needs resolve; reports on unit.diag.
 */
#ifndef GEN_PASS_LOCK_H
#define GEN_PASS_LOCK_H

#include "../tree/ir.h"

/* The annotated functions at hand. */
void lock_items(struct ir *ir);

#endif
