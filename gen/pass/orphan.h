/*
 * Orphan: warns of a function that returns the handle of a task which it has started itself. When
 * it is left its tasks are ended, and gone, before its caller has the handle. Needs resolve and
 * forgotten, which refuses handles as numbers.
 */
#ifndef GEN_PASS_ORPHAN_H
#define GEN_PASS_ORPHAN_H

#include "../tree/ir.h"

/* The annotated functions at hand. */
void orphan_items(struct ir *ir);

#endif
