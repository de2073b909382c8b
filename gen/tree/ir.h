/*
 * What the passes make of a unit and the emitter prints: one plan for each marked item.
 *
 *     struct ir ir;
 *     ir_open(&ir, &unit);
 *     resolve_unit(&ir); check_unit(&ir); frame_unit(&ir); split_unit(&ir); pack_unit(&ir);
 *     if (!diag.errors) emit_unit(&out, &ir, "foo.c");
 *     ir_close(&ir);
 *
 * Every pass leaves failed items alone and reports on unit.diag; what it refuses has item->failed set.
 */
#ifndef GEN_TREE_IR_H
#define GEN_TREE_IR_H

#include "ast.h"

struct ir {
    struct unit *unit;
};

void ir_open(struct ir *ir, struct unit *unit);
void ir_close(struct ir *ir);

#endif
