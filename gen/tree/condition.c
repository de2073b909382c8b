/*
 * The directives before the token are read from the beginning of the function: an #if opens, #else
 * and #elif go on, an #endif takes all of them back. What is open at the token is its condition.
 */
#include "condition.h"

#include <string.h>

struct reader {
    const struct unit *unit;
    VECTOR(uint32_t) open; /* #if, #elif, #else that the token stands under */
};

/* Behind the # and what may stand between it and its word. */
static const char *word_of(const struct token *token)
{
    const char *at = token->text + (token->text[0] == '%' ? 2 : 1), *close;

    for (;;) {
        at += strspn(at, " \t\v\f\r\n\\");
        if (strncmp(at, "/*", 2) != 0 || !(close = strstr(at + 2, "*/")))
            return at;
        at = close + 2;
    }
}

static bool is_word(const struct token *token, const char *word)
{
    return strncmp(word_of(token), word, strlen(word)) == 0;
}

static bool is_if(const struct reader *reader, uint32_t index)
{
    return is_word(&reader->unit->tokens.list[index], "if");
}

static void read_directive(struct reader *reader, uint32_t index)
{
    const struct token *token = &reader->unit->tokens.list[index];

    if (is_word(token, "if") || (is_word(token, "el") && reader->open.count))
        *vector_push(&reader->open) = index;
    if (!is_word(token, "endif"))
        return;
    while (reader->open.count && !is_if(reader, reader->open.list[--reader->open.count]))
        ;
}

/* `#if 0` is one token with what it leaves out. */
static uint32_t line_len(const struct token *token)
{
    const char *end = memchr(token->text, '\n', token->len);

    if (!is_word(token, "if") || strncmp(word_of(token) + 2, " 0", 2) != 0 || !end)
        return token->len;
    return (uint32_t) (end - token->text);
}

static const struct condition *make(struct ir *ir, const struct reader *reader)
{
    struct condition *condition = ARENA_NEW(&ir->unit->arena, struct condition);

    *condition = (struct condition) {"", "", true};
    for (uint32_t i = 0; i < reader->open.count; i++) {
        const struct token *token = &ir->unit->tokens.list[reader->open.list[i]];

        condition->begin = ir_text(ir, "%s%.*s\n", condition->begin, (int) line_len(token),
                                   token->text);
        if (is_if(reader, reader->open.list[i]))
            condition->end = ir_text(ir, "%s#endif\n", condition->end);
    }
    condition->is_repeatable = !strstr(condition->begin, "__LINE__") &&
                               !strstr(condition->begin, "__COUNTER__");
    return condition;
}

const struct condition *condition_since(struct ir *ir, uint32_t from, uint32_t token)
{
    struct reader reader = {.unit = ir->unit};
    const struct condition *condition = NULL;
    uint32_t i = rising_first(ir->unit->directives.list, ir->unit->directives.count, from);

    for (; i < ir->unit->directives.count && ir->unit->directives.list[i] < token; i++)
        read_directive(&reader, ir->unit->directives.list[i]);
    if (reader.open.count)
        condition = make(ir, &reader);
    vector_free(&reader.open);
    return condition;
}

const struct condition *condition_at(struct ir *ir, const struct function *function,
                                     uint32_t token)
{
    return function->has_conditionals
               ? condition_since(ir, function->item->range.first, token) : NULL;
}

const struct condition *condition_repeated(struct ir *ir, const struct function *function,
                                           uint32_t token)
{
    const struct condition *condition = condition_at(ir, function, token);

    return condition && condition->is_repeatable && !function->has_definitions ? condition : NULL;
}

bool condition_holds(const struct condition *outer, const struct condition *inner)
{
    return !outer || (inner && strncmp(outer->begin, inner->begin, strlen(outer->begin)) == 0);
}

/* ---- directives inside of an expression ---- */

static bool is_directive(const struct unit *unit, uint32_t index)
{
    return unit->tokens.list[index].kind == TOKEN_DIRECTIVE;
}

/* Whether each #if in the range has its #endif there. */
static bool is_balanced(const struct unit *unit, struct range range)
{
    uint32_t i = rising_first(unit->directives.list, unit->directives.count, range.first);
    uint32_t depth = 0;

    for (; i < unit->directives.count && unit->directives.list[i] < range.end; i++) {
        const struct token *token = &unit->tokens.list[unit->directives.list[i]];

        if (!depth && !is_word(token, "if"))
            return false;
        depth += is_word(token, "if");
        depth -= is_word(token, "endif");
    }
    return depth == 0;
}

struct range condition_around(const struct unit *unit, struct range range, struct range stmt)
{
    struct range inner = range;

    while (range.first > stmt.first && is_directive(unit, range.first - 1))
        range.first--;
    while (range.end < stmt.end && is_directive(unit, range.end))
        range.end++;
    return is_balanced(unit, range) ? range : inner;
}

bool condition_is_whole(struct ir *ir, struct range range)
{
    const struct unit *unit = ir->unit;
    uint32_t i = rising_first(unit->directives.list, unit->directives.count, range.first);
    uint32_t depth = 0;

    for (; i < unit->directives.count && unit->directives.list[i] < range.end; i++) {
        const struct token *token = &unit->tokens.list[unit->directives.list[i]];
        const struct condition *condition;

        if (is_word(token, "if"))
            depth++;
        else if (!depth || (!is_word(token, "el") && !is_word(token, "endif")))
            return false;
        depth -= is_word(token, "endif");
        condition = condition_since(ir, range.first, unit->directives.list[i] + 1);
        if (condition && !condition->is_repeatable)
            return false;
    }
    return depth == 0;
}

bool condition_is_listed(const struct unit *unit, struct range range)
{
    for (uint32_t i = range.first + 1; i < range.end; i++) {
        enum token_kind before = (enum token_kind) unit->tokens.list[i - 1].kind;

        if (is_directive(unit, i) && before != TOKEN_COMMA && before != TOKEN_LPAREN &&
            before != TOKEN_LBRACE && before != TOKEN_DIRECTIVE)
            return false;
    }
    return !is_directive(unit, range.first);
}
