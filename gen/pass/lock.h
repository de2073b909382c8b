/*
 * Lock: locks of threads that are held across an await. Needs resolve; reports on unit.diag.
 */
#ifndef GEN_PASS_LOCK_H
#define GEN_PASS_LOCK_H

#include "../tree/ir.h"

/* An annotated function with a body. */
void lock_function(struct ir *ir, struct function *function);

#endif
