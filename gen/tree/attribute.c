#include "attribute.h"

#include <string.h>

static bool is_named(const struct token *token, const char *name)
{
    size_t len = strlen(name);
    const char *text;

    if (!token->name)
        return false;
    text = token->name->text;
    if (strcmp(text, name) == 0)
        return true;
    return token->name->len == len + 4 && strncmp(text, "__", 2) == 0 &&
           strncmp(text + 2, name, len) == 0 && strcmp(text + 2 + len, "__") == 0;
}

bool attribute_has(const struct unit *unit, const struct piece *pieces, const char *name)
{
    for (; pieces; pieces = pieces->next) {
        if (pieces->kind != PIECE_ATTRIBUTE)
            continue;
        for (uint32_t i = pieces->range.first; i < pieces->range.end; i++)
            if (is_named(&unit->tokens.list[i], name))
                return true;
    }
    return false;
}

static bool is_one_of(const struct token *token, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is_named(token, names[i]))
            return true;
    return false;
}

/* Names stand in two brackets, what is told of them in three. A namespace is no name: gnu::x */
uint32_t attribute_other(const struct unit *unit, const struct piece *piece, uint32_t from,
                         const char *const *names, size_t count)
{
    uint32_t depth = 0;

    if (piece->kind != PIECE_ATTRIBUTE)
        return 0;
    for (uint32_t i = piece->range.first; i < piece->range.end; i++) {
        const struct token *token = &unit->tokens.list[i];

        depth += token->kind == TOKEN_LPAREN || token->kind == TOKEN_LBRACKET;
        depth -= token->kind == TOKEN_RPAREN || token->kind == TOKEN_RBRACKET;
        if (depth == 2 && i >= from && token->name && token->kind != TOKEN_ATTRIBUTE &&
            token[1].kind != TOKEN_COLON && !is_one_of(token, names, count))
            return i;
    }
    return 0;
}
