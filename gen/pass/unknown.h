/*
 * Unknown: without the preprocessor, what looks like a call may be a macro of a header. The
 * compiler will know: function->unknowns are the calls that the emitter has it check.
 *
 * A macro may evaluate its argument twice, or never: if an await stands in it, there must be no
 * macro. It may print it or paste it to something: then no local of the frame may stand in it, for
 * it is called otherwise there. The preprocessor itself says whether it does. And it may name a
 * local in its own text: function->hidden are the names that mean nothing outside of the frame.
 */
#ifndef GEN_PASS_UNKNOWN_H
#define GEN_PASS_UNKNOWN_H

#include "../tree/ir.h"

void unknown_items(struct ir *ir); /* after frame: needs the access of locals */

#endif
