/*
 * The laws of the lexer, on any bytes: tokens follow each other without overlap, in the text and in
 * the file; what was put back comes again; the end comes, and stays.
 */
#include <stdlib.h>
#include <string.h>

#include "../../gen/front/lex.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* The white space before it is not given twice. */
static bool is_same(const struct token *a, const struct token *b)
{
    return a->text == b->text && a->len == b->len && a->kind == b->kind && a->at == b->at &&
           a->name == b->name;
}

static void check_token(const struct source *source, const struct token *token, const char *after)
{
    uint32_t end = lex_token_end(source, token);

    must(token->text - token->space >= after);
    must(token->text + token->len <= source->text + source->text_len);
    must(token->at <= end && end <= source->raw_len);
    must(token->len > 0 || token->kind == TOKEN_END || token->kind == TOKEN_MARK_END);
}

static void read_all(struct source *source, struct names *names)
{
    struct lexer lexer;
    struct token token, again;
    const char *after = source->text;

    lex_open(&lexer, names, source);
    for (lex_next(&lexer, &token); token.kind != TOKEN_END; lex_next(&lexer, &token)) {
        check_token(source, &token, after);
        after = token.text + token.len;
        if (lexer.mark_end || token.kind == TOKEN_MARK || token.kind == TOKEN_MARK_END)
            continue; /* in a comment a token is no place to begin */
        lex_back(&lexer, &token);
        lex_next(&lexer, &again);
        must(is_same(&token, &again));
    }
    lex_next(&lexer, &again);
    must(again.kind == TOKEN_END);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct source source;
    struct names names;

    if (memchr(data, 0, size))
        return 0;
    source_from_text(&source, "fuzz.uc", (const char *) data, size);
    names_open(&names);
    token_words(&names);
    read_all(&source, &names);
    names_close(&names);
    source_close(&source);
    return 0;
}
