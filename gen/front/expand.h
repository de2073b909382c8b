/*
 * Macro expansion: the raw tokens of one annotated item become those that the compiler would see,
 * and the unit learns which call each came from.
 */
#ifndef GEN_FRONT_EXPAND_H
#define GEN_FRONT_EXPAND_H

#include "../tree/ast.h"

/*
 * Appends the expansion of raw[0..count) and an END to unit->tokens, its calls to unit->calls, its
 * directives to unit->directives. Our words (await, catch, ...) are never expanded.
 *
 * `is_known`: the facts cover the item. If not, it is either --no-cpp, where the macros of the file
 * itself are expanded, but for one defined under an #if, which is refused; or a branch that is not
 * compiled, where the macros in force are those of another configuration and nothing is expanded.
 *
 * False: an error was reported.
 */
bool expand_tokens(struct unit *unit, const struct token *raw, uint32_t count, bool is_known);

#endif
