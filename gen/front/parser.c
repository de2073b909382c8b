#include "parser.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "branch.h"

void parser_start(struct parser *parser, struct unit *unit, uint32_t first)
{
    parser->unit = unit;
    parser->arena = &unit->arena;
    parser->tokens = unit->tokens.list;
    parser->last_end = first;
    parser->crossed = parser->awaits = parser->labels = 0;
    parser->scope = parser->scope_count = parser->nest = 0;
    parser->has_words = false;
    for (parser->at = first; at_kind(parser, TOKEN_DIRECTIVE); parser->at++)
        ;
}

void parser_close(struct parser *parser)
{
    vector_free(&parser->bound);
}

uint32_t index_after(const struct parser *parser, uint32_t index, uint32_t count)
{
    while (count-- && parser->tokens[index].kind != TOKEN_END) {
        index++;
        while (parser->tokens[index].kind == TOKEN_DIRECTIVE)
            index++;
    }
    return index;
}

enum token_kind kind_after(const struct parser *parser, uint32_t index, uint32_t count)
{
    return (enum token_kind) parser->tokens[index_after(parser, index, count)].kind;
}

enum token_kind kind_ahead(const struct parser *parser, uint32_t count)
{
    return kind_after(parser, parser->at, count);
}

uint32_t take(struct parser *parser)
{
    uint32_t taken = parser->at;

    if (at_kind(parser, TOKEN_END))
        fail_expected(parser, "more");
    if (parser->last_end < taken)
        parser->crossed = taken; /* 1 + index of the directive before it */
    parser->last_end = taken + 1;
    do
        parser->at++;
    while (at_kind(parser, TOKEN_DIRECTIVE));
    return taken;
}

bool take_if(struct parser *parser, enum token_kind kind)
{
    if (!at_kind(parser, kind))
        return false;
    take(parser);
    return true;
}

/* Whether the token is a name of which nothing is known. */
static bool is_mystery(const struct token *token)
{
    return token->kind == TOKEN_NAME && !token->name->binding && !token->name->fact;
}

const char *likely_cause(const struct parser *parser)
{
    if (has_directive_since(parser, 0) || parser->last_end < parser->at)
        return "each branch of an #if inside an annotated function must hold whole statements";
    if (!is_mystery(here(parser)) && !at_kind(parser, TOKEN_LBRACE) &&
        !(parser->last_end && is_mystery(&parser->tokens[parser->last_end - 1])))
        return NULL;
    if (!parser->unit->facts->complete)
        return "with --no-cpp the types and macros of the headers are not known";
    if (!parser->is_complete)
        return "the preprocessor left this out: its types and macros are not known";
    return NULL;
}

/* A long token is quoted in part. */
static int shown_len(const struct token *token)
{
    return (int) (token->len < 40 ? token->len : 40);
}

/* What is missing at a line's end is missed on the next line; the place is behind what was read. */
static struct span missing_span(const struct parser *parser)
{
    const struct unit *unit = parser->unit;
    struct span here_span = unit_span(unit, parser->at), before;
    uint32_t end;

    if (!parser->last_end)
        return here_span;
    before = unit_span(unit, parser->last_end - 1);
    end = before.at + before.len;
    if (end > here_span.at ||
        !memchr(unit->source->raw + end, '\n', here_span.at - end))
        return here_span;
    return (struct span) {end, 0};
}

/* `where`: " after the declaration,", or nothing. */
static __attribute__((noreturn)) void fail_missing(struct parser *parser, const char *what,
                                                   const char *where)
{
    const struct token *token = here(parser);
    const char *cause = likely_cause(parser);

    if (!parser->is_quiet) {
        diag_report(parser->unit->diag, DIAG_SYNTAX, missing_span(parser),
                    "expected %s%s%s before '%.*s'", what, *where ? " " : "", where,
                    shown_len(token), token->text);
        if (cause)
            diag_hint(parser->unit->diag, "%s", cause);
    }
    give_up(parser);
}

uint32_t expect(struct parser *parser, enum token_kind kind, const char *where)
{
    if (!at_kind(parser, kind)) {
        const struct token *token = here(parser);
        char behind[80];

        if (token->kind == TOKEN_END)
            fail_at(parser, DIAG_SYNTAX, parser->at, likely_cause(parser), "expected %s %s",
                    token_kind_text(kind), where);
        snprintf(behind, sizeof behind, "%s,", where);
        fail_missing(parser, token_kind_text(kind), behind);
    }
    return take(parser);
}

void take_group(struct parser *parser)
{
    uint32_t open = parser->at, depth = 0;

    do {
        switch (here(parser)->kind) {
        case TOKEN_LPAREN: case TOKEN_LBRACKET: case TOKEN_LBRACE:
            depth++;
            break;
        case TOKEN_RPAREN: case TOKEN_RBRACKET: case TOKEN_RBRACE:
            depth--;
            break;
        case TOKEN_END:
            fail_at(parser, DIAG_UNCLOSED, open, NULL, "this %s is never closed",
                    token_kind_text((enum token_kind) parser->tokens[open].kind));
        }
        take(parser);
    } while (depth);
}

bool at_word(const struct parser *parser, enum word word)
{
    const struct token *token = here(parser);

    return parser->has_words && token->kind == TOKEN_NAME && token->name->operation == word;
}

struct range range_from(const struct parser *parser, uint32_t first)
{
    return (struct range) {first, parser->last_end > first ? parser->last_end : first};
}

bool has_directive_since(const struct parser *parser, uint32_t first)
{
    return parser->crossed > first;
}

bool has_await_since(const struct parser *parser, uint32_t first)
{
    return parser->awaits > first;
}

static void report(struct parser *parser, enum diag_id id, uint32_t index, const char *format,
                   va_list args)
{
    char message[400];

    vsnprintf(message, sizeof message, format, args);
    diag_report(parser->unit->diag, id, unit_span(parser->unit, index), "%s", message);
}

void fail_at(struct parser *parser, enum diag_id id, uint32_t index, const char *hint,
             const char *format, ...)
{
    va_list args;

    va_start(args, format);
    if (!parser->is_quiet)
        report(parser, id, index, format, args);
    if (!parser->is_quiet && hint)
        diag_hint(parser->unit->diag, "%s", hint);
    va_end(args);
    give_up(parser);
}

void fail_beside(struct parser *parser, enum diag_id id, uint32_t index, uint32_t other,
                 const char *note, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    if (!parser->is_quiet) {
        report(parser, id, index, format, args);
        diag_note(parser->unit->diag, unit_span(parser->unit, other), "%s", note);
    }
    va_end(args);
    give_up(parser);
}

void give_up(struct parser *parser)
{
    longjmp(parser->give_up, 1);
}

void fail_expected(struct parser *parser, const char *what)
{
    const struct token *token = here(parser);

    if (token->kind == TOKEN_END)
        fail_at(parser, DIAG_SYNTAX, parser->at, likely_cause(parser), "expected %s before the end",
                what);
    fail_missing(parser, what, "");
}

void nest_enter(struct parser *parser)
{
    if (++parser->nest > NEST_MAX)
        fail_at(parser, DIAG_TOO_DEEP, parser->at, NULL, "nested too deeply (more than %d levels)",
                NEST_MAX);
}

struct scope_mark scope_open(struct parser *parser)
{
    struct scope_mark mark = {parser->bound.count, parser->scope};

    parser->scope = ++parser->scope_count;
    return mark;
}

void scope_close(struct parser *parser, struct scope_mark mark)
{
    while (parser->bound.count > mark.bound) {
        struct symbol *symbol = parser->bound.list[--parser->bound.count];

        symbol->name->binding = symbol->outer;
    }
    parser->scope = mark.outer;
}

void scope_unwind(struct parser *parser)
{
    scope_close(parser, (struct scope_mark) {0, 0});
}

void scope_bind(struct parser *parser, struct symbol *symbol)
{
    symbol->scope = parser->scope;
    symbol->token = parser->last_end ? parser->last_end - 1 : 0;
    symbol->outer = symbol->name->binding;
    symbol->name->binding = symbol;
    *vector_push(&parser->bound) = symbol;
}

struct symbol *scope_declare(struct parser *parser, enum symbol_kind kind, struct name *name)
{
    struct symbol *symbol = name->binding;

    if (!parser->scope)
        return NULL;
    if (symbol && symbol->scope == parser->scope) {
        symbol->redeclared++;
        symbol->token = parser->last_end - 1;
        return symbol;
    }
    symbol = ARENA_NEW(parser->arena, struct symbol);
    symbol->kind = kind;
    symbol->name = name;
    scope_bind(parser, symbol);
    return symbol;
}

struct symbol *scope_find(const struct parser *parser, const struct name *name)
{
    struct symbol *symbol = name->binding;

    while (symbol && branch_excludes(parser->unit, symbol->token, parser->at))
        symbol = symbol->outer;
    return symbol;
}

bool is_typedef_name(const struct name *name)
{
    const struct symbol *symbol = name->binding;

    return symbol ? symbol->kind == SYMBOL_TYPEDEF : fact_typedef(name) != NULL;
}
