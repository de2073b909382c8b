/* Check: refuses what has no meaning or is not handled, before anything is made of it. */
#ifndef GEN_PASS_CHECK_H
#define GEN_PASS_CHECK_H

#include "../tree/ir.h"

void check_unit(struct ir *ir);

#endif
