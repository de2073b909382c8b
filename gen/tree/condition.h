/*
 * Under which #if a token of a body stands. What a body declares there has a slot in the frame that
 * stands under the same directives, repeated: that is right as long as the body defines no macro.
 */
#ifndef GEN_TREE_CONDITION_H
#define GEN_TREE_CONDITION_H

#include "ir.h"

struct condition {
    const char *begin;     /* "#if A\n#elif B\n": the directives from the outermost #if on */
    const char *end;       /* "#endif\n", one for each #if in it */
    bool is_repeatable;    /* it means the same elsewhere */
};

/* The condition of a token, or NULL: it stands under no #if of the function. */
const struct condition *condition_at(struct ir *ir, const struct function *function,
                                     uint32_t token);

/* The same where it may be repeated, else NULL. */
const struct condition *condition_repeated(struct ir *ir, const struct function *function,
                                           uint32_t token);

/* What the token stands under beyond the token `from`, or NULL. */
const struct condition *condition_since(struct ir *ir, uint32_t from, uint32_t token);

/* ---- directives inside of an expression ---- */

/* The range with the directives that stand right before and behind it, if those are its own. */
struct range condition_around(const struct unit *unit, struct range range, struct range stmt);

/* Whether there are directives in the range: #ifs with their #endif that may be repeated there. */
bool condition_is_whole(struct ir *ir, struct range range);

/*
 * Whether what stands between directives in the range are whole items of a list: then the tree, of
 * all branches together, is right for each of them.
 */
bool condition_is_listed(const struct unit *unit, struct range range);

/* Whether the first is NULL or what stands under the second stands under the first too. */
bool condition_holds(const struct condition *outer, const struct condition *inner);

#endif
