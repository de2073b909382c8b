/*
 * Pack: what crosses a process boundary, and how. Fills ir->messages and function->codec.
 *
 * What visibly does not cross is refused here, with the caret at the type and the cure as hint.
 * What a typedef hides is left to the C compiler: the field is marked `is_checked`, and the emitter
 * puts an assertion on the user's line.
 */
#ifndef GEN_PASS_PACK_H
#define GEN_PASS_PACK_H

#include "../tree/codec.h"

void pack_items(struct ir *ir);

#endif
