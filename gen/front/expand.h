/*
 * Macro expansion: the raw tokens of one annotated item become those that the compiler would see, and
 * the unit learns which call each came from.
 */
#ifndef GEN_FRONT_EXPAND_H
#define GEN_FRONT_EXPAND_H

#include "../tree/ast.h"

/*
 * Appends the expansion of raw[0..count) and an END to unit->tokens, its calls to unit->calls, its
 * directives to unit->directives. Our words (await, catch, ...) are never expanded. False: an error was
 * reported; the tokens are there all the same, that call unexpanded.
 */
bool expand_tokens(struct unit *unit, const struct token *raw, uint32_t count);

#endif
