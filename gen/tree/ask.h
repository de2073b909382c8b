/*
 * Ask: the calls that ask a generator for its next value, as they are written. In an annotated body
 * they get the code instead, and a failure of the generator becomes one of the function. And the
 * types of generators, as far as they can be seen.
 */
#ifndef GEN_TREE_ASK_H
#define GEN_TREE_ASK_H

#include "ir.h"

/* What gives the code of `G_next`, `G_send`, unsync_next; NULL: the call asks no generator. */
const char *ask_code(struct ir *ir, const struct expr *call);

/* unsync_generator_of(T), f_generator, and those of @async generators. */
bool ask_names_generator(const struct ir *ir, const struct specs *specs);

/* Whether one of the tokens that say the type is that word. */
bool ask_names(const struct ir *ir, const struct specs *specs, const char *word);

#endif
