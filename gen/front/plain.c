#include "plain.h"

#include <string.h>

#include "../base/text.h"
#include "expand.h"
#include "lex.h"
#include "parse_item.h"
#include "parse_unit.h"

/* ---- while the file is read ---- */

static bool is_function(const struct name *name)
{
    return name && name->fact && name->fact->kind == FACT_FUNCTION;
}

static bool may_be_handle(const struct token *token)
{
    return token->kind == TOKEN_NAME && (text_ends_in(token->name->text, "_task") ||
                                         text_ends_in(token->name->text, "_generator"));
}

/* The name before the first parenthesis, but a known function rather than a macro like API(int). */
void plain_see(struct declared *declared, const struct extent *extent, const struct token *last,
               const struct token *token)
{
    if (token->kind == TOKEN_TYPEDEF)
        declared->is_typedef = true;
    if (may_be_handle(token))
        declared->task = token->name;
    if (token->kind == TOKEN_LPAREN && last->kind == TOKEN_NAME && !extent->has_assign &&
        (!declared->name.kind || !is_function(declared->name.name)))
        declared->name = *last;
}

void plain_see_inside(struct unit *unit, struct declared *declared, const struct token *last,
                      const struct token *token)
{
    const struct name *origin;

    if (declared->is_hasty || last->kind == TOKEN_DOT || last->kind == TOKEN_ARROW)
        return;
    origin = fact_origin(unit->names, token->name, false);
    declared->is_hasty = origin && !origin->fact->first;
}

static bool is_compiled(const struct unit *unit, uint32_t at)
{
    uint32_t line = source_position(unit->source, at).line;

    return !unit->facts->complete || facts_cover(unit->facts, line, line);
}

/* `f_task f(int);`, written by hand, declares the starter itself. */
static bool declares_starter(const struct declared *declared)
{
    const struct name *name = declared->name.name, *task = declared->task;

    return task && task->len > name->len && memcmp(task->text, name->text, name->len) == 0 &&
           (strcmp(task->text + name->len, "_task") == 0 ||
            strcmp(task->text + name->len, "_generator") == 0);
}

void plain_end(struct unit *unit, const struct declared *declared, const struct extent *extent,
               const struct token *begin)
{
    const struct token *name = &declared->name;
    struct plain plain = {name->name, {name->at, name->len}, 0};

    if (!name->kind || declared->is_typedef || extent->has_assign)
        return;
    plain.begin = (uint32_t) (begin->text - unit->source->text);
    if (extent->in_body)
        *vector_push(&unit->plains) = plain;
    if (extent->in_body && declared->is_hasty && is_compiled(unit, begin->at))
        *vector_push(&unit->hasty) = plain;
    if (fact_is_annotated(name->name) && !declares_starter(declared)) {
        plain.begin = begin->at;
        *vector_push(&unit->twins) = plain;
    }
}

/* ---- declared with a mark and without ---- */

static void report_twin(struct unit *unit, const struct plain *twin)
{
    const struct marking *lane = twin->name->fact->first;

    diag_report(unit->diag, DIAG_UNMARKED_TWIN, twin->span,
                "'%s' is declared here without the mark that it has elsewhere", twin->name->text);
    diag_hint(unit->diag, lane
              ? "a call of '%s' starts a task: every declaration of it carries the mark"
                               : "its header declares '%s' as a task: the mark stands here too",
              twin->name->text);
    if (!lane)
        return;
    diag_fix(unit->diag, "mark it");
    diag_insert(unit->diag, twin->begin, "@%s ", mark_table[lane->mark].name);
    diag_note(unit->diag, lane->span, "it is marked here");
}

void plain_report_twins(struct unit *unit)
{
    for (uint32_t i = 0; i < unit->twins.count; i++)
        report_twin(unit, &unit->twins.list[i]);
}

/* ---- a plain function, parsed after all ---- */

static void collect(struct lexer *lexer, struct source *source, token_vector *tokens)
{
    struct extent extent = {0};
    struct balance balance = {0};
    struct token token;

    do {
        lex_next(lexer, &token);
        if (token.kind == TOKEN_END)
            break;
        *vector_push(tokens) = token;
    } while (!extent_pass(&extent, &balance, lexer, source, &token));
    vector_free(&balance.branches);
}

struct stmt *plain_parse(struct unit *scratch, const struct unit *unit, uint32_t begin)
{
    struct token first = {.text = unit->source->text + begin, .flags = TOKEN_LINE_START};
    struct parser parser = {.is_quiet = true};
    struct item item = {.kind = ITEM_FUNCTION};
    token_vector raw = {0};
    struct lexer lexer;
    struct diag silent;

    diag_open(&silent, unit->source, NULL, NULL);
    unit_open(scratch, unit->source, &silent, unit->names, unit->facts);
    lex_open(&lexer, unit->names, unit->source);
    lex_back(&lexer, &first);
    collect(&lexer, unit->source, &raw);
    if (raw.count) {
        uint32_t line = source_position(unit->source, raw.list[0].at).line;

        item.is_known = facts_cover(unit->facts, line, line) || !unit->facts->complete;
        if (expand_tokens(scratch, raw.list, raw.count, item.is_known))
            parse_item(&parser, scratch, &item, 0);
    }
    parser_close(&parser);
    vector_free(&raw);
    diag_drop(&silent);
    scratch->diag = unit->diag;
    return item.failed ? NULL : item.body;
}
