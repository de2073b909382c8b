/*
 * The parser's cursor, its scopes, and how it gives up.
 *
 * The cursor rests on a token that is not a directive: directives are stepped over, only the
 * statement parser turns them into nodes. An error is reported once and leaves the whole item by a
 * long jump; memory is the arena's and scopes are unwound by the catcher.
 */
#ifndef GEN_FRONT_PARSER_H
#define GEN_FRONT_PARSER_H

#include <setjmp.h>
#include <stdbool.h>

#include "../tree/ast.h"

struct parser {
    struct unit *unit;
    struct arena *arena;
    const struct token *tokens; /* unit->tokens.list: does not grow while it is parsed */
    uint32_t at;                /* the cursor */
    uint32_t last_end;          /* after the last token taken */
    uint32_t crossed;           /* 1 + index of the last directive before a taken token, 0: none */
    uint32_t awaits;            /* 1 + index of the last await word taken, 0: none */
    uint32_t labels;            /* labels and cases so far */
    uint32_t scope;             /* number of the innermost scope, 0: file scope */
    uint32_t scope_count;
    uint32_t nest;
    bool has_words;             /* await, catch, defer, yield mean something */
    bool is_complete;           /* the facts cover the item: an unknown name is no type */
    bool is_quiet;              /* errors are not reported: the text is not the user's */
    VECTOR(struct symbol *) bound;
    jmp_buf give_up;
};

/* ---- cursor ---- */

/*
 * Puts the cursor on the first token of [first, end) that is no directive; tokens[end] must be END.
 */
void parser_start(struct parser *parser, struct unit *unit, uint32_t first);
void parser_close(struct parser *parser);

static inline const struct token *here(const struct parser *parser)
{
    return &parser->tokens[parser->at];
}

static inline bool at_kind(const struct parser *parser, enum token_kind kind)
{
    return parser->tokens[parser->at].kind == kind;
}

/* The index of the `count`th token after `index`, directives not counted. */
uint32_t index_after(const struct parser *parser, uint32_t index, uint32_t count);
enum token_kind kind_after(const struct parser *parser, uint32_t index, uint32_t count);
enum token_kind kind_ahead(const struct parser *parser, uint32_t count); /* after the cursor */

/* Takes the token at the cursor; returns its index. */
uint32_t take(struct parser *parser);
bool take_if(struct parser *parser, enum token_kind kind);

/* Takes a token of that kind or gives up: "expected ')' after the condition". */
uint32_t expect(struct parser *parser, enum token_kind kind, const char *where);

/* Takes a balanced group: the cursor stands on its ( [ or {. */
void take_group(struct parser *parser);

/* Whether the cursor is on that word of ours, and words mean something here. */
bool at_word(const struct parser *parser, enum word word);

/* [first, after the last token taken). */
struct range range_from(const struct parser *parser, uint32_t first);
bool has_directive_since(const struct parser *parser, uint32_t first);
bool has_await_since(const struct parser *parser, uint32_t first);

/* ---- giving up ---- */

/* Reports at token `index` with a hint (or NULL) and leaves the item. */
_Noreturn void fail_at(struct parser *parser, enum diag_id id, uint32_t index, const char *hint,
                       const char *format, ...) __attribute__((format(printf, 5, 6)));

/* The same with a note at token `other`. */
_Noreturn void fail_beside(struct parser *parser, enum diag_id id, uint32_t index, uint32_t other,
                           const char *note, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

/* The same without a message: one was reported, unless the parser keeps quiet. */
_Noreturn void give_up(struct parser *parser);

/* "expected ... before 'x'" at the cursor. */
_Noreturn void fail_expected(struct parser *parser, const char *what);

/* Why correct C may fail to parse at the cursor, as a hint; NULL: no reason is known. */
const char *likely_cause(const struct parser *parser);

/* Around every recursion of the grammar: gives up past NEST_MAX. */
void nest_enter(struct parser *parser);
static inline void nest_leave(struct parser *parser)
{
    parser->nest--;
}

/* ---- scopes ---- */

/* Opens a numbered scope; returns what scope_close() wants. */
struct scope_mark {
    uint32_t bound, outer;
};
struct scope_mark scope_open(struct parser *parser);
void scope_close(struct parser *parser, struct scope_mark mark);

/* Declares a name in the innermost scope; NULL at file scope. */
struct symbol *scope_declare(struct parser *parser, enum symbol_kind kind, struct name *name);

/* Binds a symbol that exists already: the parameters, when the body begins. */
void scope_bind(struct parser *parser, struct symbol *symbol);

/* Gives every name back what it was bound to outside the item. */
void scope_unwind(struct parser *parser);

/*
 * What the name means at the cursor: what another branch of an #if declares is not seen. NULL: file
 * scope.
 */
struct symbol *scope_find(const struct parser *parser, const struct name *name);

/* Whether the name means a type here. */
bool is_typedef_name(const struct name *name);

#endif
