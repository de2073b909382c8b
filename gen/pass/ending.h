/*
 * Ending: warns of an @async function that may end without a value, and of one that returns the
 * address of a local.
 */
#ifndef GEN_PASS_ENDING_H
#define GEN_PASS_ENDING_H

#include "../tree/ir.h"

void ending_items(struct ir *ir);

#endif
