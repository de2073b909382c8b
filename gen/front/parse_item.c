/*
 * An annotated function, prototype, foreign function or message: marks, specifiers, declarator,
 * body. What the marks mean for the kind of thing they stand on is settled here.
 */
#include "parse_item.h"

#include <string.h>

#include "../tree/alike.h"
#include "directive.h"
#include "parse.h"

/* ---- what the file learns from it ---- */

static const struct span *lengths_of(struct parser *parser, const struct item *item)
{
    struct span *lengths = arena_alloc(&parser->unit->kept,
                                       item->parameter_count * sizeof *lengths);
    const struct param *param = declarator_function(item->decl->declarators)->params;

    for (uint32_t i = 0; param; param = param->next, i++) {
        const struct mark *len = mark_find(param->marks, MARK_LEN);

        if (len)
            lengths[i] = unit_range_span(parser->unit, len->range);
    }
    return lengths;
}

/* What outlives the item of the options of its mark. */
static const struct option *options_of(struct parser *parser, const struct mark *mark)
{
    struct option *options = NULL, **end = &options;

    for (const struct option *one = mark->options; one; one = one->next) {
        struct option *copy = *end = ARENA_NEW(&parser->unit->kept, struct option);

        *copy = (struct option) {one->id, one->span, one->number, one->name, NULL, NULL, NULL};
        end = &copy->next;
    }
    return options;
}

/* The task is known from here on, and where it was marked first. */
static void add_function(struct parser *parser, const struct item *item, struct name *name)
{
    const struct derivation *type = declarator_function(item->decl->declarators);
    struct arena *kept = &parser->unit->kept;
    struct marking *marking;

    facts_add_function(kept, parser->unit->names, name, item->marks);
    if (item->is_known && !name->fact->signature)
        name->fact->signature =
            alike_signature(kept, parser->unit, item->decl->specs, item->decl->declarators);
    if (name->fact->first)
        return;
    name->fact->first = marking = ARENA_NEW(kept, struct marking);
    *marking = (struct marking) {.mark = (uint32_t) mark_lane(item->marks)->id,
                                 .is_generator = mark_find(item->marks, MARK_GENERATOR) != NULL,
                                 .is_async = mark_find(item->marks, MARK_ASYNC) != NULL,
                                 .span = mark_lane(item->marks)->span,
                                 .is_definition = at_kind(parser, TOKEN_LBRACE),
                                 .options = options_of(parser, mark_lane(item->marks)),
                                 .is_open = !type->params && !type->is_void,
                                 .parameter_count = item->parameter_count,
                                 .lengths = lengths_of(parser, item)};
}

/* ---- functions ---- */

static const struct option *as_option(const struct mark *lane)
{
    for (const struct option *option = lane ? lane->options : NULL; option; option = option->next)
        if (strcmp(option_table[option->id].name, "as") == 0)
            return option;
    return NULL;
}

/* A prototype's parameters may have no name; their symbols exist all the same. */
/* In the branches of an #if a name may stand twice. */
static void check_parameter(struct parser *parser, const struct derivation *function,
                            const struct param *param)
{
    const struct declarator *declarator = param->declarator;

    for (const struct param *one = function->params; one != param; one = one->next)
        if (declarator->name && one->declarator->name == declarator->name &&
            !has_directive_since(parser, one->declarator->token))
            fail_beside(parser, DIAG_REDECLARED, declarator->token, one->declarator->token,
                        "the first one stands here", "two parameters have the name '%s'",
                        declarator->name->text);
}

static void collect_parameters(struct parser *parser, struct item *item,
                               const struct derivation *function)
{
    uint32_t count = 0;

    for (const struct param *param = function->params; param; param = param->next)
        count++;
    item->parameters = arena_alloc(parser->arena, (count + 1) * sizeof *item->parameters);
    for (const struct param *param = function->params; param; param = param->next) {
        struct symbol *symbol = param->declarator->symbol;

        check_parameter(parser, function, param);
        if (!symbol) {
            symbol = ARENA_NEW(parser->arena, struct symbol);
            symbol->kind = SYMBOL_PARAMETER;
            symbol->name = param->declarator->name;
            symbol->declarator = param->declarator;
            param->declarator->symbol = symbol;
        }
        item->parameters[item->parameter_count++] = symbol;
    }
}

static void parse_body(struct parser *parser, struct item *item)
{
    struct scope_mark scope;

    parser->scope_count = 0;
    scope = scope_open(parser);
    for (uint32_t i = 0; i < item->parameter_count; i++)
        if (item->parameters[i]->name)
            scope_bind(parser, item->parameters[i]);
    parser->has_words = item->marks != NULL;
    item->body = parse_compound(parser);
    parser->has_words = false;
    scope_close(parser, scope);
}

static void refuse_old_style(struct parser *parser, const struct derivation *function)
{
    if (function->is_identifiers && function->params)
        fail_at(parser, DIAG_OLD_STYLE, function->range.first,
                "write the parameters with their types",
                "an old-style (K&R) function cannot be annotated");
}

/* `@async struct s {...};` */
static void refuse_type(struct parser *parser, const struct item *item)
{
    const struct specs *specs = item->decl->specs;

    if (item->marks && at_kind(parser, TOKEN_SEMICOLON) &&
        (specs->tag || specs->kind == TYPE_NAMED))
        fail_at(parser, DIAG_MISPLACED_MARK, specs->tag ? specs->tag->range.first : parser->at,
                specs->kind == TYPE_STRUCT ? "it stands before a function; a struct whose values "
                                             "go to worker processes is marked @message"
                                           : "it stands before a function",
                "@%s on a type", mark_table[item->marks->id].name);
}

/* The function that is declared, or the reason why there is none. */
static struct derivation *declared_function(struct parser *parser, const struct item *item)
{
    const struct declarator *declarator = item->decl->declarators;
    struct derivation *function = declarator_function(declarator);

    if (item->marks && (!function || item->decl->specs->storage & STORAGE_TYPEDEF))
        fail_at(parser, DIAG_MISPLACED_MARK, declarator->token,
                "it stands before a function with its parameters",
                "@%s on something that is no function", mark_table[item->marks->id].name);
    if (!function)
        fail_expected(parser, "a function");
    refuse_old_style(parser, function);
    return function;
}

static void parse_function_item(struct parser *parser, struct item *item)
{
    struct decl *decl = item->decl;
    const struct option *as = as_option(mark_lane(item->marks));
    struct derivation *function;

    refuse_type(parser, item);
    decl->declarators = parse_declarator(parser, DECLARATOR_NAMED);
    function = declared_function(parser, item);
    parse_init_declarators(parser, decl);
    if (decl->declarators->next)
        fail_at(parser, DIAG_MISPLACED_MARK, decl->declarators->next->range.first,
                "declare each by itself",
                "an annotated declaration declares one function");
    collect_parameters(parser, item, function);
    if (item->marks)
        add_function(parser, item, as ? as->name : decl->declarators->name);
    item->kind = as ? ITEM_FOREIGN : ITEM_PROTOTYPE;
    if (at_kind(parser, TOKEN_LBRACE)) {
        if (as)
            fail_at(parser, DIAG_FOREIGN, decl->declarators->token,
                    "remove 'as', or declare the function 'extern' without its body",
                    "'as' is for a function that is not defined here");
        item->kind = ITEM_FUNCTION;
        parse_body(parser, item);
    } else {
        expect(parser, TOKEN_SEMICOLON, "after the declaration");
    }
}

/* ---- messages ---- */

/* A fact of the name that a generated header would define for it as a macro. */
static void add_marker(struct parser *parser, const char *kind, const struct name *name,
                       struct name *alias)
{
    const char *text = arena_printf(parser->arena, "unsync__message_%s%s", kind, name->text);
    struct name *marker = names_intern_text(parser->unit->names, text);

    facts_add_message(&parser->unit->kept, marker, alias);
}

static void add_message(struct parser *parser, const struct decl *decl)
{
    struct name *alias = decl->specs->storage & STORAGE_TYPEDEF && decl->declarators
                             ? decl->declarators->name : NULL;

    if (alias)
        add_marker(parser, "", alias, alias);
    if (decl->specs->tag->name)
        add_marker(parser, "struct_", decl->specs->tag->name, alias);
}

static void parse_message(struct parser *parser, struct item *item)
{
    const struct specs *specs = item->decl->specs;

    item->kind = ITEM_MESSAGE;
    if (specs->kind != TYPE_STRUCT || !specs->tag->has_body)
        fail_at(parser, DIAG_MESSAGE, specs->range.first, "write '@message struct name { ... };'",
                "@message stands before a struct with its fields");
    if (!at_kind(parser, TOKEN_SEMICOLON)) {
        item->decl->declarators = parse_declarator(parser, DECLARATOR_NAMED);
        parse_init_declarators(parser, item->decl);
    }
    expect(parser, TOKEN_SEMICOLON, "after the struct");
    add_message(parser, item->decl);
}

/* ---- items ---- */

static void refuse_behind_type(struct parser *parser, const struct specs *specs)
{
    bool has_type = false;

    for (const struct piece *piece = specs->pieces; piece; piece = piece->next) {
        if (piece->kind == PIECE_MARK && has_type)
            fail_at(parser, DIAG_MISPLACED_MARK, piece->range.first,
                    "the mark stands before the type of the result: @async int name(...)",
                    "@%s behind a type", mark_table[specs->marks->id].name);
        has_type |= piece->kind == PIECE_TYPE;
    }
}

static void check_marks(struct parser *parser, const struct item *item)
{
    const struct mark *message = mark_find(item->marks, MARK_MESSAGE);

    refuse_behind_type(parser, item->decl->specs);
    if (message && item->marks->next)
        fail_at(parser, DIAG_MESSAGE, item->decl->specs->range.first, NULL,
                "@message stands alone: a struct has no lane");
    if (item->decl->specs->kind == TYPE_IMPLICIT && item->marks)
        fail_at(parser, DIAG_MISPLACED_MARK, parser->at,
                "the mark stands before the type of the result: @async int name(...)",
                "expected a type after @%s", mark_table[item->marks->id].name);
}

/* What an #include inside brings is not seen, and may name locals. */
static void refuse_includes(struct parser *parser, uint32_t first)
{
    const struct unit *unit = parser->unit;
    const char *rest;
    uint32_t len;

    for (uint32_t i = unit->directives.count; i && unit->directives.list[i - 1] >= first; i--) {
        uint32_t index = unit->directives.list[i - 1];

        if (directive_read(&unit->tokens.list[index], &rest, &len) == DIRECTIVE_INCLUDE)
            fail_at(parser, DIAG_INCLUDE, index, "include it at file scope",
                    "an #include cannot stand in an annotated function");
    }
}

static void parse_tokens(struct parser *parser, struct item *item)
{
    uint32_t first = parser->at;

    refuse_includes(parser, item->range.first);
    item->decl = ARENA_NEW(parser->arena, struct decl);
    item->decl->specs = parse_specs(parser, MARK_ON_FUNCTION | MARK_ON_STRUCT);
    item->marks = item->decl->specs->marks;
    check_marks(parser, item);
    if (mark_find(item->marks, MARK_MESSAGE))
        parse_message(parser, item);
    else
        parse_function_item(parser, item);
    item->range = item->decl->range = range_from(parser, first);
    if (!at_kind(parser, TOKEN_END))
        fail_expected(parser, "the end of the declaration");
}

bool parse_item(struct parser *parser, struct unit *unit, struct item *item, uint32_t first)
{
    parser_start(parser, unit, first);
    parser->is_complete = item->is_known;
    item->range = (struct range) {first, unit->tokens.count - 1};
    if (setjmp(parser->give_up) == 0)
        parse_tokens(parser, item);
    else
        item->failed = true;
    scope_unwind(parser);
    return !item->failed;
}
