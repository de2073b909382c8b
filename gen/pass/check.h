/*
 * Check: refuses what has no meaning in a marked function, and what this version does not handle,
 * before anything is made of it. What depends on the frame is refused by frame.c, what cannot cross
 * by pack.c.
 */
#ifndef GEN_PASS_CHECK_H
#define GEN_PASS_CHECK_H

#include "../tree/ir.h"

void check_items(struct ir *ir);

#endif
