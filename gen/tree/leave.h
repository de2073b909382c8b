/*
 * Leave: where control goes from a place of a body when it leaves: by return, by a failure, by a
 * jump out of the scope of deferred statements. The words that stand there then lead to the
 * deferred statements first; without any, to the end of the function.
 */
#ifndef GEN_TREE_LEAVE_H
#define GEN_TREE_LEAVE_H

#include "ir.h"

/* What is pending at a token: `defer` and all outer ones; `is_inside`: it is running. */
struct place {
    struct defer *defer;
    bool is_inside;
};

struct place leave_place(const struct function *function, uint32_t token);

/* The place where the defer itself stands. */
struct place leave_outer(const struct defer *defer);

/*
 * Whether a deferred statement stands in the block: it runs, after a wait, while variables of it
 * live.
 */
bool leave_any_within(const struct function *function, struct range block);

/*
 * The first defer behind `token` of a block inside of `block` that a failure or a return leaves:
 * its tasks are waited for there, a suspension. Or NULL.
 */
const struct defer *leave_inside(const struct function *function, struct range block,
                                 uint32_t token);

/* Whether the body becomes one that is resumed, with a frame. */
bool leave_resumes(const struct function *function);

/* The variable that says where a way leads, of the defers of one depth. */
const char *leave_variable(struct ir *ir, const struct function *function, uint32_t depth);

/* Behind a failure: a label if the body is one that is resumed, else statements. */
const char *leave_failing(struct ir *ir, const struct function *function, uint32_t token);

/* Behind a return, once its value is in place; of a resumed body. */
const char *leave_returning(struct ir *ir, const struct function *function, uint32_t token);

/* The break, continue or goto at the token, if it leaves the scope of a defer; else NULL. */
const struct jump *leave_jump(const struct function *function, uint32_t token);

#endif
