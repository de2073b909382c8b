/* Resolve: what each item of the file is, what its names mean; the plan that the later passes fill. */
#ifndef GEN_PASS_RESOLVE_H
#define GEN_PASS_RESOLVE_H

#include "../tree/ir.h"

void resolve_unit(struct ir *ir);

#endif
