/*
 * Hoist: types that an @async body declares move to the head of its resume function, where the
 * slots of its frame can be declared with them.
 *
 * A struct, union or enum with a body, a typedef, and enumerators get names of their own, so that
 * they hide nothing there; every use is renamed. What a type says of a variable (`sizeof x`, an
 * array of variable length) keeps it where it is: then no slot can have it.
 */
#ifndef GEN_PASS_HOIST_H
#define GEN_PASS_HOIST_H

#include "../tree/ir.h"

void hoist_items(struct ir *ir);

#endif
