#include "directive.h"

#include <stdlib.h>
#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\v' || c == '\f' || c == '\r' || c == '\n';
}

/* After blanks and block comments. */
static const char *skip_blank(const char *p, const char *end)
{
    while (p < end) {
        if (is_blank(*p)) {
            p++;
        } else if (end - p > 1 && p[0] == '/' && p[1] == '*') {
            for (p += 2; end - p > 1 && !(p[0] == '*' && p[1] == '/'); p++)
                ;
            p = end - p > 1 ? p + 2 : end;
        } else {
            break;
        }
    }
    return p;
}

/* Its word, lower case, behind the # and blanks. */
static const char *read_word(const struct token *token, size_t *len)
{
    const char *end = token->text + token->len, *p;
    const char *word = skip_blank(token->text + (token->text[0] == '%' ? 2 : 1), end);

    for (p = word; p < end && (*p == '_' || (*p >= 'a' && *p <= 'z')); p++)
        ;
    *len = (size_t) (p - word);
    return word;
}

static bool is_word(const struct token *token, const char *expected)
{
    size_t len;
    const char *word = read_word(token, &len);

    return strlen(expected) == len && memcmp(expected, word, len) == 0;
}

static enum directive word_meaning(const char *word, size_t len)
{
    static const struct {
        const char *word;
        enum directive directive;
    } words[] = {
        {"define", DIRECTIVE_DEFINE}, {"undef", DIRECTIVE_UNDEF}, {"if", DIRECTIVE_IF},
        {"ifdef", DIRECTIVE_IF}, {"ifndef", DIRECTIVE_IF}, {"else", DIRECTIVE_ELSE},
        {"elif", DIRECTIVE_ELSE}, {"elifdef", DIRECTIVE_ELSE}, {"elifndef", DIRECTIVE_ELSE},
        {"endif", DIRECTIVE_ENDIF}, {"include", DIRECTIVE_INCLUDE},
        {"include_next", DIRECTIVE_INCLUDE}, {"import", DIRECTIVE_INCLUDE},
        {"line", DIRECTIVE_LINE},
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i].word) == len && memcmp(words[i].word, word, len) == 0)
            return words[i].directive;
    return DIRECTIVE_OTHER;
}

enum directive directive_read(const struct token *token, const char **rest, uint32_t *rest_len)
{
    const char *end = token->text + token->len;
    size_t len;
    const char *word = read_word(token, &len);

    *rest = skip_blank(word + len, end);
    *rest_len = (uint32_t) (end - *rest);
    while (*rest_len && is_blank((*rest)[*rest_len - 1]))
        --*rest_len;
    if (!len && *rest_len && **rest >= '0' && **rest <= '9')
        return DIRECTIVE_LINE;
    return word_meaning(word, len);
}

bool directive_is_else(const struct token *token)
{
    return is_word(token, "else");
}

bool directive_is_pragma(const struct token *token)
{
    return is_word(token, "pragma");
}

bool directive_is_error(const struct token *token)
{
    return is_word(token, "error");
}

bool directive_asks_name(const struct token *token, bool *is_negated)
{
    *is_negated = is_word(token, "ifndef") || is_word(token, "elifndef");
    return *is_negated || is_word(token, "ifdef") || is_word(token, "elifdef");
}

struct token directive_like(const struct token *other, const char *text)
{
    struct token token = *other;

    token.text = text;
    token.len = (uint32_t) strlen(text);
    token.space = 0;
    return token;
}

bool directive_is_dead(const struct token *token)
{
    const char *rest, *end;
    uint32_t len;

    if (directive_read(token, &rest, &len) != DIRECTIVE_IF || !len || *rest != '0')
        return false;
    end = rest + len;
    rest = skip_blank(rest + 1, end);
    return rest == end || (end - rest > 1 && rest[0] == '/' && rest[1] == '/');
}

void balance_directive(struct balance *balance, const struct token *token)
{
    const char *rest;
    uint32_t len;
    enum directive directive = directive_read(token, &rest, &len);
    struct branch *branch;

    if (directive == DIRECTIVE_IF) {
        *vector_push(&balance->branches) =
            (struct branch) {.at_if = balance->depth};
        return;
    }
    if ((directive != DIRECTIVE_ELSE && directive != DIRECTIVE_ENDIF) || !balance->branches.count)
        return;
    branch = &balance->branches.list[balance->branches.count - 1];
    if (!branch->has_result || abs(balance->depth - branch->at_if) >
                                   abs(branch->result - branch->at_if)) {
        branch->result = balance->depth;
        branch->has_result = true;
    }
    balance->depth = branch->at_if;
    if (directive == DIRECTIVE_ENDIF) {
        balance->depth = branch->result;
        balance->branches.count--;
    }
}

bool directive_file(const char *rest, uint32_t len, const char **file, uint32_t *file_len)
{
    const char *close;

    if (len < 2 || (*rest != '"' && *rest != '<'))
        return false;
    close = memchr(rest + 1, *rest == '"' ? '"' : '>', len - 1);
    if (!close)
        return false;
    *file = rest + 1;
    *file_len = (uint32_t) (close - rest - 1);
    return true;
}
