/*
 * The tree of an annotated item: what gen/front makes and gen/pass reads. A file is read item by
 * item, and one item is all that is held of it at a time.
 *
 * It is the tree of the *preprocessed* annotated functions: macro calls are expanded before the
 * parser sees them, so there is no macro in the tree and nothing has to be guessed about one. Every
 * node has its range of tokens in unit.tokens; printing a range with gen/tree/spell.h gives macro
 * calls back as the user wrote them, unless a pass replaced a token in their middle. What is not
 * annotated is not in the tree: it is a stretch of bytes of the source (ITEM_TEXT).
 *
 * All nodes live in unit.arena and are void when unit_read() goes on to the next item; what the
 * rest of the file has to know of it is in unit.kept or hangs on names. Lists are chained by `next`
 * in source order. A pass may set only the fields marked (pass), reports on unit.diag, and leaves
 * items with `failed` alone; what it refuses sets `failed` too. main.c calls the stages one after
 * the other and stops before emitting if diag.errors is not 0.
 */
#ifndef GEN_TREE_AST_H
#define GEN_TREE_AST_H

#include <stdbool.h>
#include <stdint.h>

#include "../base/arena.h"
#include "../base/diag.h"
#include "../base/intern.h"
#include "../base/source.h"
#include "../base/vector.h"
#include "facts.h"
#include "mark.h"
#include "token.h"

/* ---- names of block scope ---- */

enum symbol_kind {
    SYMBOL_OBJECT,     /* a variable, also static or extern: see decl->specs->storage */
    SYMBOL_PARAMETER,
    SYMBOL_FUNCTION,   /* a prototype inside a body */
    SYMBOL_TYPEDEF,
    SYMBOL_ENUMERATOR
};

/* One name in one scope. Declared twice there (in two branches of an #if), it is one symbol. */
struct symbol {
    enum symbol_kind kind;
    struct name *name;
    struct decl *decl;             /* the first declaration; NULL: a parameter, an enumerator */
    struct declarator *declarator; /* likewise; NULL for an enumerator */
    struct symbol *outer;          /* the symbol it hides, or NULL */
    uint32_t scope;                /* number of its block in the function, 1: the parameters */
    uint32_t token;                /* the name, in the last declaration so far */
    uint32_t redeclared;           /* how many more declarations of it its scope holds */
    bool is_valued;                /* an enumerator whose value is known */
    bool is_fixed;                 /* ... whose type is the one that the enum says */
    int32_t value;                 /* ... the value */
    void *slot;                    /* (pass) */
};

/* ---- types and declarations ---- */

/* What a run of declaration specifiers consists of, token for token, in source order. */
enum piece_kind {
    PIECE_STORAGE,   /* typedef extern static auto register _Thread_local */
    PIECE_QUALIFIER, /* const volatile restrict _Atomic */
    PIECE_FUNCTION,  /* inline _Noreturn */
    PIECE_TYPE,      /* int, struct S {...}, a typedef name, typeof(...), _Atomic(...) */
    PIECE_ALIGNAS,
    PIECE_ATTRIBUTE, /* __attribute__((...)), [[...]], __declspec(...) */
    PIECE_EXTENSION, /* __extension__ */
    PIECE_MARK       /* a mark of ours; never printed */
};

struct piece {
    enum piece_kind kind;
    struct range range;
    struct piece *next;
};

enum storage {
    STORAGE_TYPEDEF = 1,
    STORAGE_EXTERN = 2,
    STORAGE_STATIC = 4,
    STORAGE_AUTO = 8,
    STORAGE_REGISTER = 16,
    STORAGE_THREAD_LOCAL = 32,
    STORAGE_INLINE = 64,
    STORAGE_NORETURN = 128
};

enum qualifier {
    QUALIFIER_CONST = 1,
    QUALIFIER_VOLATILE = 2,
    QUALIFIER_RESTRICT = 4,
    QUALIFIER_ATOMIC = 8
};

enum type_kind {
    TYPE_BASIC,    /* keywords only: int, unsigned long, double _Complex, ... */
    TYPE_VOID,
    TYPE_STRUCT,
    TYPE_UNION,
    TYPE_ENUM,
    TYPE_NAMED,    /* a typedef name; an unknown one under --no-cpp too */
    TYPE_TYPEOF,   /* typeof(expr or type), unsync_task_of(type) without its macro */
    TYPE_ATOMIC,   /* _Atomic(type) */
    TYPE_AUTO,     /* __auto_type */
    TYPE_IMPLICIT  /* no type at all: implicit int */
};

struct specs {
    struct range range;    /* all of them, marks too; may be empty in a K&R list */
    struct piece *pieces;
    enum type_kind kind;
    uint32_t storage;      /* enum storage */
    uint32_t qualifiers;   /* enum qualifier */
    struct tag *tag;       /* STRUCT, UNION, ENUM */
    struct name *name;     /* NAMED */
    struct symbol *symbol; /* NAMED: a typedef of block scope, else NULL (see name->fact) */
    struct expr *expr;     /* TYPEOF an expression: not evaluated (but for VLAs) */
    struct type_name *type; /* TYPEOF or ATOMIC a type */
    struct mark *marks;
};

struct tag {
    struct range range;      /* from the keyword to the name or the closing brace */
    struct name *name;       /* NULL: anonymous */
    uint32_t token;          /* of the name */
    bool has_body;
    struct specs *underlying; /* of `enum E : unsigned char`, or NULL */
    uint32_t colon;          /* ... the : */
    struct decl *members;    /* struct, union: declarations of the body (and their marks) */
    struct enumerator *enumerators;
};

struct enumerator {
    struct range range;
    struct name *name;
    uint32_t token;
    struct expr *value; /* or NULL */
    bool is_fixed;      /* its type is the one that the enum says */
    bool is_valued;     /* it is known, and fits an int; what it is: */
    int64_t number;
    struct symbol *symbol;
    struct enumerator *next;
};

enum derivation_kind { DERIVE_POINTER, DERIVE_ARRAY, DERIVE_FUNCTION };

/*
 * One step of a declarator, read from the name outwards: `int *(*f[3])(void)` is ARRAY, POINTER,
 * FUNCTION, POINTER: an array of pointers to functions returning pointer to int.
 */
struct derivation {
    enum derivation_kind kind;
    struct range range;   /* POINTER: `* const`; ARRAY: `[3]`; FUNCTION: `(void)` */
    uint32_t qualifiers;  /* POINTER; ARRAY: those inside the brackets */
    bool is_static;       /* ARRAY: [static n] */
    bool is_star;         /* ARRAY: [*] */
    struct expr *size;    /* ARRAY: NULL for [] */
    struct param *params; /* FUNCTION: NULL for () and (void) */
    bool is_void;         /* FUNCTION: (void) */
    bool is_variadic;     /* FUNCTION: (..., ...) */
    bool is_identifiers;  /* FUNCTION: K&R, params have a name only */
    struct derivation *next;
};

struct declarator {
    struct range range;   /* from the first * or ( to the last ] or ), without init and attributes;
                             empty for an abstract declarator that is not there */
    struct name *name;    /* NULL: abstract, or an unnamed bit-field */
    uint32_t token;       /* of the name; of an abstract one: where the name would stand */
    struct derivation *derivations;
    struct symbol *symbol; /* of block scope, else NULL */
    struct expr *width;   /* bit-field */
    struct range asm_label; /* asm("name"), or empty */
    struct piece *attributes; /* after the declarator */
    struct expr *init;    /* an expression or an INIT_LIST, or NULL */
    uint32_t assign;      /* token index of the = */
    struct declarator *next;
};

/* A declaration. In a struct body: a member declaration. */
struct decl {
    struct range range;   /* with the ; if it ends in one */
    struct specs *specs;
    struct declarator *declarators; /* none in `struct s {...};` */
    struct expr *assertion; /* _Static_assert among members; specs, declarators are NULL */
    struct decl *next;    /* in a struct body; among K&R parameter declarations */
};

struct param {
    struct range range;   /* marks, specifiers, declarator, attributes; without the comma */
    struct mark *marks;   /* == specs->marks */
    struct specs *specs;  /* NULL in a K&R identifier list */
    struct declarator *declarator; /* never NULL; name NULL in a prototype's `int` */
    struct param *next;
};

struct type_name {
    struct range range;
    struct specs *specs;
    struct declarator *declarator; /* abstract */
};

/* ---- expressions ---- */

enum expr_kind {
#define EXPR(id, text) EXPR_##id,
#include "ast.def"
    EXPR_KIND_COUNT
};

struct designator {
    struct range range;
    struct name *name;         /* .name, old style name: ; NULL for [index] */
    uint32_t token;            /* of the name */
    struct expr *index, *high; /* [index], [index ... high] */
    struct designator *next;   /* .a[3].b */
};

/* What is set for which kind: ast.def. */
struct expr {
    enum expr_kind kind;
    enum token_kind op;
    struct range range;
    struct expr *kid[3];
    struct expr *list;
    struct expr *next;         /* in the list it is part of */
    struct name *name;
    uint32_t token;            /* of the name; of await, catch, yield: of the word;
                                  of an operator: of the operator */
    uint32_t depth;            /* of the tree below: 1 for a leaf; bounded by EXPR_DEPTH_MAX */
    struct symbol *symbol;
    struct type_name *type;
    struct stmt *body;
    struct designator *designators;
    bool has_await;            /* an await, catch, yield or yield_from is inside, in a sizeof too */
    bool has_directive;        /* a preprocessor directive is inside */
    bool may_hold_block;       /* false: there is no statement inside */
    uint32_t id;               /* (pass) 0 at first */
};

/* ---- statements ---- */

enum stmt_kind {
#define STMT(id, text) STMT_##id,
#include "ast.def"
    STMT_KIND_COUNT
};

struct stmt {
    enum stmt_kind kind;
    struct range range;
    struct stmt *next;    /* in its block */
    struct expr *expr, *high, *step;
    struct expr *operands;
    struct stmt *init, *body, *otherwise;
    struct decl *decl;
    struct name *name;
    uint32_t token;
    uint32_t scope;       /* COMPOUND, FOR: number of the scope it opens, else 0 */
    bool has_await;
    bool has_directive;   /* inside; set on the DIRECTIVE too */
    bool has_label;       /* a label or case is inside, or it is one */
    uint32_t id;          /* (pass) 0 at first */
};

/* ---- the file ---- */

enum item_kind {
    ITEM_TEXT,      /* bytes that pass through */
    ITEM_FUNCTION,  /* an annotated definition */
    ITEM_PROTOTYPE, /* an annotated declaration of a function of ours */
    ITEM_FOREIGN,   /* @mark(as = NAME) extern ...: a function that is not ours */
    ITEM_MESSAGE    /* @message struct ...; and @message extern struct ...; */
};

struct item {
    enum item_kind kind;
    uint32_t begin, end;   /* raw bytes of the source; the items cover it without gaps */
    struct range range;    /* its tokens, marks included (not TEXT) */
    struct mark *marks;    /* == decl->specs->marks */
    struct decl *decl;     /* specs and, but for MESSAGE, exactly one declarator per function */
    struct stmt *body;     /* FUNCTION: its COMPOUND */
    struct symbol **parameters; /* FUNCTION, PROTOTYPE, FOREIGN: one per parameter, in order */
    uint32_t parameter_count;
    bool is_known;         /* the facts cover it: every macro in it was expanded, every type is
                              known; not so with --no-cpp and in a branch that is not compiled */
    bool failed;           /* an error was reported inside; decl may be NULL */
    struct item *next;
};

/* A macro call in an annotated item: the outermost one, expanded. */
struct call {
    struct name *name;
    struct range raw;      /* its tokens as written, in unit.raw */
    struct range expanded; /* in unit.tokens; may be empty */
};

/* A plain function or a declaration of one: what passes through, but is asked about in the end. */
struct plain {
    struct name *name;
    struct span span; /* of the name */
    uint32_t begin;   /* of a definition: an offset in source->text; of a twin: a raw one */
};

/* The first place that may write a variable. */
struct write {
    const struct name *variable;
    struct span span;
    bool is_sent; /* to workers: by unsync_worker_state(), or in what unsync_worker_init() has */
};

struct unit {
    struct source *source;
    struct diag *diag;
    struct names *names;
    const struct facts *facts;
    struct arena arena;          /* of what is at hand */
    struct arena kept;           /* of the whole file */
    struct item *items;          /* at hand: an annotated item, the text before it */
    bool is_header;              /* a .uh */
    bool is_annotated;           /* an annotated item was read */
    token_vector tokens;         /* of the annotated item, expanded */
    token_vector raw;            /* of the macro calls in it, as written */
    VECTOR(struct call) calls;
    VECTOR(struct plain) plains; /* functions without a mark */
    VECTOR(struct plain) hasty;  /* of them, those that may use a marked one from further down */
    VECTOR(struct plain) twins;  /* declarations without the mark that the function has elsewhere */
    VECTOR(uint32_t) awaits;     /* token indices of await, catch, yield, yield_from, rising */
    VECTOR(uint32_t) directives; /* token indices of DIRECTIVE, rising */
};

enum {
    EXPR_DEPTH_MAX = 4000, /* deepest expression tree, also along `a + b + c ...` */
    NEST_MAX = 1000        /* deepest nesting of statements, parentheses and declarators */
};

/* ---- small questions ---- */

/* Where a token or a range stands in the file, for messages. Inside a macro call: the call. */
struct span unit_span(const struct unit *unit, uint32_t token);
struct span unit_range_span(const struct unit *unit, struct range range);

/* The expression in the parentheses; NULL of NULL. */
const struct expr *expr_bare(const struct expr *expr);

/* The word unsync_fail, and a call of it. */
bool expr_is_fail(const struct expr *name);
bool expr_is_failure(const struct expr *call);

/* The derivation of the function that a declarator declares (its first one), or NULL. */
struct derivation *declarator_function(const struct declarator *declarator);

#endif
