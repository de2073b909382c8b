/*
 * Warn: what a body does that has a meaning, though hardly the one that was meant. Needs resolve
 * and check; reports what one function shows by itself, and leaves the rest in `effects` for reach.
 */
#ifndef GEN_PASS_WARN_H
#define GEN_PASS_WARN_H

#include "../tree/ir.h"
#include "effects.h"

/* The effects of a body, in source order; `tokens` and `unit`: those that it was parsed with. */
void warn_collect(struct effects *effects, const struct unit *unit, struct stmt *body);

/* The annotated functions at hand. */
void warn_items(struct ir *ir, struct effects *effects);

/* A function without a mark, of which only the place is known. */
void effects_add_plain(struct effects *effects, const struct plain *plain);

void effects_close(struct effects *effects);

#endif
