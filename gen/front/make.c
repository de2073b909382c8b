/*
 * Tokens that stand nowhere in the file: made by #, by ## and of __LINE__. Their text is the
 * arena's.
 */
#include <string.h>

#include "../base/buffer.h"
#include "expander.h"
#include "lex.h"

static struct token make_token(struct expander *expander, const char *text, size_t len)
{
    struct lexer lexer;
    struct token token;

    lex_open_text(&lexer, expander->names, text, len, expander->head.at);
    lexer.line_start = false;
    lex_next(&lexer, &token);
    token.flags = TOKEN_MADE;
    token.space = 0;
    token.call = expander->call;
    return token;
}

struct token make_number(struct expander *expander, uint32_t number)
{
    char *text = arena_printf(&expander->unit->arena, "%u", number);

    return make_token(expander, text, strlen(text));
}

static void add_escaped(struct buffer *buffer, const struct token *token)
{
    bool is_literal = token->kind == TOKEN_STRING || token->kind == TOKEN_CHARACTER;

    for (uint32_t i = 0; i < token->len; i++) {
        if (is_literal && (token->text[i] == '"' || token->text[i] == '\\'))
            buffer_char(buffer, '\\');
        buffer_char(buffer, token->text[i]);
    }
}

struct token make_string(struct expander *expander, const token_vector *argument)
{
    struct buffer buffer = {0};
    struct token token;

    buffer_char(&buffer, '"');
    for (uint32_t i = 0; i < argument->count; i++) {
        if (i && argument->list[i].flags & (TOKEN_SPACED | TOKEN_LINE_START))
            buffer_char(&buffer, ' ');
        add_escaped(&buffer, &argument->list[i]);
    }
    buffer_char(&buffer, '"');
    token = make_token(expander, arena_copy(&expander->unit->arena, buffer.data, buffer.len),
                       buffer.len);
    buffer_free(&buffer);
    return token;
}

void make_pasted(struct expander *expander, token_vector *out, const struct token *right)
{
    struct token *left = &out->list[out->count - 1], token;
    char *text = arena_printf(&expander->unit->arena, "%.*s%.*s", (int) left->len, left->text,
                              (int) right->len, right->text);

    token = make_token(expander, text, strlen(text));
    if (token.len != left->len + right->len) {
        *vector_push(out) = *right;
        return;
    }
    token.flags |= left->flags & TOKEN_SPACED;
    *left = token;
}

void token_set_spaced(struct token *token, bool is_spaced)
{
    token->flags = (uint8_t) ((token->flags & ~TOKEN_SPACED) | (is_spaced ? TOKEN_SPACED : 0));
}
