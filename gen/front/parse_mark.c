/*
 * Marks and their options, in all three spellings. What annotations.def does not know is refused
 * here and nowhere else.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parse.h"

/* ---- values ---- */

struct unit_factor {
    const char *suffix;
    double factor;
};

/* A number with one of the suffixes: `5s`, `512M`. Negative: it is none. */
static double number_with_suffix(const struct token *token, const struct unit_factor *units)
{
    char text[32], *end;
    double value;

    if (token->kind != TOKEN_NUMBER || token->len >= sizeof text)
        return -1;
    memcpy(text, token->text, token->len);
    text[token->len] = '\0';
    if (strchr(text, 'x') || strchr(text, 'X'))
        return -1;
    value = strtod(text, &end);
    for (; units->suffix; units++)
        if (strcmp(end, units->suffix) == 0)
            return value * units->factor;
    return -1;
}

static int64_t parse_quantity(struct parser *parser, const struct unit_factor *units,
                              const char *hint)
{
    double value = number_with_suffix(here(parser), units);

    if (value < 0 || value >= 9e18)
        fail_at(parser, DIAG_OPTION_VALUE, parser->at, hint, "this is no value for the option");
    take(parser);
    return (int64_t) (value + 0.5);
}

static void parse_value(struct parser *parser, struct option *option)
{
    static const struct unit_factor times[] = {
        {"ms", 1}, {"s", 1e3}, {"m", 60e3}, {"min", 60e3}, {"h", 3600e3}, {NULL, 0}};
    static const struct unit_factor sizes[] = {
        {"", 1}, {"B", 1}, {"K", 1024}, {"k", 1024}, {"M", 1048576}, {"G", 1073741824}, {NULL, 0}};
    static const struct unit_factor plain[] = {{"", 1}, {NULL, 0}};

    switch (option_table[option->id].type) {
    case OPTION_DURATION:
        option->number = parse_quantity(parser, times, "a time with its unit: 5s, 200ms, 2m, 1h");
        break;
    case OPTION_SIZE:
        option->number = parse_quantity(parser, sizes, "a size in bytes: 4096, 64K, 512M, 1G");
        break;
    case OPTION_INTEGER:
        option->number = parse_quantity(parser, plain, "a decimal number");
        break;
    case OPTION_NAME:
        option->name = here(parser)->name;
        if (at_kind(parser, TOKEN_STRING))
            fail_at(parser, DIAG_OPTION_VALUE, parser->at, "write it without the quotes",
                    "the option's value is a name");
        expect(parser, TOKEN_NAME, "as the option's value");
        break;
    case OPTION_TYPE:
        option->type = parse_type_name(parser);
        break;
    case OPTION_EXPR:
        option->expr = parse_assignment(parser);
        break;
    case OPTION_FLAG:
        break;
    }
}

/* ---- misspelt words ---- */

/*
 * Refuses the word at the end of the token; `sign` before it in the hint, NULL: there is no word
 * that is spelled nearly so.
 */
static _Noreturn void refuse_word(struct parser *parser, enum diag_id id, uint32_t index,
                                  const char *sign, const char *near, const char *format, ...)
{
    struct diag *diag = parser->unit->diag;
    struct span span = unit_span(parser->unit, index);
    char message[200];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    if (!parser->is_quiet && diag_report(diag, id, span, "%s", message) && sign) {
        uint32_t len = parser->tokens[index].name->len;

        diag_hint(diag, "did you mean '%s%s'?", sign, near);
        diag_fix(diag, "write '%s%s'", sign, near);
        if (span.len >= len)
            diag_replace(diag, (struct span) {span.at + span.len - len, len}, "%s", near);
    }
    give_up(parser);
}

/* ---- options ---- */

/* The row of the mark's option with that name ("": the one without a name), or -1. */
static int find_option(enum mark_id mark, const char *name)
{
    for (int i = 0; i < OPTION_COUNT; i++)
        if (option_table[i].mark == mark && strcmp(option_table[i].name, name) == 0)
            return i;
    return -1;
}

static _Noreturn void refuse_option(struct parser *parser, const struct mark *mark,
                                    const char *written)
{
    const char *near = option_suggest(written, mark->id);

    refuse_word(parser, DIAG_UNKNOWN_OPTION, parser->at, near ? "" : NULL, near,
                "@%s has no option '%s'", mark_table[mark->id].name, written);
}

/* The word at the cursor as an option's name; takes it and its `=`. */
static enum option_id parse_option_name(struct parser *parser, const struct mark *mark)
{
    const struct token *token = here(parser);
    int row;

    if (!token->name)
        fail_expected(parser, "the name of an option");
    row = find_option(mark->id, token->name->text);
    if (row < 0)
        refuse_option(parser, mark, token->name->text);
    take(parser);
    if (option_table[row].type != OPTION_FLAG)
        expect(parser, TOKEN_ASSIGN, "after the option's name");
    return (enum option_id) row;
}

static struct option *parse_option(struct parser *parser, struct mark *mark)
{
    struct option *option = ARENA_NEW(parser->arena, struct option);
    int nameless = find_option(mark->id, "");
    uint32_t first = parser->at;

    option->id = nameless >= 0 ? (enum option_id) nameless : parse_option_name(parser, mark);
    if (mark_find_option(mark, option->id) && option->id != OPTION_WHEN_VALUE)
        fail_at(parser, DIAG_UNKNOWN_OPTION, first, NULL, "the option stands here twice");
    parse_value(parser, option);
    option->span = unit_range_span(parser->unit, range_from(parser, first));
    return option;
}

static void parse_options(struct parser *parser, struct mark *mark)
{
    struct option **end = &mark->options;

    if (at_kind(parser, TOKEN_LPAREN)) {
        take(parser);
        if (!at_kind(parser, TOKEN_RPAREN))
            do {
                *end = parse_option(parser, mark);
                end = &(*end)->next;
            } while (take_if(parser, TOKEN_COMMA));
        expect(parser, TOKEN_RPAREN, "after the options");
    }
    if (!mark->options && find_option(mark->id, "") >= 0)
        fail_expected(parser, "'(' and a value after the mark");
}

/* ---- marks ---- */

static _Noreturn void refuse_mark(struct parser *parser, uint32_t index, uint32_t places)
{
    const char *written = parser->tokens[index].name->text;
    const char *near = mark_suggest(written, places ? places : ~0u);

    refuse_word(parser, DIAG_UNKNOWN_MARK, index, near ? "@" : NULL, near, "unknown mark '@%s'",
                written);
}

static const char *place_text(uint32_t places)
{
    if (places & MARK_ON_FUNCTION)
        return "a function of file scope, before its type";
    if (places & MARK_ON_STRUCT)
        return "a struct of file scope";
    return !(places & MARK_ON_FIELD)       ? "a parameter of an annotated function"
           : !(places & MARK_ON_PARAMETER) ? "a member of a @message struct"
                                           : "a parameter or a member of an annotated declaration";
}

/* The mark of the token, its options and what follows it up to a token or the end of the line. */
static struct span whole_mark(const struct parser *parser, uint32_t index)
{
    const char *raw = parser->unit->source->raw, *newline;
    struct span span = unit_span(parser->unit, index);
    uint32_t next = index_after(parser, index, 1), depth = 0;

    if (parser->tokens[next].kind == TOKEN_LPAREN)
        do {
            depth += parser->tokens[next].kind == TOKEN_LPAREN;
            depth -= parser->tokens[next].kind == TOKEN_RPAREN;
            next = index_after(parser, next, 1);
        } while (depth && parser->tokens[next].kind != TOKEN_END);
    span.len = unit_span(parser->unit, next).at - span.at;
    newline = memchr(raw + span.at, '\n', span.len);
    if (newline)
        span.len = (uint32_t) (newline - raw) - span.at;
    return span;
}

/* Two marks of one declaration; either may go, if both are spelled @mark. */
static _Noreturn void refuse_pair(struct parser *parser, const struct mark *first,
                                  enum mark_id id, uint32_t index)
{
    struct diag *diag = parser->unit->diag;
    const char *name = mark_table[id].name, *other = mark_table[first->id].name;
    bool is_twice = first->id == id;

    if (parser->is_quiet)
        give_up(parser);
    diag_report(diag, DIAG_CONFLICTING_MARKS, unit_span(parser->unit, index),
                is_twice ? "@%s stands here twice" : "@%s contradicts @%s", name, other);
    if (!is_twice)
        diag_hint(diag, mark_table[id].places & MARK_ON_FUNCTION
                            ? "one function has one lane: keep one of the two"
                            : "keep one of the two");
    if (*parser->tokens[index].text == '@' && *parser->tokens[first->range.first].text == '@') {
        diag_fix(diag, "remove @%s", name);
        diag_remove(diag, whole_mark(parser, index));
        if (!is_twice) {
            diag_fix(diag, "remove @%s", other);
            diag_remove(diag, whole_mark(parser, first->range.first));
        }
    }
    diag_note(diag, first->span, "@%s stands here", other);
    give_up(parser);
}

/* Whether the mark may stand here beside those before it. */
static void check_mark(struct parser *parser, const struct mark *before, enum mark_id id,
                       uint32_t index, uint32_t places)
{
    const struct mark_info *info = &mark_table[id];
    char hint[120];

    if (!(info->places & places)) {
        snprintf(hint, sizeof hint, "it belongs to %s", place_text(info->places));
        fail_at(parser, DIAG_MISPLACED_MARK, index, hint, "@%s cannot stand here", info->name);
    }
    for (; before; before = before->next)
        if (before->id == id || info->excludes & 1u << before->id)
            refuse_pair(parser, before, id, index);
}

bool at_attribute_mark(const struct parser *parser)
{
    const struct token *name;

    if (!at_kind(parser, TOKEN_LBRACKET) || kind_ahead(parser, 1) != TOKEN_LBRACKET)
        return false;
    name = &parser->tokens[index_after(parser, parser->at, 2)];
    return name->kind == TOKEN_NAME && strcmp(name->name->text, "unsync") == 0 &&
           kind_ahead(parser, 3) == TOKEN_COLON && kind_ahead(parser, 4) == TOKEN_COLON;
}

/* The mark's word at the cursor, with its options. */
static struct mark *parse_one(struct parser *parser, struct mark **marks, uint32_t places)
{
    struct mark *mark = ARENA_NEW(parser->arena, struct mark), *before = *marks;
    uint32_t index = parser->at;

    if (!here(parser)->name)
        fail_expected(parser, "the name of a mark");
    if (!here(parser)->name->mark)
        refuse_mark(parser, index, places);
    mark->id = (enum mark_id) (here(parser)->name->mark - 1);
    check_mark(parser, before, mark->id, index, places);
    mark->span = unit_span(parser->unit, take(parser));
    parse_options(parser, mark);
    while (*marks)
        marks = &(*marks)->next;
    return *marks = mark;
}

void parse_mark(struct parser *parser, struct mark **marks, uint32_t places)
{
    uint32_t first = parser->at;

    if (at_kind(parser, TOKEN_MARK)) {
        struct mark *mark = parse_one(parser, marks, places);

        take_if(parser, TOKEN_MARK_END);
        mark->range = range_from(parser, first);
        return;
    }
    for (int i = 0; i < 5; i++) /* [[unsync:: */
        take(parser);
    parse_one(parser, marks, places)->range = (struct range) {first, parser->at + 2};
    if (at_kind(parser, TOKEN_COMMA))
        fail_at(parser, DIAG_MISPLACED_MARK, parser->at, "write each in brackets of its own",
                "a mark shares its [[...]] with nothing else");
    expect(parser, TOKEN_RBRACKET, "after the mark");
    expect(parser, TOKEN_RBRACKET, "after the mark");
}
