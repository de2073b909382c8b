/*
 * What the passes make of the items at hand and the emitter prints: a plan for each marked function
 * and message.
 *
 *     struct ir ir;
 *     ir_open(&ir, &unit);
 *     while (unit_read(reader)) {
 *         ir_begin(&ir);
 *         resolve_items(&ir); check_items(&ir); pool_items(&ir); early_items(&ir);
 *         handle_items(&ir); forgotten_items(&ir); valueless_items(&ir); ending_items(&ir);
 *         defer_items(&ir); gone_items(&ir); orphan_items(&ir); live_items(&ir);
 *         hoist_items(&ir); frame_items(&ir); words_items(&ir); split_items(&ir); pack_items(&ir);
 *         if (!diag.errors) emit_items(emitter);
 *         ir_end(&ir);
 *     }
 *     ir_close(&ir);
 *
 * Every pass leaves failed items alone and reports on unit.diag; what it refuses has item->failed
 * set.
 *
 * A body is emitted from its own tokens. Three things change them: an *edit* replaces one token or
 * puts text beside it (a renamed local, the words around a `return`); a *hole* is an expression
 * that is computed before its statement, in whose place something short is printed; *ops* say in
 * which order runs of tokens and glue are printed.
 */
#ifndef GEN_TREE_IR_H
#define GEN_TREE_IR_H

#include "../base/buffer.h"
#include "../base/rising.h"
#include "../base/set.h"
#include "ast.h"

/* ---- tokens ---- */

struct edit {
    const char *before, *instead, *after; /* instead NULL: the token itself */
    const char *whole;                    /* all three, once asked for */
};

/* An expression that is pulled out. Holes nest; number 0 is the statement itself. */
struct hole {
    struct range range;
    uint32_t outer;
    const char *text; /* stands in its place when the code runs */
    const char *type; /* stands in its place where only its type counts */
};

/* Tokens as one part of the body sees them; the context of view_token(). */
struct view {
    struct ir *ir;
    uint32_t hole;       /* the part is the inside of this hole; those in it are replaced */
    bool is_type;        /* holes by their types */
    bool is_expanded;    /* macro calls are printed as what they expand to */
};

/* A spell_replace. */
const char *view_token(void *view, uint32_t index);

/* The text of a range, in the unit's arena. */
const char *view_text(struct view view, struct range range);

/* The same on one line, without comments and with macro calls expanded: for types. */
const char *view_words(struct view view, struct range range);

/* ---- pieces of a body ---- */

enum op_kind {
    OP_TOKENS, /* the user's text `range`, inside `hole` */
    OP_TEXT,   /* glue, on the line of what was printed before */
    OP_DIRECTIVE, /* `text` on a line of its own */
    OP_SPACE,  /* the white space before token range.first: what follows stands in its place */
    OP_LINE    /* a new line that counts as the one of token range.first, indented like the line of
                  token range.end and `level` times more */
};

struct op {
    enum op_kind kind;
    bool with_space;   /* TOKENS: with the white space before the first */
    bool in_macro;     /* TOKENS: an argument of one of our macros, no directive may stand in it */
    uint8_t level;
    uint32_t hole;
    struct range range;
    const char *text;
};

/* ---- locals and frames ---- */

struct condition;

/* A member of a frame. */
struct slot {
    const char *declaration; /* "int (*fp)(int)" */
    const char *definition;  /* what a typedef before says of its type, or NULL */
    const char *declared;    /* the name that this is for */
    struct range live;       /* the block or the expression that it is of; empty: the whole body.
                                Those of which none is inside of the other share their storage */
    const struct local *local; /* that it holds, or NULL */
    const struct decl *decl;   /* that declares that */
    const struct condition *condition; /* under which it is there, or NULL */
    uint8_t layer;           /* 0: the frame itself. More: its type needs the names of the function,
                                and slots of the layers before: unsync__f_inner, _inner_2, ... */
};

/* Text that stands before the body, under a condition or NULL. */
struct preface {
    const char *text;
    const struct condition *condition;
};

/* One declaration of a local; in branches of an #if it may have several. */
struct declaration {
    struct decl *decl;
    struct declarator *declarator;
    const char *count;             /* of `T x[] = {...}`: the number of elements, if told */
    struct declaration *next;
};

/* An automatic variable of a body: a local or a parameter. symbol->slot leads here. */
struct local {
    struct symbol *symbol;
    struct decl *decl;             /* NULL: a parameter */
    struct declarator *declarator;
    struct declaration *declarations; /* that one and those in other branches; NULL: a parameter */
    struct range block;            /* the statement that its scope ends with */
    uint32_t use_count;
    bool is_outermost;             /* declared in the function's own block */
    bool is_exposed;               /* an array, an aggregate, or its address is taken */
    bool uses_itself;              /* in its own initialiser */
    bool is_static_elsewhere;      /* another branch declares it static or extern */
    bool in_block_expression;      /* of a statement expression without an await */
    bool in_taken_apart;           /* of one with: the type of its value may name it */
    bool is_deferred;              /* a deferred statement outside of its own block uses it */
    bool has_slot;
    uint8_t layer;                 /* of its slot */
    const char *field;             /* of the frame */
    const char *access;            /* "unsync__self->x"; NULL: its own name */
    bool is_variable;              /* of variable length, or pointing at such */
    bool has_room;                 /* ... and the slot points at its storage */
    const char *room;              /* what gives it that */
};

/* `x` stands for an automatic variable. */
struct use {
    uint32_t token;
    struct local *local;
};

/* A compound literal in a body. */
struct literal {
    struct expr *expr;
    struct range block;
    bool is_outermost;
    bool is_exposed; /* what points at it may outlive the expression */
    bool has_slot;
    bool in_block_expression;
};

/* A declaration, and the statement that its scope ends with. */
struct lasting {
    struct declarator *declarator;
    struct range block;
};

/* ---- deferred statements ---- */

/* A jump that leaves the scopes of deferred statements: break, continue, goto. */
struct way {
    uint32_t number;      /* what the function's variable for ways says meanwhile */
    const char *text;     /* what is done behind the last of them: "break", "goto done" */
    struct way *next;     /* that ends behind the same one */
};

struct jump {
    uint32_t token;       /* of the statement */
    struct defer *first;  /* the defer that runs first */
    struct way *way;
};

/*
 * A deferred statement, or a variable with the attribute cleanup. It is emitted once, at the end of
 * its block; those of a block stand there in reverse order, one runs on into the next.
 */
struct defer {
    uint32_t number;
    struct range range;            /* its tokens; cleanup: empty, behind the declarator */
    struct range scope;            /* where it is pending: up to the end of its block */
    const struct stmt *block;      /* COMPOUND, FOR: at whose end it runs */
    struct stmt *stmt;             /* the statement of the block that it comes from */
    struct stmt *body;             /* what is deferred; NULL: a cleanup */
    struct declarator *declarator; /* cleanup: the variable, and what is called with its address */
    const char *callee;
    struct defer *outer;           /* what is pending, or runs, where it stands */
    bool is_inside;                /* it stands in the deferred statement of `outer` */
    bool is_first;                 /* of its block */
    bool is_final;                 /* its block is the body of the function */
    uint32_t depth;                /* how many deferred statements it stands in */
    bool awaits;                   /* the deferred statement */
    bool breaks;                   /* the deferred statement can fail */
    bool is_left;                  /* by return or failure, where it is the innermost */
    bool is_entered;               /* by a goto */
    bool returns, fails, passes;   /* ways through it: return, failure, a jump to an outer one */
    struct way *ways;              /* jumps that end behind it */
    const char *marker;            /* of one under an #if: the macro defined where it stands */
};

/* ---- functions ---- */

struct parameter {
    struct param *param;
    struct local *local;
    const char *name;      /* where it is passed on: its own, but not that of the function */
    const char *body_name; /* in the user's body */
    const char *lengths;   /* statements that keep its sizes, or NULL */
    bool is_untyped;       /* it is kept as a void *, also a pointer to const arrays */
    const char *heads[2];  /* (emit) as heads declare it, [1] with its sizes; NULL: not yet asked */
};

/* What is called, in a file whose headers are not known. */
struct unknown {
    const struct expr *callee;
    const char *quoted, *plain; /* the call with strings, and with names, in the place of arguments
                                   that name a slot; NULL: it must be no macro */
};

/* A marked function: a definition, a prototype or a foreign one. */
struct function {
    struct item *item;
    const struct mark *mark;       /* of the lane */
    struct specs *specs;
    struct declarator *declarator;
    struct derivation *type;
    struct name *name;             /* of the starter; of a foreign function: the task's name */
    const char *callee;            /* what is called in the user's words: declarator->name->text */
    uint32_t line;                 /* where it is marked */
    bool is_void, is_static, is_main;
    bool is_generator;
    bool is_remote;                /* @async @cpu_bound: its tasks run on a worker's loop */
    bool is_resumed;               /* a resume function: @async, @generator or both */
    const struct type_name *sent;  /* @generator(send = TYPE), or NULL */
    struct parameter *parameters;
    uint32_t parameter_count;

    /* (resolve) of a body, in source order; token indices */
    VECTOR(struct local *) locals;
    VECTOR(struct use) uses;
    VECTOR(struct literal) literals;
    VECTOR(uint32_t) labels;       /* labels and cases */
    VECTOR(uint32_t) starts;       /* calls that may start a task */
    VECTOR(uint32_t) leaves;       /* return, unsync_fail */
    uint32_t await_count;
    bool has_conditionals;         /* #if in the body */
    bool has_defers, has_cleanups; /* deferred statements; variables with that attribute */
    VECTOR(struct lasting) variable_lengths; /* declarations of types of variable length */
    bool needs_block;              /* the body stands in braces: variable length, or __label__ */
    bool has_definitions;          /* #define, #undef, #include in the body */

    /* (defer) in source order */
    VECTOR(struct defer *) defers;
    VECTOR(struct jump) jumps;
    uint32_t defer_depth;          /* variables for ways: one a depth */
    bool has_lost;                 /* a value may be disposed of after a return */

    /* (hoist) */
    VECTOR(struct preface) types;  /* declarations that moved to the head of the resume function */
    struct set hoisted;            /* the tags that refer to them */
    struct set staying;            /* the tags that refer to types of a block which stay there */

    VECTOR(struct unknown) unknowns; /* (unknown) calls of what may be macros of headers */
    VECTOR(const char *) hidden;     /* (unknown) names that mean nothing beside the frame */

    /* (frame, split) */
    VECTOR(struct slot) slots;
    VECTOR(const char *) loads;       /* parameters that are C locals; types may mention them */
    VECTOR(struct preface) temporaries; /* declarations of what lives no longer than a statement */
    VECTOR(const char *) markers;     /* by suspension: a macro that is defined where it stands */
    VECTOR(struct op) ops;
    uint32_t suspension_count;
    VECTOR(uint32_t) lines;           /* by suspension: where it stands */
    uint8_t layers;                   /* beside the frame */
    bool has_return, has_unwind, has_wait;
    bool has_rooms;                   /* locals of variable length live beside the frame */

    struct codec *codec;           /* (pack) of a @cpu_bound function */
    struct pooling *pooling;       /* (pool) of a @thread function with such options, or NULL */
    const char *drop;              /* (pack) a statement that disposes of the value, or NULL */
    struct function *next;
};

/* ---- the unit ---- */

struct ir {
    struct unit *unit;
    struct function *functions;
    struct message *messages;      /* (pack) */
    struct edit **edits;           /* by token; NULL: none */
    uint32_t *holes;               /* by token: the innermost hole around it */
    uint32_t capacity;             /* tokens that those two have room for */
    VECTOR(struct hole) hole_list; /* [0] is no hole */
    bool wants_sizes;              /* the output asks the compiler for the sizes of frames */
    struct buffer scratch;         /* texts are put together in it */
    bool is_serial;                /* every function runs where it is called */
};

void ir_open(struct ir *ir, struct unit *unit);
void ir_close(struct ir *ir);

/* Around the passes over the items at hand. */
void ir_begin(struct ir *ir);
void ir_end(struct ir *ir);

/* The edit of a token, made if there is none. */
struct edit *ir_edit(struct ir *ir, uint32_t token);

/* Puts text around a range; what is put later stands inside of what was put before. */
void ir_wrap(struct ir *ir, struct range range, const char *before, const char *after);

/* A new hole; holes around it must have been made before. Returns its number. */
uint32_t ir_hole(struct ir *ir, struct range range, uint32_t outer);

/* The automatic variable that a name stands for, or NULL. */
struct local *ir_local(const struct expr *name);

/* The specifiers that a local or parameter of the function is declared with, or NULL. */
const struct specs *ir_symbol_specs(const struct function *function, const struct symbol *symbol);

/* What leads to the slots of a layer: "unsync__self", "unsync__inner", "unsync__inner_2". */
const char *ir_holder(struct ir *ir, uint8_t layer);

/* Adds a slot of a layer; `type` NULL: the declaration says it all, else it is "type name". */
void ir_add_slot(struct ir *ir, struct function *function, uint8_t layer, const char *type,
                 const char *declaration);

/* A @cpu_bound @generator: its body is a plain generator in a worker, its callers see an @async
 * one. */
bool function_streams(const struct function *function);

/* A generator whose body runs inside of who asks, and cannot await. */
bool function_is_plain_generator(const struct function *function);

/* For messages: "an @async function", and what its locals live across: "an await". */
const char *function_kind(const struct function *function);
const char *function_wait(const struct function *function);

/* Formatted text in the unit's arena. */
const char *ir_text(struct ir *ir, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A buffer to put a text together in, and that text in the unit's arena. */
struct buffer ir_take_scratch(struct ir *ir);
const char *ir_keep_scratch(struct ir *ir, struct buffer *scratch);

/* A string literal with that text. */
const char *ir_quoted(struct ir *ir, const char *text);

/* Whether an entry > from and < to is in the rising list. */
bool ir_any_between(const uint32_t *list, uint32_t count, uint32_t from, uint32_t to);

/* Reports an error in the item, with a hint or NULL; later passes leave the item alone. */
void ir_refuse(struct ir *ir, struct item *item, enum diag_id id, struct span span,
               const char *hint, const char *format, ...) __attribute__((format(printf, 6, 7)));

#endif
