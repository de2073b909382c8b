/*
 * Gone: warns of a deferred statement that uses the handle of a task which the function has
 * started. When the function is left its tasks are ended, and gone, before what it has deferred
 * runs. Needs defer, which finds those.
 */
#ifndef GEN_PASS_GONE_H
#define GEN_PASS_GONE_H

#include "../tree/ir.h"

/* The annotated functions at hand. */
void gone_items(struct ir *ir);

#endif
