/* Split: the body of a marked function as the pieces that are emitted, awaits pulled out. */
#ifndef GEN_PASS_SPLIT_H
#define GEN_PASS_SPLIT_H

#include "../tree/ir.h"

void split_unit(struct ir *ir);

#endif
