/*
 * The parts of check: check_function.c looks at the function from outside, check.c goes through its
 * body, check_call.c looks at the calls in there.
 */
#ifndef GEN_PASS_CHECKER_H
#define GEN_PASS_CHECKER_H

#include "../base/set.h"
#include "../tree/ir.h"

struct checker {
    struct ir *ir;
    struct function *function;
    bool is_async;
    struct set fails; /* unsync_fail: the calls that are a statement, the names that are called */
    uint32_t refused; /* 1 + where the last await that was refused stands; a macro may repeat it */
};

/* ---- check.c ---- */

void check_refuse(struct checker *checker, enum diag_id id, struct range range, const char *hint,
                  const char *message);

/* ---- check_function.c ---- */

void check_signature(struct checker *checker);
void check_foreign(struct checker *checker);
void check_lane(const struct checker *checker);
void check_remote(struct checker *checker);
void check_generator(struct checker *checker);

/* ---- check_alike.c ---- */

/* The other declarations of the function have the same types. */
void check_alike(const struct checker *checker);
void check_main(struct checker *checker);

/* ---- check_call.c ---- */

void check_call(struct checker *checker, struct expr *call);
void check_name(struct checker *checker, const struct expr *expr);

/* The loop over a generator's values that is for the other kind. */
void check_each(struct checker *checker, const struct expr *call);

/* An expression whose value nobody uses. */
void check_discarded(struct checker *checker, const struct expr *expr);

/* A handle that is only looked at, as a truth value or a number, is lost: `if (ready())`. */
void check_operand(struct checker *checker, const struct expr *expr);
void check_operands(struct checker *checker, const struct expr *expr);

/* The operand of an await or catch is no member or element of a handle. */
bool check_part(struct checker *checker, const struct expr *word);

/* The operand of a & is in no register. */
void check_address(struct checker *checker, const struct expr *operand);

#endif
