/* Frame: which locals of an @async function live in its frame, under which names. */
#ifndef GEN_PASS_FRAME_H
#define GEN_PASS_FRAME_H

#include "../tree/ir.h"

void frame_unit(struct ir *ir);

#endif
