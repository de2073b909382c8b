/*
 * The file from above: declarations are told apart by their shape alone (extent.h), and only one
 * that carries a mark is kept as tokens, expanded and parsed. The lexer is put back to the begin of
 * such a declaration once its mark is seen; all other text costs one pass of the lexer and no
 * memory. A declaration's memory is that of the one before.
 *
 * A message may be pointed at before its struct is defined, so a file that holds messages is read
 * once before, for them alone.
 */
#include "parse_unit.h"

#include <stdlib.h>
#include <string.h>

#include "../base/memory.h"
#include "arms.h"
#include "expand.h"
#include "extent.h"
#include "lex.h"
#include "parse_item.h"
#include "plain.h"
#include "stray.h"

struct unit_reader {
    struct unit *unit;
    struct lexer lexer;
    struct balance balance;
    struct parser parser;
    token_vector tokens;     /* of the annotated declaration at hand */
    struct item **end;       /* of the item list */
    uint32_t text_begin;     /* raw offset of the text not yet in an item */
    bool take_all;
    bool only_messages;
    bool is_over;            /* the file's end was reached */
};

/* What is known of the declaration that is being read. */
struct declaration {
    struct extent extent;
    struct declared declared;
    struct token begin;   /* its first */
    struct token prefix;  /* the first of the words that may stand before a mark */
    struct token open;    /* its last bracket outside of others */
    struct token last, before_last;
    uint32_t count;       /* tokens so far */
    bool in_prefix;
    bool has_directive;   /* its brackets may not balance */
};

/* ---- the unit ---- */

void unit_open(struct unit *unit, struct source *source, struct diag *diag, struct names *names,
               const struct facts *facts)
{
    size_t len = strlen(source->path);

    *unit = (struct unit) {.source = source, .diag = diag, .names = names, .facts = facts};
    unit->is_header = len > 3 && strcmp(source->path + len - 3, ".uh") == 0;
}

void unit_close(struct unit *unit)
{
    vector_free(&unit->tokens);
    vector_free(&unit->raw);
    vector_free(&unit->calls);
    vector_free(&unit->plains);
    vector_free(&unit->hasty);
    vector_free(&unit->twins);
    vector_free(&unit->awaits);
    vector_free(&unit->directives);
    arena_free(&unit->arena);
    arena_free(&unit->kept);
}

static struct item *add_item(struct unit_reader *reader, enum item_kind kind, uint32_t begin,
                             uint32_t end)
{
    struct item *item = ARENA_NEW(&reader->unit->arena, struct item);

    item->kind = kind;
    item->begin = begin;
    item->end = end;
    *reader->end = item;
    reader->end = &item->next;
    return item;
}

static void add_text(struct unit_reader *reader, uint32_t end)
{
    if (end > reader->text_begin)
        add_item(reader, ITEM_TEXT, reader->text_begin, end);
    reader->text_begin = end;
}

/* ---- is there anything to do? ---- */

bool source_holds_marks(const struct source *source, struct names *names)
{
    const char *text = source->text;
    struct lexer lexer;
    struct token token;

    if (!strchr(text, '@') && !strstr(text, "unsync") && !strstr(text, "await") &&
        !strstr(text, "catch"))
        return false;
    lex_open(&lexer, names, source);
    for (lex_next(&lexer, &token); token.kind != TOKEN_END; lex_next(&lexer, &token))
        if (token.kind == TOKEN_MARK ||
            (token.kind == TOKEN_NAME &&
             (token.name->operation || strcmp(token.name->text, "unsync") == 0)))
            return true;
    return false;
}

/* ---- text that no mark stands in ---- */

static struct span span_of(const struct unit_reader *reader, const struct token *token)
{
    uint32_t end = lex_token_end(reader->unit->source, token);

    return (struct span) {token->at, end - token->at};
}

/* A literal or comment that is never closed; in a branch of an #if it may be prose. */
static void report_bad(struct unit_reader *reader, const struct token *token, bool is_annotated)
{
    struct span span = span_of(reader, token);

    if (token->text[0] == '/') {
        span.len = 2;
        diag_report(reader->unit->diag, DIAG_UNCLOSED, span, "this comment is never closed");
    } else if (is_annotated || !reader->balance.branches.count) {
        diag_report(reader->unit->diag, DIAG_UNCLOSED, span, "this %s is never closed",
                   memchr(token->text, '"', token->len < 3 ? token->len : 3) ? "string"
                                                                             : "character");
    }
}

static bool is_function_mark(const struct token *token)
{
    return token->kind == TOKEN_MARK && token->name->mark &&
           mark_table[token->name->mark - 1].places & (MARK_ON_FUNCTION | MARK_ON_STRUCT);
}

/* Not in comment spelling: it can be nothing but a mark. */
static bool is_explicit_mark(const struct token *token)
{
    return token->kind == TOKEN_MARK && token->text[0] != '/';
}

/* What stands in a branch that is not compiled may be no C: Objective-C, prose. */
static bool may_be_foreign(const struct unit_reader *reader, const struct token *token)
{
    struct unit *unit = reader->unit;
    uint32_t line = source_position(unit->source, token->at).line;

    if (unit->facts->complete)
        return reader->balance.branches.count && !facts_cover(unit->facts, line, line);
    return reader->balance.branches.count > unit->is_header;
}

static void report_unknown_mark(struct unit_reader *reader, const struct token *token)
{
    const char *near = token->name ? mark_suggest(token->name->text, ~0u) : NULL;

    if (!near && may_be_foreign(reader, token))
        return;
    diag_report(reader->unit->diag, DIAG_UNKNOWN_MARK, span_of(reader, token), "unknown mark '@%s'",
               token->name ? token->name->text : "");
    if (!near)
        return;
    diag_hint(reader->unit->diag, "did you mean '@%s'?", near);
    diag_fix(reader->unit->diag, "write '@%s'", near);
    diag_replace(reader->unit->diag, span_of(reader, token), "@%s", near);
}

/* A mark in text of which it is no part: between the braces of plain C. */
static void report_stray_mark(struct unit_reader *reader, const struct token *token)
{
    struct diag *diag = reader->unit->diag;

    if (is_explicit_mark(token) && !token->name->mark) {
        report_unknown_mark(reader, token);
    } else if (is_explicit_mark(token) || is_function_mark(token)) {
        diag_report(diag, DIAG_MISPLACED_MARK, span_of(reader, token), "@%s cannot stand here",
                    token->name->text);
        diag_hint(diag, is_function_mark(token)
                            ? "it stands before a declaration of file scope; is a brace missing?"
                            : "it belongs to an annotated function or struct");
    }
}

/* `await x` and the like where the words mean nothing. */
static void see_stray_word(struct unit_reader *reader, const struct declaration *declaration,
                           const struct token *token)
{
    struct stray stray = {
        .before = &declaration->before_last, .word = &declaration->last, .after = token,
        .in_body = declaration->extent.in_body, .begin = &declaration->begin,
        .function = &declaration->declared.name,
    };

    stray_see(reader->unit, &stray);
}

/* ---- annotated declarations ---- */

/* A comment that reads like a mark of parameters stays a comment inside a body: it is left out. */
static void drop_comment_mark(struct unit_reader *reader, struct token *token)
{
    const char *from = token->text - token->space;

    while (token->kind != TOKEN_MARK_END && token->kind != TOKEN_END)
        lex_next(&reader->lexer, token);
    lex_next(&reader->lexer, token);
    token->space = (uint32_t) (token->text - from);
    token->flags |= TOKEN_SPACED;
}

static bool closes(enum token_kind open, enum token_kind kind)
{
    return (open == TOKEN_LPAREN && kind == TOKEN_RPAREN) ||
           (open == TOKEN_LBRACKET && kind == TOKEN_RBRACKET) ||
           (open == TOKEN_LBRACE && kind == TOKEN_RBRACE);
}

/* The file ends inside the declaration: which bracket is never closed. */
static void report_open_end(struct unit_reader *reader)
{
    const struct token *list = reader->tokens.list;
    VECTOR(uint32_t) open = {0};

    for (uint32_t i = 0; i < reader->tokens.count; i++) {
        enum token_kind kind = (enum token_kind) list[i].kind;

        if (kind == TOKEN_LPAREN || kind == TOKEN_LBRACKET || kind == TOKEN_LBRACE)
            *vector_push(&open) = i;
        if (kind != TOKEN_RPAREN && kind != TOKEN_RBRACKET && kind != TOKEN_RBRACE)
            continue;
        if (!open.count || !closes((enum token_kind) list[open.list[open.count - 1]].kind, kind))
            break;
        open.count--;
    }
    if (open.count)
        diag_report(reader->unit->diag, DIAG_UNCLOSED,
                    span_of(reader, &list[open.list[open.count - 1]]),
                   "this '%.*s' is never closed", (int) list[open.list[open.count - 1]].len,
                   list[open.list[open.count - 1]].text);
    else
        diag_report(reader->unit->diag, DIAG_UNCLOSED, span_of(reader, &list[0]),
                    "this declaration never ends");
    vector_free(&open);
}

/* A mark at a line's begin where a statement has ended: a bracket is missing in what was read. */
static bool begins_next(const struct unit_reader *reader, const struct token *token)
{
    const token_vector *before = &reader->tokens;
    enum token_kind last = before->count ? (enum token_kind) before->list[before->count - 1].kind
                                         : TOKEN_END;

    return (last == TOKEN_RBRACE || last == TOKEN_SEMICOLON) && is_function_mark(token) &&
           is_explicit_mark(token) && token->text[-1] == '\n';
}

/*
 * The tokens of the declaration at the lexer. False: it does not end before the file or the next
 * marked function does, or it holds a bad token.
 */
static bool collect(struct unit_reader *reader)
{
    struct extent extent = {0};
    struct token token;
    bool ends = false, is_good = true;

    reader->tokens.count = 0;
    reader->balance.depth = 0;
    while (!ends) {
        lex_next(&reader->lexer, &token);
        if (token.kind == TOKEN_MARK && token.text[0] == '/' && extent.in_body &&
            !is_function_mark(&token))
            drop_comment_mark(reader, &token);
        if (token.kind == TOKEN_BAD) {
            report_bad(reader, &token, true);
            is_good = false;
        }
        if (token.kind == TOKEN_END || begins_next(reader, &token)) {
            if (is_good)
                report_open_end(reader);
            lex_back(&reader->lexer, &token);
            return false;
        }
        *vector_push(&reader->tokens) = token;
        ends = extent_pass(&extent, &reader->balance, &reader->lexer, reader->unit->source,
                           &token);
    }
    return is_good;
}

static bool is_covered(const struct unit *unit, const struct item *item)
{
    return facts_cover(unit->facts, source_position(unit->source, item->begin).line,
                       source_position(unit->source, item->end - 1).line);
}

/* Whether a @message mark is in the collected declaration, outside of all brackets. */
static bool is_message(const struct unit_reader *reader)
{
    for (uint32_t i = 0; i < reader->tokens.count; i++) {
        const struct token *token = &reader->tokens.list[i];

        if (token->kind == TOKEN_LBRACE || token->kind == TOKEN_LPAREN)
            return false;
        if (token->name && token->name->mark == 1 + MARK_MESSAGE &&
            (token->kind == TOKEN_MARK || token->kind == TOKEN_NAME))
            return true;
    }
    return false;
}

static void parse_annotated(struct unit_reader *reader)
{
    struct unit *unit = reader->unit;
    const struct token *raw;
    uint32_t first = unit->tokens.count, end;
    struct item *item;
    bool is_whole;

    if (!collect(reader))
        return;
    raw = reader->tokens.list;
    if (reader->only_messages && !is_message(reader))
        return;
    end = lex_token_end(unit->source, &raw[reader->tokens.count - 1]);
    add_text(reader, raw[0].at);
    item = add_item(reader, ITEM_FUNCTION, raw[0].at, end);
    item->is_known = is_covered(unit, item);
    reader->text_begin = end;
    unit->is_annotated = true;
    is_whole = arms_spread(unit, &reader->tokens);
    raw = reader->tokens.list;
    if (!expand_tokens(unit, raw, reader->tokens.count, item->is_known) || !is_whole) {
        item->failed = true;
        item->range = (struct range) {first, unit->tokens.count - 1};
        return;
    }
    parse_item(&reader->parser, unit, item, first);
}

/* ---- the scan ---- */

/* `[[unsync::name`: the token at hand, its first bracket, becomes a MARK of that name. */
static void see_bracket_mark(const struct unit_reader *reader, struct token *token)
{
    static const uint8_t wanted[] = {TOKEN_LBRACKET, TOKEN_NAME, TOKEN_COLON, TOKEN_COLON,
                                     TOKEN_NAME};
    struct lexer ahead = reader->lexer;
    struct token next;

    for (size_t i = 0; i < sizeof wanted; i++) {
        lex_next(&ahead, &next);
        if (next.kind != wanted[i] || (i == 1 && strcmp(next.name->text, "unsync") != 0))
            return;
    }
    token->kind = TOKEN_MARK;
    token->name = next.name;
}

static bool may_precede_mark(enum token_kind kind, enum token_kind last)
{
    switch (kind) {
    case TOKEN_STATIC: case TOKEN_EXTERN: case TOKEN_INLINE: case TOKEN_CONST: case TOKEN_TYPEDEF:
    case TOKEN_VOLATILE: case TOKEN_NORETURN: case TOKEN_EXTENSION: case TOKEN_ATTRIBUTE:
    case TOKEN_LBRACKET: case TOKEN_RBRACKET:
    case TOKEN_VOID: case TOKEN_CHAR: case TOKEN_SHORT: case TOKEN_INT: case TOKEN_LONG:
    case TOKEN_FLOAT: case TOKEN_DOUBLE: case TOKEN_SIGNED: case TOKEN_UNSIGNED: /* refused then */
        return true;
    case TOKEN_LPAREN:
        return last == TOKEN_ATTRIBUTE;
    default:
        return false;
    }
}

/* `extern "C" {` is no block: its brace is not counted. */
static bool opens_linkage(const struct declaration *declaration, const struct token *token)
{
    return token->kind == TOKEN_LBRACE && declaration->count == 2 &&
           declaration->last.kind == TOKEN_STRING &&
           declaration->before_last.kind == TOKEN_EXTERN;
}

/*
 * A mark outside of all brackets, or at a line's begin where an #if made the count of them unsure.
 */
static bool mark_starts(const struct unit_reader *reader, const struct declaration *declaration,
                        const struct token *token)
{
    if (!is_function_mark(token))
        return false;
    return reader->balance.depth == 0 ||
           (declaration->has_directive && token->flags & TOKEN_LINE_START &&
            token->text[-1] == '\n');
}

/* A token outside of brackets: remembers where a mark's declaration would begin. */
static void note_outside(struct declaration *declaration, const struct token *token)
{
    bool stays = may_precede_mark((enum token_kind) token->kind,
                                  (enum token_kind) declaration->last.kind);

    if (!declaration->count)
        declaration->begin = *token;
    if (stays && !declaration->in_prefix)
        declaration->prefix = *token;
    plain_see(&declaration->declared, &declaration->extent, &declaration->last, token);
    declaration->in_prefix = stays;
    declaration->open = *token;
}

static void report_end(struct unit_reader *reader, const struct declaration *declaration)
{
    const struct token *open = &declaration->open;

    if (reader->balance.depth && !declaration->has_directive)
        diag_report(reader->unit->diag, DIAG_UNCLOSED, span_of(reader, open),
                    "this '%.*s' is never closed",
                   (int) open->len, open->text);
}

/* Reads one token; true: the declaration is over, also if it was parsed as an annotated one. */
static bool scan_token(struct unit_reader *reader, struct declaration *declaration,
                       struct token *token)
{
    int depth = reader->balance.depth;

    lex_next(&reader->lexer, token);
    if (token->kind == TOKEN_BAD)
        report_bad(reader, token, false);
    if (token->kind == TOKEN_LBRACKET)
        see_bracket_mark(reader, token);
    if (token->kind == TOKEN_MARK && mark_starts(reader, declaration, token)) {
        lex_back(&reader->lexer, !depth && declaration->in_prefix ? &declaration->prefix : token);
        parse_annotated(reader);
        declaration->extent.in_body = false; /* whatever was open: it is behind */
        return true;
    }
    if (token->kind == TOKEN_DIRECTIVE && depth)
        declaration->has_directive = true;
    if (token->kind == TOKEN_MARK)
        report_stray_mark(reader, token);
    if (token->kind == TOKEN_OTHER && *token->text == '@')
        report_unknown_mark(reader, token);
    if (depth || declaration->extent.has_assign)
        see_stray_word(reader, declaration, token);
    if (declaration->extent.in_body && token->kind == TOKEN_NAME)
        plain_see_inside(reader->unit, &declaration->declared, &declaration->last, token);
    if (!depth)
        note_outside(declaration, token);
    if (opens_linkage(declaration, token) || (token->kind == TOKEN_RBRACE && !depth))
        return true;
    if (!extent_pass(&declaration->extent, &reader->balance, &reader->lexer,
                     reader->unit->source, token))
        return false;
    if (!may_be_foreign(reader, token))
        plain_end(reader->unit, &declaration->declared, &declaration->extent,
                  &declaration->begin);
    return true;
}

/* Reads one declaration of file scope. False at the end of the file. */
static bool scan_declaration(struct unit_reader *reader)
{
    struct declaration declaration = {0};
    struct token token;

    reader->balance.depth = 0;
    while (!scan_token(reader, &declaration, &token)) {
        if (token.kind == TOKEN_END) {
            report_end(reader, &declaration);
            return false;
        }
        if (token.kind != TOKEN_DIRECTIVE) {
            declaration.before_last = declaration.last;
            declaration.last = token;
            declaration.count++;
        }
    }
    if (reader->take_all && declaration.extent.in_body) {
        lex_back(&reader->lexer, &declaration.begin);
        parse_annotated(reader);
    }
    return true;
}

/* ---- from item to item ---- */

/* The memory of the last item is that of the next. */
static void forget_item(struct unit_reader *reader)
{
    struct unit *unit = reader->unit;

    unit->items = NULL;
    reader->end = &unit->items;
    unit->tokens.count = unit->raw.count = unit->calls.count = 0;
    unit->awaits.count = unit->directives.count = 0;
    arena_reset(&unit->arena);
}

bool unit_read(struct unit_reader *reader)
{
    struct unit *unit = reader->unit;

    forget_item(reader);
    if (reader->is_over)
        return false;
    while (!reader->is_over && !unit->items)
        reader->is_over = !scan_declaration(reader);
    if (reader->is_over) {
        add_text(reader, unit->source->raw_len);
        plain_report_twins(unit);
    }
    return unit->items != NULL;
}

static struct unit_reader *new_reader(struct unit *unit)
{
    struct unit_reader *reader = memory_new(sizeof *reader);

    reader->unit = unit;
    lex_open(&reader->lexer, unit->names, unit->source);
    return reader;
}

static bool may_hold_messages(const struct source *source)
{
    const char *word = mark_table[MARK_MESSAGE].name;

    for (const char *at = source->text; (at = strstr(at, word)) != NULL; at++)
        if (at > source->text && (at[-1] == '@' || at[-1] == ':'))
            return true;
    return false;
}

/* Makes the names of all messages known. What is wrong with one is said when it is read again. */
static void read_messages(struct unit *unit)
{
    struct unit_reader *reader = new_reader(unit);
    struct diag *diag = unit->diag, silent;

    diag_open(&silent, unit->source, diag->settings, NULL);
    unit->diag = &silent;
    reader->only_messages = true;
    while (unit_read(reader))
        ;
    unit->diag = diag;
    diag_drop(&silent);
    unit_read_close(reader);
    unit->is_annotated = false;
    unit->plains.count = unit->hasty.count = unit->twins.count = 0;
}

struct unit_reader *unit_read_open(struct unit *unit, bool take_all)
{
    struct unit_reader *reader;

    if (may_hold_messages(unit->source))
        read_messages(unit);
    reader = new_reader(unit);
    reader->take_all = take_all;
    return reader;
}

void unit_read_close(struct unit_reader *reader)
{
    forget_item(reader);
    vector_free(&reader->balance.branches);
    vector_free(&reader->tokens);
    parser_close(&reader->parser);
    free(reader);
}
