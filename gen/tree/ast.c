#include "ast.h"

#include <string.h>

static struct span token_span(const struct unit *unit, const struct token *token)
{
    uint32_t end = token->at + token->len;

    if (token->flags & TOKEN_SPLICED)
        end = source_raw_at(unit->source,
                            (uint32_t) (token->text - unit->source->text) + token->len - 1) + 1;
    return (struct span) {token->at, end - token->at};
}

static struct span join(struct span first, struct span last)
{
    uint32_t first_end = first.at + first.len, end = last.at + last.len;

    if (last.at >= first.at && end > first_end)
        first.len = end - first.at;
    return first;
}

struct span unit_span(const struct unit *unit, uint32_t index)
{
    const struct token *token = &unit->tokens.list[index];
    const struct call *call;

    if (!token->call || token->flags & TOKEN_ARGUMENT)
        return token_span(unit, token);
    call = &unit->calls.list[token->call - 1];
    return join(token_span(unit, &unit->raw.list[call->raw.first]),
                token_span(unit, &unit->raw.list[call->raw.end - 1]));
}

struct span unit_range_span(const struct unit *unit, struct range range)
{
    struct span first = unit_span(unit, range.first);

    return range.end > range.first + 1 ? join(first, unit_span(unit, range.end - 1)) : first;
}

const struct expr *expr_bare(const struct expr *expr)
{
    while (expr && expr->kind == EXPR_PAREN)
        expr = expr->kid[0];
    return expr;
}

bool expr_is_fail(const struct expr *name)
{
    return name->kind == EXPR_NAME && !name->symbol && strcmp(name->name->text, "unsync_fail") == 0;
}

bool expr_is_failure(const struct expr *call)
{
    return call->kind == EXPR_CALL && expr_is_fail(call->kid[0]);
}

struct derivation *declarator_function(const struct declarator *declarator)
{
    struct derivation *first = declarator->derivations;

    return first && first->kind == DERIVE_FUNCTION ? first : NULL;
}
