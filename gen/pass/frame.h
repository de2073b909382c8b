/*
 * Frame: the members of each frame, and what stands for a variable that lives there.
 *
 * Types of slots are the user's own words with the name in its place; what they need of the
 * function itself (`sizeof x`, `T a[] = {...}`) makes the slot an inner one, in a struct inside of
 * the resume function. What a frame cannot hold is refused here.
 *
 * In functions of the other lanes only the parameters are kept.
 */
#ifndef GEN_PASS_FRAME_H
#define GEN_PASS_FRAME_H

#include "../tree/ir.h"

void frame_items(struct ir *ir);

#endif
