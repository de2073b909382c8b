/*
 * Live: which variables and compound literals of an @async function must outlive its C stack.
 *
 * A local needs a slot in the frame if an await follows its declaration in its block, or if a label
 * stands in the block before it and an await anywhere. One that something may point at needs a slot
 * too if a task may be started and the function left while it lives: leaving joins the children,
 * after the body's C locals are gone.
 */
#ifndef GEN_PASS_LIVE_H
#define GEN_PASS_LIVE_H

#include "../tree/ir.h"

void live_items(struct ir *ir);

#endif
