/*
 * Every declaration of file scope is cut out by its shape (extent.h), without the bodies of
 * functions, and given to the real parser, which keeps quiet: what it does not understand is no
 * fact. Lines are those of the main file: inside an included file it is the line of the #include.
 */
#include "facts.h"

#include <stdlib.h>
#include <string.h>

#include "../base/text.h"
#include "../tree/alike.h"
#include "../tree/constant.h"
#include "../tree/handle.h"
#include "extent.h"
#include "lex.h"
#include "macro.h"
#include "parse.h"

struct collector {
    struct facts *facts;
    struct arena *arena;   /* what stays */
    struct names *names;
    struct source *source;
    struct unit unit;      /* scratch: one declaration at a time */
    struct parser parser;
    struct lexer lexer;
    struct balance balance;
    bool is_output;        /* linemarkers tell the line, else the position */
    bool is_system;        /* inside a system header */
    uint32_t depth;        /* of included files */
    const char *included;  /* ... the innermost, from its `file_line` on at `file_text` */
    const char *file_text;
    uint32_t file_line;
    uint32_t line;         /* in the main file */
    const char *marker;    /* main file, in the output: where `line` was last brought up to */
    uint32_t directives;   /* seen so far, in the file's own text */
    struct name *guard;    /* of the first, if it is an #ifndef */
    bool has_guard;
    const struct name *noreturn[2]; /* the attribute, both spellings */
};

/* ---- lines ---- */

/* Brings collector->line up to the token. */
static void follow_line(struct collector *collector, const struct token *token)
{
    if (!collector->is_output) {
        collector->line = source_position(collector->source, token->at).line;
    } else if (!collector->depth && collector->marker) {
        collector->line += text_lines(collector->marker, token->text);
        collector->marker = token->text;
    }
}

/* Every file read is remembered once, in order; <built-in> and the like are none. */
static const char *add_file(struct collector *collector, const char *text, uint32_t len)
{
    const char *path = text_unescape(collector->arena, text, len);

    if (*path == '<' || !*path || path[strlen(path) - 1] == '/')
        return path;
    for (uint32_t i = 0; i < collector->facts->files.count; i++)
        if (strcmp(collector->facts->files.list[i], path) == 0)
            return collector->facts->files.list[i];
    return *vector_push(&collector->facts->files) = path;
}

/* A mark in a header that nothing translates: the compiler would stumble over it. */
static void see_mark(struct collector *collector, const struct token *token)
{
    struct facts *facts = collector->facts;

    if (facts->stray_mark || !collector->is_output || !collector->depth || !token->name->mark)
        return;
    facts->stray_mark = token->name;
    facts->stray_file = collector->included;
    facts->stray_include = collector->line;
    facts->stray_line = collector->file_line + text_lines(collector->file_text, token->text) - 1;
}

/* Predefined macros come from these: they are in force on every line. */
static bool is_no_file(const char *path)
{
    return strncmp(path, "<built-in>", 10) == 0 || strncmp(path, "<command", 8) == 0;
}

/* # 12 "file" 1: the next line is line 12 of the file; 1 enters it, 2 comes back to it. */
static void read_linemarker(struct collector *collector, const char *rest, uint32_t len)
{
    const char *quote = memchr(rest, '"', len), *end = rest + len, *close = quote;
    uint32_t line = (uint32_t) strtoul(rest, NULL, 10);

    if (!quote)
        return;
    for (close = quote + 1; close < end && *close != '"'; close++)
        close += *close == '\\';
    collector->included = add_file(collector, quote + 1, (uint32_t) (close - quote - 1));
    collector->file_line = line;
    collector->file_text = end;
    collector->is_system = false;
    if (!collector->depth && collector->marker) /* what it enters is included here */
        collector->line += text_lines(collector->marker, rest);
    for (; close < end; close++) {
        if (*close == '3' && close[-1] == ' ')
            collector->is_system = true;
        if (*close == '1' && close[-1] == ' ')
            collector->depth++;
        if (*close == '2' && close[-1] == ' ' && collector->depth)
            collector->depth--;
    }
    if (!collector->depth) {
        collector->line = line ? line - 1 : 0; /* the line end after the marker counts one */
        collector->marker = is_no_file(quote + 1) ? NULL : end;
    }
}

/* In the file's own text: under an #if that is not the guard around a header. */
static bool is_conditional(const struct collector *collector)
{
    return collector->balance.branches.count > (collector->has_guard ? 1u : 0u);
}

static void read_define(struct collector *collector, const struct token *token, const char *rest,
                        uint32_t len)
{
    struct macro *macro;

    follow_line(collector, token);
    macro = macro_define(collector->arena, collector->names, rest, len, collector->line);
    if (macro)
        macro->is_unsure = !collector->is_output && is_conditional(collector);
}

/* #ifndef NAME before anything else, and the next directive defines it. */
static void see_guard(struct collector *collector, enum directive directive, const char *rest,
                      uint32_t len)
{
    struct name *name = names_intern(collector->names, rest, len);

    if (!collector->directives++)
        collector->guard = directive == DIRECTIVE_IF ? name : NULL;
    else if (collector->directives == 2)
        collector->has_guard = directive == DIRECTIVE_DEFINE && name == collector->guard;
}

static void read_directive(struct collector *collector, const struct token *token)
{
    const char *rest;
    uint32_t len;
    enum directive directive = directive_read(token, &rest, &len);

    if (!collector->is_output)
        see_guard(collector, directive, rest, len);

    switch (directive) {
    case DIRECTIVE_DEFINE:
        read_define(collector, token, rest, len);
        break;
    case DIRECTIVE_UNDEF:
        follow_line(collector, token);
        macro_undef(collector->names, rest, len, collector->line);
        break;
    case DIRECTIVE_LINE:
        if (collector->is_output)
            read_linemarker(collector, rest, len);
        break;
    default:
        break;
    }
}

/* ---- facts of one declaration ---- */

static void add_fact(struct collector *collector, struct name *name, enum fact_kind kind,
                     uint32_t flags)
{
    struct fact *fact = name->fact;

    if (!fact) {
        fact = name->fact = ARENA_NEW(collector->arena, struct fact);
        fact->kind = kind;
    }
    if (fact->kind == kind)
        fact->flags |= flags |
                       (collector->is_system ? FACT_SYSTEM : 0);
}

enum { TYPE_FLAGS = FACT_VOID | FACT_IS_FUNCTION | FACT_ARRAY | FACT_UNSIZED | FACT_POINTER |
                    FACT_STRUCT | FACT_CONST };

/* What the specifiers alone say of the type. */
static uint32_t specs_flags(const struct specs *specs)
{
    uint32_t flags = specs->qualifiers & QUALIFIER_CONST ? FACT_CONST : 0;

    if (specs->kind == TYPE_VOID)
        flags |= FACT_VOID;
    if (specs->kind == TYPE_STRUCT || specs->kind == TYPE_UNION)
        flags |= FACT_STRUCT;
    if (specs->kind == TYPE_NAMED && fact_typedef(specs->name))
        flags |= specs->name->fact->flags & TYPE_FLAGS;
    return flags;
}

static uint32_t type_flags(const struct specs *specs, const struct declarator *declarator)
{
    const struct derivation *outer = declarator->derivations;

    if (!outer)
        return specs_flags(specs);
    if (outer->kind == DERIVE_FUNCTION)
        return FACT_IS_FUNCTION;
    if (outer->kind == DERIVE_ARRAY)
        return FACT_ARRAY | (outer->size ? 0 : FACT_UNSIZED);
    return FACT_POINTER | (outer->qualifiers & QUALIFIER_CONST ? FACT_CONST : 0);
}

/* A variable that nobody can assign to. */
static bool is_constant(const struct specs *specs, const struct derivation *step)
{
    while (step && step->kind == DERIVE_ARRAY)
        step = step->next;
    return step ? step->qualifiers & QUALIFIER_CONST : specs_flags(specs) & FACT_CONST;
}

/* A starter returns a handle: `f_task f(...)`, `f_generator f(...)`. */
static bool returns_handle(const struct specs *specs, const struct declarator *declarator,
                           const char *suffix)
{
    size_t len = declarator->name->len;

    return specs->kind == TYPE_NAMED && declarator_function(declarator) &&
           !declarator_function(declarator)->next && specs->name->len == len + strlen(suffix) &&
           memcmp(specs->name->text, declarator->name->text, len) == 0 &&
           strcmp(specs->name->text + len, suffix) == 0;
}

/* `unsync_task_of(int) f(int);`, written by hand. */
static bool spells_handle(const struct collector *collector, const struct specs *specs)
{
    const struct token *tokens = collector->unit.tokens.list;

    for (uint32_t i = specs->range.first; i < specs->range.end; i++)
        if (tokens[i].kind == TOKEN_NAME && strcmp(tokens[i].name->text, "unsync__tag") == 0)
            return true;
    return false;
}

/* _Noreturn, [[noreturn]], __attribute__((__noreturn__)); wherever it stands. */
static bool never_returns(const struct collector *collector)
{
    const token_vector *tokens = &collector->unit.tokens;

    for (uint32_t i = 0; i < tokens->count; i++)
        if (tokens->list[i].kind == TOKEN_NORETURN ||
            (tokens->list[i].kind == TOKEN_NAME &&
             (tokens->list[i].name == collector->noreturn[0] ||
              tokens->list[i].name == collector->noreturn[1])))
            return true;
    return false;
}

/* `typedef struct point dot; typedef dot spot;`: what the new name stands for. */
static void add_alias(struct name *name, const struct specs *specs)
{
    const struct fact *old = specs->kind == TYPE_NAMED ? fact_typedef(specs->name) : NULL;

    if (name->fact->kind != FACT_TYPEDEF)
        return;
    if (specs->kind == TYPE_STRUCT && specs->tag->name) {
        name->fact->alias = specs->tag->name;
        name->fact->flags |= FACT_TAGGED;
    } else if (old) {
        name->fact->alias = old->alias ? old->alias : specs->name;
        name->fact->flags |= old->flags & FACT_TAGGED;
    }
}

/* `typedef double vector[3];`, `typedef vector matrix[3];` */
static void add_dimensions(struct name *name, const struct specs *specs,
                           const struct derivation *step)
{
    const struct fact *old = specs->kind == TYPE_NAMED ? fact_typedef(specs->name) : NULL;
    uint32_t count = 0;

    for (; step && step->kind == DERIVE_ARRAY && step->size; step = step->next)
        count++;
    if (count && step && step->kind == DERIVE_POINTER)
        step = step->next;
    if (step || name->fact->kind != FACT_TYPEDEF ||
        specs_flags(specs) & (FACT_STRUCT | FACT_VOID | FACT_IS_FUNCTION))
        return;
    if (old && old->flags & FACT_ARRAY && !old->dimensions)
        return;
    name->fact->dimensions = count + (old ? old->dimensions : 0);
}

static uint32_t count_parameters(const struct derivation *function)
{
    uint32_t count = 0;

    for (const struct param *param = function->params; param; param = param->next)
        count++;
    return count;
}

/* Where in which file the token of an included one stands. */
static struct signature *included(const struct collector *collector,
                                  const struct signature *signature, const struct token *token)
{
    struct signature *copy = ARENA_NEW(collector->arena, struct signature);

    *copy = *signature;
    copy->file = collector->included;
    copy->line = collector->file_line + text_lines(collector->file_text, token->text) - 1;
    return copy;
}

/* A typedef of a handle in a generated header. */
static void keep_result(struct collector *collector, struct fact *handle,
                        const struct specs *specs)
{
    const struct type_name *result = handle_result(specs);
    struct signature *signature;

    if (!result)
        return;
    handle->signature = signature = ARENA_NEW(collector->arena, struct signature);
    signature->result = alike_text(collector->arena, &collector->unit, result->specs,
                                   result->declarator->derivations);
}

/* A starter in a generated header; the definition may stand in this file. */
static void keep_signature(struct collector *collector, const struct specs *specs,
                           const struct declarator *declarator)
{
    const struct fact *handle = fact_typedef(specs->name);
    const struct signature *signature =
        alike_signature(collector->arena, &collector->unit, specs, declarator);
    struct signature *kept;

    if (!signature || !collector->is_output || declarator->name->fact->signature)
        return;
    kept = included(collector, signature, &collector->unit.tokens.list[declarator->token]);
    kept->result = handle && handle->signature ? handle->signature->result : NULL;
    declarator->name->fact->signature = kept;
}

static void add_declarator(struct collector *collector, const struct specs *specs,
                           const struct declarator *declarator)
{
    const struct derivation *outer = declarator->derivations;
    uint32_t flags = type_flags(specs, declarator);
    bool is_function = flags & FACT_IS_FUNCTION;

    if (handle_excluded(specs, outer && outer->kind == DERIVE_FUNCTION ? outer->next : outer))
        flags |= FACT_NO_HANDLE;
    if ((!outer || (outer->kind == DERIVE_FUNCTION && !outer->next)) && handle_is_valueless(specs))
        flags |= FACT_NO_VALUE;

    if (specs->storage & STORAGE_TYPEDEF) {
        add_fact(collector, declarator->name, FACT_TYPEDEF, flags);
        if (!outer)
            add_alias(declarator->name, specs);
        add_dimensions(declarator->name, specs, outer);
        if (!outer && collector->depth)
            keep_result(collector, declarator->name->fact, specs);
        return;
    }
    if (returns_handle(specs, declarator, "_task"))
        flags |= FACT_ANNOTATED | FACT_STARTER;
    else if (returns_handle(specs, declarator, "_generator"))
        flags |= FACT_ANNOTATED | FACT_STARTER | FACT_GENERATOR;
    flags |= specs->storage & STORAGE_STATIC ? FACT_STATIC : 0;
    if (is_function && never_returns(collector))
        flags |= FACT_NO_RETURN;
    if (is_function && collector->depth && !(flags & FACT_ANNOTATED))
        flags |= spells_handle(collector, specs) ? FACT_BY_HAND : FACT_UNMARKED;
    if (!is_function && is_constant(specs, declarator->derivations))
        flags |= FACT_CONST;
    if (is_function && outer && outer->is_variadic) /* not of a function by a typedef */
        flags |= FACT_VARIADIC;
    add_fact(collector, declarator->name, is_function ? FACT_FUNCTION : FACT_VARIABLE, flags);
    if (flags & FACT_ANNOTATED && collector->depth)
        keep_signature(collector, specs, declarator);
    if (flags & FACT_VARIADIC)
        declarator->name->fact->parameters = count_parameters(outer);
}

/* Seen twice, where nobody asked the preprocessor: then nothing is known of its value. */
static void add_enumerator(struct collector *collector, struct enumerator *one,
                           const struct enumerator *before)
{
    bool is_first = !one->name->fact;

    constant_enumerator(&collector->unit, one, before);
    add_fact(collector, one->name, FACT_ENUMERATOR, (one->is_valued ? FACT_VALUED : 0) |
                                                       (one->is_fixed ? FACT_FIXED : 0));
    if (is_first)
        one->name->fact->value = (int32_t) one->number;
    else
        one->name->fact->flags &= ~(uint32_t) FACT_VALUED;
}

static void add_enumerators(struct collector *collector, const struct specs *specs)
{
    const struct enumerator *before = NULL;

    if (!specs || !specs->tag)
        return;
    for (struct enumerator *one = specs->tag->enumerators; one; before = one, one = one->next)
        add_enumerator(collector, one, before);
    for (const struct decl *member = specs->tag->members; member; member = member->next)
        add_enumerators(collector, member->specs);
}

/* The name that a foreign function has as a task, or NULL. */
static struct name *task_name(const struct specs *specs)
{
    const struct mark *lane = mark_lane(specs->marks);

    for (const struct option *option = lane ? lane->options : NULL; option; option = option->next)
        if (strcmp(option_table[option->id].name, "as") == 0)
            return option->name;
    return NULL;
}

/* The function and its handles are of a task whose result is void. */
static void add_valueless(struct collector *collector, struct name *name)
{
    struct name *handle = names_intern_text(
        collector->names, arena_printf(collector->arena, "%s_task", name->text));

    name->fact->flags |= FACT_NO_VALUE;
    handle->fact->flags |= FACT_NO_VALUE;
}

/*
 * A marked function of this file: the marks themselves are judged when it is parsed for good. One
 * that is not ours is called under another name.
 */
static void add_task(struct collector *collector, const struct specs *specs,
                     const struct declarator *declarator)
{
    struct name *as = task_name(specs), *name = as ? as : declarator->name;

    if (as)
        add_fact(collector, declarator->name, FACT_FUNCTION, 0);
    facts_add_function(collector->arena, collector->names, name, specs->marks);
    if (!name->fact->line && !collector->depth && collector->facts->active.count)
        name->fact->line = collector->facts->active.list[collector->facts->active.count - 1];
    if (specs_flags(specs) & FACT_VOID && !declarator_function(declarator)->next &&
        !mark_find(specs->marks, MARK_GENERATOR))
        add_valueless(collector, name);
}

static void parse_declaration(struct collector *collector)
{
    struct parser *parser = &collector->parser;
    struct specs *specs = parse_specs(parser, MARK_ON_FUNCTION | MARK_ON_STRUCT);

    add_enumerators(collector, specs);
    while (!at_kind(parser, TOKEN_SEMICOLON)) {
        struct declarator *declarator = parse_declarator(parser, DECLARATOR_NAMED);

        if (specs->marks && declarator_function(declarator))
            add_task(collector, specs, declarator);
        else
            add_declarator(collector, specs, declarator);
        while (!at_kind(parser, TOKEN_COMMA) && !at_kind(parser, TOKEN_SEMICOLON) &&
               !at_kind(parser, TOKEN_END)) { /* asm, attributes, an initialiser */
            if (at_kind(parser, TOKEN_LPAREN) || at_kind(parser, TOKEN_LBRACE) ||
                at_kind(parser, TOKEN_LBRACKET))
                take_group(parser);
            else
                take(parser);
        }
        if (!take_if(parser, TOKEN_COMMA))
            break;
    }
}

static void read_declaration(struct collector *collector)
{
    struct unit *unit = &collector->unit;

    *vector_push(&unit->tokens) = (struct token) {.text = "", .kind = TOKEN_END};
    parser_start(&collector->parser, unit, 0);
    if (setjmp(collector->parser.give_up) == 0)
        parse_declaration(collector);
    else
        collector->facts->has_gaps = true;
    scope_unwind(&collector->parser);
    arena_reset(&unit->arena);
    unit->tokens.count = 0;
    unit->awaits.count = 0;
}

/* ---- the whole text ---- */

/* extern "C" { is no block. */
static bool is_linkage(const token_vector *tokens)
{
    return tokens->count == 3 && tokens->list[0].kind == TOKEN_EXTERN &&
           tokens->list[1].kind == TOKEN_STRING && tokens->list[2].kind == TOKEN_LBRACE;
}

/* Brings the line up to date; a declaration that the file itself holds was compiled. */
static void note_begin(struct collector *collector, const struct token *token)
{
    follow_line(collector, token);
    if (!collector->depth)
        *vector_push(&collector->facts->active) = collector->line;
}

/* Cuts out the next declaration; false at the end. */
static bool next_declaration(struct collector *collector)
{
    struct extent extent = {0};
    token_vector *tokens = &collector->unit.tokens;
    struct token token;
    bool ends = false;

    collector->balance.depth = 0;
    while (!ends) {
        if (extent.in_body && collector->balance.depth) /* only brackets and directives count */
            lex_skip_plain(&collector->lexer);
        lex_next(&collector->lexer, &token);
        if (token.kind == TOKEN_END)
            return false;
        if (token.kind == TOKEN_DIRECTIVE)
            read_directive(collector, &token);
        if (token.kind == TOKEN_MARK)
            see_mark(collector, &token);
        ends = extent_step(&extent, &collector->balance, &token);
        if (token.kind == TOKEN_DIRECTIVE || extent.in_body)
            continue;
        if (!tokens->count)
            note_begin(collector, &token);
        *vector_push(tokens) = token;
        if (is_linkage(tokens) || (tokens->count == 1 && token.kind == TOKEN_RBRACE)) {
            tokens->count = 0;
            collector->balance.depth = 0;
            extent = (struct extent) {0};
        }
    }
    return true;
}

static void collect(struct facts *facts, struct arena *arena, struct names *names,
                    struct source *source, bool is_output)
{
    struct collector collector = {.facts = facts, .arena = arena, .names = names,
                                  .source = source, .is_output = is_output};
    struct diag diag;

    diag_open(&diag, source, NULL, NULL);
    collector.unit = (struct unit) {.source = source, .diag = &diag, .names = names,
                                    .facts = facts};
    collector.parser.is_quiet = true;
    collector.noreturn[0] = names_intern_text(names, "noreturn");
    collector.noreturn[1] = names_intern_text(names, "__noreturn__");
    lex_open(&collector.lexer, names, source);
    while (next_declaration(&collector))
        read_declaration(&collector);
    arena_free(&collector.unit.arena);
    vector_free(&collector.unit.tokens);
    vector_free(&collector.unit.awaits);
    vector_free(&collector.balance.branches);
    parser_close(&collector.parser);
}

void facts_from_output(struct facts *facts, struct arena *arena, struct names *names,
                       struct source *output)
{
    facts->complete = true;
    collect(facts, arena, names, output, true);
}

void facts_from_text(struct facts *facts, struct arena *arena, struct names *names,
                     struct source *source)
{
    *vector_push(&facts->files) = source->path;
    collect(facts, arena, names, source, false);
}
