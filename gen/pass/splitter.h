/*
 * The parts of split: split.c goes through the statements, local.c does the declarations, loop.c
 * the loops; pull.c takes awaits out of expressions, wait.c puts them, choice.c what runs under a
 * condition, give.c yields; unwind.c puts deferred statements at the end of their block, put.c
 * collects the pieces.
 *
 * The body is printed in the order of its tokens. `at` is the next one that is not yet among the
 * pieces; whoever puts glue first copies what stands before it. What nobody touches is thus copied
 * in long runs.
 */
#ifndef GEN_PASS_SPLITTER_H
#define GEN_PASS_SPLITTER_H

#include "../tree/ir.h"

struct splitter {
    struct ir *ir;
    struct function *function;
    uint32_t at;             /* next token to copy */
    bool skips_space;        /* its white space was printed already */
    struct stmt *stmt;       /* the statement at hand: glue is indented like it */
    bool is_fresh;           /* its white space is printed and nothing else of it */
    uint8_t level;           /* ... and so many steps deeper */
    uint32_t line_token;     /* glue counts as the line of this token */
    uint32_t value_count, continue_count;
    uint8_t value_layer;     /* where a slot stands whose type may mention any local */
    uint32_t pull_depth;
    struct range whole;      /* the expression that is taken apart, with directives around it */
    bool has_directives;     /* there are some in it */
    bool is_listed;          /* ... and between them whole items of lists */
    uint32_t part;           /* the part of it at hand */
    bool is_loose;           /* declarations may follow statements here */
    uint32_t hole;           /* what the statements are in: of a statement expression */
    const struct stmt *last; /* the statement whose value is that of the statement expression */
    const char *last_value;  /* where it goes */
};

/* ---- put.c ---- */

/* Copies the user's tokens up to, not including, `token`. */
void copy_to(struct splitter *splitter, uint32_t token);

/* Glue goes on here, on the same line. */
void put(struct splitter *splitter, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A preprocessor directive. */
void put_directive(struct splitter *splitter, const char *text);

/* What is put between them stands under the condition; NULL: under none. */
void begin_condition(struct splitter *splitter, const struct condition *condition);
void end_condition(struct splitter *splitter, const struct condition *condition);

/*
 * The tokens of a range inside of a hole, on the same line. `in_macro`: as an argument of our
 * macro.
 */
void put_range(struct splitter *splitter, struct range range, uint32_t hole, bool in_macro);

/* The place where the statement stands: what comes before it is copied, then its white space. */
void open_glue(struct splitter *splitter, struct stmt *stmt);

/* The next piece of glue begins a line. */
void begin_line(struct splitter *splitter);

/* The rest of the statement from `token` on follows as it is, on a line of its own. */
void resume_at(struct splitter *splitter, uint32_t token);

/* The white space before a token. */
void put_space(struct splitter *splitter, uint32_t token);

void refuse_range(struct splitter *splitter, enum diag_id id, struct range range,
                  const char *hint, const char *message);

/* stmt->id: what is to be done with a statement. */
enum {
    IS_SPLIT = 1, /* it holds an await or the declaration of a slot */
    IS_MIXED = 2, /* a declaration follows a statement in one of its blocks */
    IS_GONE = 4   /* a type that moved to the function's head */
};

/* ---- split.c ---- */

/* `in_list`: it stands in a block, so it may become several statements without braces. */
void split_stmt(struct splitter *splitter, struct stmt *stmt, bool in_list);

/* One statement of a block. */
void split_listed(struct splitter *splitter, struct stmt *stmt);

/* A statement that belongs to another one. */
void split_sub(struct splitter *splitter, struct stmt *stmt);

/* Braces around a statement that becomes several, unless it stands in a block. */
void open_braces(struct splitter *splitter, struct stmt *stmt, bool in_list);
void close_braces(struct splitter *splitter, struct stmt *stmt, bool in_list);

/*
 * The statements of a statement expression; `value`: where that of the last one goes, NULL if
 * nobody wants it.
 */
void split_inner(struct splitter *splitter, struct stmt *block, uint32_t hole, const char *value);

/* ---- local.c ---- */

/* Whether the declaration is one of slots; also of a typedef whose sizes have slots. */
bool has_slot(const struct stmt *stmt);

/* Of variable length: something is to be done before its initialiser. */
bool has_room(const struct declarator *declarator);

/* Whether nothing is to be run for it. */
bool does_nothing(const struct decl *decl);

/*
 * What a declaration of slots does, a statement each; of one of them, an expression that does it.
 */
void put_slots(struct splitter *splitter, const struct decl *decl);
void put_assignment(struct splitter *splitter, const struct decl *decl,
                    const struct declarator *declarator);

void split_declaration(struct splitter *splitter, struct stmt *stmt, bool is_labelled);

/* ---- loop.c ---- */

void split_while(struct splitter *splitter, struct stmt *stmt);
void split_do(struct splitter *splitter, struct stmt *stmt);
void split_for(struct splitter *splitter, struct stmt *stmt, bool in_list);

/* ---- pull.c ---- */

/* A slot for what is needed no longer than the expression that is taken apart. */
void add_value_slot(struct splitter *splitter, uint8_t layer, const char *type,
                    const char *declaration);

enum part_kind { PART_WAIT, PART_BRANCH, PART_EFFECT, PART_BLOCK, PART_GENERIC };

struct part {
    enum part_kind kind;
    struct expr *expr;
    uint32_t hole;
    bool is_discarded;
    struct part *next;
};

/* The hole in whose place the part's value stands. */
static inline struct hole *part_hole(const struct splitter *splitter, const struct part *part)
{
    return &splitter->ir->hole_list.list[part->hole];
}

/* Where a value is put: a C local of the resume function if it is used at once, else a slot. */
struct value {
    const char *name, *access; /* access NULL: the value is not used */
    bool survives;
    uint8_t layer;
};

struct value new_value(struct splitter *splitter, bool survives, uint8_t layer);

/* Declares it, with its type; one that does not survive is a C local of the resume function. */
void declare_value(struct splitter *splitter, const struct value *value, const char *type);

/*
 * Refuses an expression whose type cannot be said at the function's begin, where only slots are
 * seen.
 */
void check_type_names(struct splitter *splitter, struct expr *expr);

/* The expression where only its type counts. */
const char *type_text(const struct splitter *splitter, const struct expr *expr, uint32_t hole);

/*
 * Puts everything that must run before the expression: its awaits, and what is sequenced before
 * them. The range of the expression, printed inside of `hole`, is then what remains of it.
 */
void pull(struct splitter *splitter, struct expr *expr, uint32_t hole, bool is_discarded);

/* The same for the items of a list, none of which is discarded. */
void pull_list(struct splitter *splitter, struct expr *list, uint32_t hole);

/* Whether anything remains of an expression whose value is not used. */
bool has_rest(const struct expr *expr);

/* ---- wait.c ---- */

/* The number of the next suspension, which can unwind. */
uint32_t new_suspension(struct splitter *splitter);

/* Glue goes on beside what was put for the part, if that took one line. */
void next_to_start(struct splitter *splitter, const struct part *part);

/*
 * Whether a deferred statement is pending where the part may fail; then, `, unsync__unwind_1`, else
 * "".
 */
bool is_pending(const struct splitter *splitter, const struct part *part);
const char *failing(const struct splitter *splitter, const struct part *part);

void put_wait(struct splitter *splitter, const struct part *part, bool is_last);

/* ---- choice.c ---- */

/* `value = operand;`, or just the operand; under the condition that was put before. */
void put_operand(struct splitter *splitter, const struct part *part, struct expr *operand,
                 const char *value, bool is_truth);
void put_logical(struct splitter *splitter, const struct part *part, bool is_last);
void put_conditional(struct splitter *splitter, const struct part *part, bool is_last);
void put_block(struct splitter *splitter, const struct part *part, bool is_last);
void put_generic(struct splitter *splitter, const struct part *part);

/* ---- give.c ---- */

void give(struct splitter *splitter, const struct part *part, bool is_last);
void delegate(struct splitter *splitter, const struct part *part);

/* ---- unwind.c ---- */

/* The variables that say where ways lead, before the body. */
void unwind_begin(struct splitter *splitter);

/* In the place of a deferred statement, and behind a declaration that has something to clean up. */
void unwind_note(struct splitter *splitter, struct stmt *stmt);

/* The deferred statements of a block, before its last brace; the cleanups of a for, behind it. */
void unwind_block(struct splitter *splitter, const struct stmt *block);

/* A body that blocks: nothing else changes in it. */
void unwind_job(struct splitter *splitter);

/* Whether the head of the for declares something to clean up. */
bool unwind_any(const struct splitter *splitter, const struct stmt *block);

#endif
