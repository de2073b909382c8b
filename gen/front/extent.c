#include "extent.h"

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
    return kind == TOKEN_RBRACE && balance->depth == 0 && extent->in_body;
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
