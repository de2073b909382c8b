/*
 * Words: what single tokens of a body become: `return`, unsync_fail and, in the lanes that block,
 * `await` and `catch`, which are expressions there. Leaving a body joins the tasks that it started.
 */
#ifndef GEN_PASS_WORDS_H
#define GEN_PASS_WORDS_H

#include "../tree/ir.h"

void words_items(struct ir *ir);

#endif
