#include "extent.h"

#include "../tree/facts.h"

/* A parenthesis after these is no parameter list. */
static bool takes_group(enum token_kind kind)
{
    return kind == TOKEN_ATTRIBUTE || kind == TOKEN_ALIGNAS || kind == TOKEN_TYPEOF ||
           kind == TOKEN_ATOMIC || kind == TOKEN_ASM;
}

static void open_bracket(struct extent *extent, struct balance *balance, enum token_kind kind)
{
    if (balance->depth++)
        return;
    if (kind == TOKEN_LPAREN && !takes_group((enum token_kind) extent->previous)) {
        extent->has_group = true;
        extent->awaits_tag = false;
    }
    if (kind == TOKEN_LBRACE)
        extent->in_body = !extent->previous || /* after an old-style declaration list */
                          (extent->has_group && !extent->awaits_tag && !extent->has_assign);
}

/* A closing one that opens nothing is not counted: the text is not C, the compiler will say so. */
static bool close_bracket(struct extent *extent, struct balance *balance, enum token_kind kind)
{
    if (balance->depth > 0)
        balance->depth--;
    if (balance->depth)
        return false;
    return (kind == TOKEN_RBRACE && extent->in_body) ||
           (kind == TOKEN_RPAREN && extent->ends_in_call);
}

static bool step(struct extent *extent, struct balance *balance, const struct token *token)
{
    enum token_kind kind = (enum token_kind) token->kind;

    switch (kind) {
    case TOKEN_DIRECTIVE:
        balance_directive(balance, token);
        return false;
    case TOKEN_LPAREN: case TOKEN_LBRACKET: case TOKEN_LBRACE:
        open_bracket(extent, balance, kind);
        return false;
    case TOKEN_RPAREN: case TOKEN_RBRACKET: case TOKEN_RBRACE:
        return close_bracket(extent, balance, kind);
    case TOKEN_STRUCT: case TOKEN_UNION: case TOKEN_ENUM:
        if (!balance->depth) {
            extent->awaits_tag = true;
            extent->has_group = false;
        }
        return false;
    case TOKEN_ASSIGN:
        extent->has_assign |= !balance->depth;
        return false;
    case TOKEN_SEMICOLON:
        return !balance->depth;
    default:
        return false;
    }
}

bool extent_step(struct extent *extent, struct balance *balance, const struct token *token)
{
    bool ends = step(extent, balance, token);

    if (token->kind != TOKEN_DIRECTIVE)
        extent->previous = token->kind;
    return ends;
}

/* ---- macros ---- */

enum { MACRO_TOKENS_MAX = 10000 }; /* that are looked at for one call */

/* The macro that is called there inside of another one's body. */
static struct macro *called_inside(const struct macro *outer, uint32_t at, uint32_t line)
{
    const struct token *token = &outer->body[at];
    struct macro *macro = token->name ? macro_at(token->name, line) : NULL;

    if (!macro || macro->expanding)
        return NULL;
    if (macro->function_like &&
        (at + 1 == outer->body_count || outer->body[at + 1].kind != TOKEN_LPAREN))
        return NULL;
    return macro;
}

static int depth_of(enum token_kind kind)
{
    switch (kind) {
    case TOKEN_LPAREN: case TOKEN_LBRACKET: case TOKEN_LBRACE:
        return 1;
    case TOKEN_RPAREN: case TOKEN_RBRACKET: case TOKEN_RBRACE:
        return -1;
    default:
        return 0;
    }
}

static bool is_structural(enum token_kind kind)
{
    return depth_of(kind) || kind == TOKEN_SEMICOLON || kind == TOKEN_ASSIGN ||
           kind == TOKEN_STRUCT || kind == TOKEN_UNION || kind == TOKEN_ENUM || takes_group(kind);
}

static void measure(struct macro *macro, uint32_t line)
{
    if (macro->is_measured)
        return;
    macro->is_measured = macro->expanding = true;
    for (uint32_t i = 0; i < macro->body_count; i++) {
        enum token_kind kind = (enum token_kind) macro->body[i].kind;
        struct macro *inner = called_inside(macro, i, line);

        if (inner)
            measure(inner, line);
        macro->depth += inner ? inner->depth : depth_of(kind);
        macro->is_structural |= inner ? inner->is_structural : is_structural(kind);
    }
    macro->expanding = false;
}

/* Whether the last token of the macro's text is the declaration's last. One before it is not its
 * end. */
static bool step_body(struct extent *extent, struct balance *balance, struct macro *macro,
                      uint32_t line, uint32_t *count)
{
    bool ends = false;

    macro->expanding = true;
    for (uint32_t i = 0; i < macro->body_count && ++*count < MACRO_TOKENS_MAX; i++) {
        struct macro *inner = called_inside(macro, i, line);

        if (inner && inner->is_structural)
            ends = step_body(extent, balance, inner, line, count);
        else if (macro->body[i].kind != TOKEN_DIRECTIVE)
            ends = extent_step(extent, balance, &macro->body[i]);
    }
    macro->expanding = false;
    return ends;
}

/* The macro that the token calls, if its text means something to the extent. */
static struct macro *structural_macro(const struct balance *balance, const struct lexer *lexer,
                                      struct source *source, const struct token *token)
{
    struct macro *macro = token->kind == TOKEN_NAME ? token->name->macro : NULL;
    uint32_t line;

    if (!macro || (macro->is_measured && !macro->is_structural && !macro->older))
        return NULL;
    line = source_position(source, token->at).line;
    macro = macro_at(token->name, line);
    if (!macro)
        return NULL;
    measure(macro, line);
    if (!macro->is_structural || (balance->depth && !macro->depth))
        return NULL;
    if (macro->function_like) {
        struct lexer ahead = *lexer;
        struct token next;

        lex_next(&ahead, &next);
        return next.kind == TOKEN_LPAREN ? macro : NULL;
    }
    return macro;
}

bool extent_pass(struct extent *extent, struct balance *balance, const struct lexer *lexer,
                 struct source *source, const struct token *token)
{
    struct macro *macro = structural_macro(balance, lexer, source, token);
    uint32_t count = 0;
    bool ends;

    if (!macro)
        return extent_step(extent, balance, token);
    ends = step_body(extent, balance, macro, source_position(source, token->at).line, &count);
    extent->ends_in_call = ends && macro->function_like;
    return ends && !macro->function_like;
}
