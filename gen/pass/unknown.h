/*
 * Unknown: without the preprocessor, what looks like a call may be a macro of a header, and a macro
 * decides how often its argument is evaluated, and may print it. The compiler will know:
 * function->unknowns are the names that must be none, which the emitter has it check.
 */
#ifndef GEN_PASS_UNKNOWN_H
#define GEN_PASS_UNKNOWN_H

#include "../tree/ir.h"

void unknown_items(struct ir *ir); /* after frame: needs the access of locals */

#endif
