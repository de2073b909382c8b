/* Pack: how arguments, results and messages cross a process boundary. */
#ifndef GEN_PASS_PACK_H
#define GEN_PASS_PACK_H

#include "../tree/ir.h"

void pack_unit(struct ir *ir);

#endif
