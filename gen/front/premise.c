#include "premise.h"

#include <string.h>

#include "directive.h"

struct condition_text {
    char *text; /* no blanks but between words, no comments, no parentheses around it */
    bool is_negated;
};

static bool is_word_char(char c)
{
    return c == '_' || c == '$' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || (unsigned char) c >= 0x80;
}

/* Over line splices, which the text has none of. */
static const char *skip_splices(const char *at, const char *end)
{
    while (end - at > 1 && at[0] == '\\' && (at[1] == '\n' || at[1] == '\r'))
        at += at[1] == '\r' && end - at > 2 && at[2] == '\n' ? 3 : 2;
    return at;
}

static char *splice(struct arena *arena, const char *at, const char *end)
{
    char *text = arena_alloc(arena, (size_t) (end - at) + 1), *out = text;

    for (; (at = skip_splices(at, end)) < end; at++)
        *out++ = *at;
    *out = '\0';
    return text;
}

/* Behind blanks and comments. */
static const char *skip_space(const char *at)
{
    const char *close;

    for (;;) {
        at += strspn(at, " \t\v\f\r\n");
        if (at[0] != '/' || (at[1] != '/' && at[1] != '*'))
            return at;
        close = at[1] == '*' ? strstr(at + 2, "*/") : NULL;
        at = close ? close + 2 : at + strlen(at);
    }
}

/* Behind a word, number, character or string that the text begins with, else one character. */
static const char *skip_part(const char *at)
{
    char first = *at++;

    if (is_word_char(first)) {
        bool is_number = first >= '0' && first <= '9';

        while (is_word_char(*at) || (is_number && *at == '\'' && is_word_char(at[1])))
            at++;
    } else if (first == '\'' || first == '"') {
        for (; *at && *at != first; at++)
            at += at[0] == '\\' && at[1];
        at += *at == first;
    }
    return at;
}

/*
 * Without comments, and with blanks only where they part words; as it stands where names of files
 * may be, which are no tokens: `<a//b>`.
 */
static char *squeeze(struct arena *arena, const char *begin, const char *end)
{
    char *text = splice(arena, begin, end), *out = text;

    if (strstr(text, "__has_include") || strstr(text, "__has_embed"))
        return text;
    for (const char *at = text, *next; *(next = skip_space(at)); at = next) {
        const char *part = next;

        next = skip_part(part);
        if (part > at && out > text && is_word_char(out[-1]) && is_word_char(*part))
            *out++ = ' ';
        memmove(out, part, (size_t) (next - part));
        out += next - part;
    }
    *out = '\0';
    return text;
}

static size_t word_len(const char *text)
{
    size_t len = 0;

    while (is_word_char(text[len]))
        len++;
    return len;
}

/* The length of a parenthesis that the text begins with; 0: none, or it is never closed. */
static size_t group_len(const char *text)
{
    const char *at = text;
    int depth = 0;

    do {
        depth += *at == '(';
        depth -= *at == ')';
        if (!*at)
            return 0;
        at = skip_part(at);
    } while (depth);
    return at - text > 1 ? (size_t) (at - text) : 0;
}

/* `defined(X)` is `defined X`, `(X)` is X, and of `!X` the opposite is X. */
static struct condition_text reduce(char *text)
{
    struct condition_text condition = {text, false};

    for (;;) {
        char *at = condition.text + (condition.text[0] == '!');
        size_t len = group_len(at);

        if (at > condition.text && !len)
            len = word_len(at);
        if (at > condition.text && strncmp(at, "defined", 7) == 0)
            len = at[7] == ' ' ? 8 + word_len(at + 8) : 7 + group_len(at + 7);
        if (!len || at[len] || (at == condition.text && *at != '('))
            break;
        condition.is_negated ^= at > condition.text;
        condition.text = at;
        if (*at == '(') {
            at[len - 1] = '\0';
            condition.text++;
        }
    }
    text = condition.text;
    if (strncmp(text, "defined(", 8) == 0 && text[7 + group_len(text + 7)] == '\0') {
        text[7] = ' ';
        text[strlen(text) - 1] = '\0';
    }
    return condition;
}

static struct condition_text read_condition(struct arena *arena, const struct token *directive)
{
    const char *rest;
    uint32_t len;
    bool is_negated;
    char *text;

    directive_read(directive, &rest, &len);
    text = squeeze(arena, rest, rest + len);
    if (directive_asks_name(directive, &is_negated))
        return (struct condition_text) {arena_printf(arena, "defined %s", text), is_negated};
    return reduce(text);
}

const struct premise *premise_add(struct arena *arena, const struct premise *list,
                                  const struct token *directive, bool holds)
{
    struct condition_text condition = read_condition(arena, directive);
    struct premise *premise;

    if (strstr(condition.text, "__LINE__") || strstr(condition.text, "__COUNTER__"))
        return list;
    premise = ARENA_NEW(arena, struct premise);
    *premise = (struct premise) {condition.text, holds != condition.is_negated, list};
    return premise;
}

enum answer premise_ask(struct arena *arena, const struct premise *list,
                        const struct token *directive)
{
    struct condition_text condition;

    if (directive_is_dead(directive))
        return ANSWER_NO;
    condition = read_condition(arena, directive);
    for (; list; list = list->before)
        if (strcmp(list->condition, condition.text) == 0)
            return list->holds != condition.is_negated ? ANSWER_YES : ANSWER_NO;
    return ANSWER_UNKNOWN;
}
