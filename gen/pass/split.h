/*
 * Split: the bodies of marked functions as the pieces that are emitted.
 *
 * In an @async body what is awaited is pulled out before its statement, left to right, into glue
 * that ends in a suspension; the statement is then printed with something short in its place.
 * Statements without an await stay as they are, but for renamed variables, `return` and
 * unsync_fail. In the other lanes an await is an expression, so only single tokens change.
 */
#ifndef GEN_PASS_SPLIT_H
#define GEN_PASS_SPLIT_H

#include "../tree/ir.h"

void split_items(struct ir *ir);

#endif
