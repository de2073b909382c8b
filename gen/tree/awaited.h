/*
 * Awaited: what type an await has, as text. A handle's type tells that of its value; nothing is
 * inferred.
 */
#ifndef GEN_TREE_AWAITED_H
#define GEN_TREE_AWAITED_H

#include "ir.h"

/* An expression of the handle's type that the frame's declaration may hold; else NULL. */
const char *awaited_known(struct ir *ir, const struct expr *handle);

/* The same of any handle, where its names are visible; `hole`: the one that the await is. */
const char *awaited_handle(struct ir *ir, const struct expr *handle, uint32_t hole);

/*
 * A call, as a macro too, whose handle has no name: nobody else will release it. What
 * unsync_timeout and unsync_shield are given comes back from them.
 */
bool awaited_is_nameless(const struct expr *handle);

/*
 * Where an expression only counts by its type, each await in it is a hole with an expression of its
 * type in its place, also where the code runs: it waits for nothing there. Holes made later
 * for the same tokens replace these.
 */
void awaited_types(struct ir *ir, struct expr *expr, uint32_t outer);

/* The last statement of a statement expression if it has its value, else NULL. */
struct stmt *last_expression(const struct stmt *block);

/*
 * The operand of a sizeof and what else is not evaluated: its awaits count by their types; else
 * NULL.
 */
struct expr *unevaluated_part(const struct expr *expr);

/*
 * `sizeof(int[n][await f()])`: an array of variable length, whose sizes are evaluated; no pointer
 * to one.
 */
bool awaited_in_sizes(const struct expr *expr);

/* Whether it is __builtin_choose_expr(constant, one, other), of which one is evaluated. */
bool awaited_is_choice(const struct expr *expr);

#endif
