/*
 * Declarators and the declarations of a block. A declarator is read as C writes it and kept as the
 * list of its steps from the name outwards.
 */
#include "parse.h"

/* ---- the steps of a declarator ---- */

static struct derivation *new_step(struct parser *parser, enum derivation_kind kind)
{
    struct derivation *step = ARENA_NEW(parser->arena, struct derivation);

    step->kind = kind;
    return step;
}

static void append_steps(struct derivation **list, struct derivation *steps)
{
    while (*list)
        list = &(*list)->next;
    *list = steps;
}

static uint32_t parse_qualifiers(struct parser *parser)
{
    struct piece *ignored = NULL;
    uint32_t qualifiers = 0;

    for (;;) {
        switch (here(parser)->kind) {
        case TOKEN_CONST:     qualifiers |= QUALIFIER_CONST; break;
        case TOKEN_VOLATILE:  qualifiers |= QUALIFIER_VOLATILE; break;
        case TOKEN_RESTRICT:  qualifiers |= QUALIFIER_RESTRICT; break;
        case TOKEN_ATOMIC:    qualifiers |= QUALIFIER_ATOMIC; break;
        case TOKEN_EXTENSION: break;
        case TOKEN_ATTRIBUTE:
            parse_attributes(parser, &ignored);
            continue;
        default:
            return qualifiers;
        }
        take(parser);
    }
}

/* The stars at the cursor, the last one first: it is the nearest to the name. */
static struct derivation *parse_pointers(struct parser *parser)
{
    struct derivation *list = NULL;

    while (at_kind(parser, TOKEN_STAR)) {
        struct derivation *step = new_step(parser, DERIVE_POINTER);
        uint32_t first = take(parser);

        step->qualifiers = parse_qualifiers(parser);
        step->range = range_from(parser, first);
        step->next = list;
        list = step;
    }
    return list;
}

/* `await n()` in a parameter's size: the size is of the caller, before there is a task. */
static void refuse_waiting_size(struct parser *parser)
{
    const struct token *token = here(parser);
    enum token_kind next = kind_ahead(parser, 1);

    if (!parser->has_words && token->kind == TOKEN_NAME && !token->name->fact &&
        (token->name->operation == WORD_AWAIT || token->name->operation == WORD_CATCH) &&
        (next == TOKEN_NAME || next == TOKEN_LPAREN))
        fail_at(parser, DIAG_AWAIT_PLACE, parser->at, "let the caller await it, and pass the value",
                "'%s' in the type of a parameter", token->name->text);
}

static struct derivation *parse_array(struct parser *parser)
{
    struct derivation *step = new_step(parser, DERIVE_ARRAY);
    uint32_t first = take(parser);

    step->qualifiers = parse_qualifiers(parser);
    if (take_if(parser, TOKEN_STATIC)) {
        step->is_static = true;
        step->qualifiers |= parse_qualifiers(parser);
    }
    if (at_kind(parser, TOKEN_STAR) && kind_ahead(parser, 1) == TOKEN_RBRACKET) {
        step->is_star = true;
        take(parser);
    } else if (!at_kind(parser, TOKEN_RBRACKET)) {
        refuse_waiting_size(parser);
        step->size = parse_assignment(parser);
    }
    expect(parser, TOKEN_RBRACKET, "after the array size");
    step->range = range_from(parser, first);
    return step;
}

/* ---- parameters ---- */

static struct param *parse_param(struct parser *parser)
{
    struct param *param = ARENA_NEW(parser->arena, struct param);
    struct declarator *declarator;
    uint32_t first = parser->at;

    param->specs = parse_specs(parser, MARK_ON_PARAMETER);
    param->marks = param->specs->marks;
    if (param->specs->kind == TYPE_IMPLICIT && !param->specs->storage &&
        !param->specs->qualifiers)
        fail_expected(parser, "a parameter");
    param->declarator = declarator = parse_declarator(parser, DECLARATOR_EITHER);
    if (declarator->name) {
        declarator->symbol = scope_declare(parser, SYMBOL_PARAMETER, declarator->name);
        if (declarator->symbol && !declarator->symbol->redeclared)
            declarator->symbol->declarator = declarator;
    }
    parse_attributes(parser, &declarator->attributes);
    param->range = range_from(parser, first);
    return param;
}

static struct param *parse_identifier(struct parser *parser)
{
    struct param *param = ARENA_NEW(parser->arena, struct param);
    struct declarator *declarator = ARENA_NEW(parser->arena, struct declarator);

    declarator->name = here(parser)->name;
    declarator->token = expect(parser, TOKEN_NAME, "as a parameter's name");
    declarator->range = param->range = range_from(parser, declarator->token);
    param->declarator = declarator;
    return param;
}

/* An identifier list: (a, b) with names that are no types. */
static bool at_identifiers(const struct parser *parser)
{
    const struct token *tokens = parser->tokens;
    uint32_t index = parser->at;

    while (tokens[index].kind == TOKEN_NAME && !is_typedef_name(tokens[index].name)) {
        index = index_after(parser, index, 1);
        if (tokens[index].kind == TOKEN_RPAREN)
            return true;
        if (tokens[index].kind != TOKEN_COMMA)
            return false;
        index = index_after(parser, index, 1);
    }
    return false;
}

static bool at_void_only(const struct parser *parser)
{
    return at_kind(parser, TOKEN_VOID) && kind_ahead(parser, 1) == TOKEN_RPAREN;
}

static void parse_param_list(struct parser *parser, struct derivation *step)
{
    struct param **end = &step->params;

    do {
        if (take_if(parser, TOKEN_ELLIPSIS)) {
            step->is_variadic = true;
            return;
        }
        *end = step->is_identifiers ? parse_identifier(parser) : parse_param(parser);
        end = &(*end)->next;
    } while (take_if(parser, TOKEN_COMMA));
}

static struct derivation *parse_function(struct parser *parser)
{
    struct derivation *step = new_step(parser, DERIVE_FUNCTION);
    struct scope_mark scope = scope_open(parser);
    uint32_t first = take(parser);

    if (at_void_only(parser)) {
        step->is_void = true;
        take(parser);
    } else if (!at_kind(parser, TOKEN_RPAREN)) {
        step->is_identifiers = at_identifiers(parser);
        parse_param_list(parser, step);
    }
    expect(parser, TOKEN_RPAREN, "after the parameters");
    step->range = range_from(parser, first);
    scope_close(parser, scope);
    return step;
}

/* ---- declarators ---- */

/* `(` where a declarator may be abstract: does it open a nested declarator, or parameters? */
static bool opens_nested(const struct parser *parser, enum declarator_form form)
{
    enum token_kind next = kind_ahead(parser, 1);

    if (form == DECLARATOR_NAMED)
        return true;
    if (next == TOKEN_ATTRIBUTE)
        return true;
    if (next == TOKEN_NAME)
        return form == DECLARATOR_EITHER && !at_type_name(parser, 1);
    return next == TOKEN_STAR || next == TOKEN_LPAREN || next == TOKEN_LBRACKET;
}

static struct derivation *parse_steps(struct parser *parser, struct declarator *declarator,
                                      enum declarator_form form);

static struct derivation *parse_core(struct parser *parser, struct declarator *declarator,
                                     enum declarator_form form)
{
    struct derivation *steps = NULL;

    if (at_kind(parser, TOKEN_LPAREN) && opens_nested(parser, form)) {
        take(parser);
        parse_qualifiers(parser);
        steps = parse_steps(parser, declarator, form);
        expect(parser, TOKEN_RPAREN, "after the declarator");
        return steps;
    }
    declarator->token = parser->at;
    if (form != DECLARATOR_ABSTRACT && at_kind(parser, TOKEN_NAME)) {
        declarator->name = here(parser)->name;
        take(parser);
    } else if (form == DECLARATOR_NAMED) {
        fail_expected(parser, "the declared name");
    }
    return NULL;
}

/* A declarator without its attributes: the steps of the nested one, the suffixes, the stars. */
static struct derivation *parse_steps(struct parser *parser, struct declarator *declarator,
                                      enum declarator_form form)
{
    struct derivation *steps, *pointers;

    nest_enter(parser);
    pointers = parse_pointers(parser);
    steps = parse_core(parser, declarator, form);
    for (;;) {
        if (at_kind(parser, TOKEN_LPAREN))
            append_steps(&steps, parse_function(parser));
        else if (at_kind(parser, TOKEN_LBRACKET) && kind_ahead(parser, 1) != TOKEN_LBRACKET)
            append_steps(&steps, parse_array(parser));
        else
            break;
    }
    append_steps(&steps, pointers);
    nest_leave(parser);
    return steps;
}

struct declarator *parse_declarator(struct parser *parser, enum declarator_form form)
{
    struct declarator *declarator = ARENA_NEW(parser->arena, struct declarator);
    uint32_t first = parser->at;

    declarator->derivations = parse_steps(parser, declarator, form);
    declarator->range = range_from(parser, first);
    return declarator;
}

struct type_name *parse_type_name(struct parser *parser)
{
    struct type_name *type = ARENA_NEW(parser->arena, struct type_name);
    uint32_t first = parser->at;

    type->specs = parse_specs(parser, 0);
    if (type->specs->kind == TYPE_IMPLICIT && !type->specs->qualifiers) /* (const *) of old C */
        fail_expected(parser, "a type");
    type->declarator = parse_declarator(parser, DECLARATOR_ABSTRACT);
    type->range = range_from(parser, first);
    return type;
}

/* ---- declarations ---- */

/* A typedef of a function type, or typeof a function. */
static bool is_function_type(const struct specs *specs)
{
    const struct declarator *alias;

    if (specs->kind == TYPE_TYPEOF && specs->expr && specs->expr->kind == EXPR_NAME)
        return specs->expr->symbol ? specs->expr->symbol->kind == SYMBOL_FUNCTION
                                   : specs->expr->name->fact &&
                                         specs->expr->name->fact->kind == FACT_FUNCTION;
    if (specs->kind != TYPE_NAMED)
        return false;
    if (!specs->symbol)
        return fact_typedef(specs->name) && fact_typedef(specs->name)->flags & FACT_IS_FUNCTION;
    alias = specs->symbol->declarator;
    return alias && (declarator_function(alias) ||
                     (!alias->derivations && is_function_type(specs->symbol->decl->specs)));
}

static enum symbol_kind symbol_kind_of(const struct specs *specs,
                                       const struct declarator *declarator)
{
    if (specs->storage & STORAGE_TYPEDEF)
        return SYMBOL_TYPEDEF;
    return declarator_function(declarator) ||
                   (!declarator->derivations && is_function_type(specs))
               ? SYMBOL_FUNCTION : SYMBOL_OBJECT;
}

/*
 * Whether an object of that name stands in the same block already. In the branches of an #if it
 * may. A parameter is of the block of the body.
 */
static const struct declarator *declared_before(const struct parser *parser,
                                                const struct specs *specs,
                                                const struct declarator *declarator)
{
    const struct symbol *symbol = declarator->name ? declarator->name->binding : NULL;
    bool is_parameter = symbol && symbol->kind == SYMBOL_PARAMETER && symbol->scope == 1 &&
                        parser->scope == 2;

    if (!symbol || !symbol->declarator || specs->storage & STORAGE_EXTERN)
        return NULL;
    if (specs->kind == TYPE_NAMED && !specs->symbol && !fact_typedef(specs->name))
        return NULL; /* `x * n;`, of which only --no-cpp does not know that it is a product */
    if (!is_parameter && (symbol->kind != SYMBOL_OBJECT || symbol->scope != parser->scope ||
                          symbol->decl->specs->storage & STORAGE_EXTERN))
        return NULL;
    return has_directive_since(parser, symbol->declarator->token) ? NULL : symbol->declarator;
}

/* A prototype inside a body of a task that was declared before says nothing new: no symbol. */
static void declare(struct parser *parser, struct decl *decl, struct declarator *declarator)
{
    enum symbol_kind kind = symbol_kind_of(decl->specs, declarator);
    const struct declarator *before =
        kind == SYMBOL_OBJECT ? declared_before(parser, decl->specs, declarator) : NULL;
    struct symbol *symbol;

    if (before)
        fail_beside(parser, DIAG_REDECLARED, declarator->token, before->token,
                    "it is declared here", "'%s' is declared in this block already",
                    declarator->name->text);
    symbol = kind == SYMBOL_FUNCTION && fact_is_annotated(declarator->name)
                 ? NULL : scope_declare(parser, kind, declarator->name);

    declarator->symbol = symbol;
    if (symbol && !symbol->redeclared) {
        symbol->decl = decl;
        symbol->declarator = declarator;
    }
}

/* asm("name") and attributes, in any order. */
static void parse_declarator_tail(struct parser *parser, struct declarator *declarator)
{
    parse_attributes(parser, &declarator->attributes);
    if (at_kind(parser, TOKEN_ASM)) {
        uint32_t first = take(parser);

        if (!at_kind(parser, TOKEN_LPAREN))
            fail_expected(parser, "'(' after asm");
        take_group(parser);
        declarator->asm_label = range_from(parser, first);
        parse_attributes(parser, &declarator->attributes);
    }
}

/* What is no object has no value: passes that keep objects in a frame rely on it. */
static void refuse_value(struct parser *parser, const struct declarator *declarator)
{
    const struct symbol *symbol = declarator->symbol;

    if (symbol && (symbol->kind == SYMBOL_FUNCTION || symbol->kind == SYMBOL_TYPEDEF))
        fail_at(parser, DIAG_SYNTAX, declarator->token, NULL, "a %s cannot be initialised",
                symbol->kind == SYMBOL_FUNCTION ? "function" : "type");
}

/* The scope of the name begins before its initialiser. */
static void parse_init_declarator(struct parser *parser, struct decl *decl,
                                  struct declarator *declarator)
{
    declare(parser, decl, declarator);
    parse_declarator_tail(parser, declarator);
    if (at_kind(parser, TOKEN_ASSIGN)) {
        refuse_value(parser, declarator);
        declarator->assign = take(parser);
        declarator->init = parse_initializer(parser);
    }
}

void parse_init_declarators(struct parser *parser, struct decl *decl)
{
    struct declarator *declarator = decl->declarators;

    parse_init_declarator(parser, decl, declarator);
    while (take_if(parser, TOKEN_COMMA)) {
        struct piece *attributes = NULL;

        parse_attributes(parser, &attributes);
        declarator->next = parse_declarator(parser, DECLARATOR_NAMED);
        declarator = declarator->next;
        declarator->attributes = attributes;
        parse_init_declarator(parser, decl, declarator);
    }
}

static void refuse_nested_function(struct parser *parser, const struct decl *decl)
{
    const struct declarator *declarator = decl->declarators;

    if (declarator_function(declarator) && !declarator->next &&
        (at_kind(parser, TOKEN_LBRACE) || at_declaration(parser)))
        fail_at(parser, DIAG_NESTED_FUNCTION, declarator->token, "make it a function of the file",
                "a nested function cannot stand in an annotated function");
}

struct decl *parse_block_declaration(struct parser *parser)
{
    struct decl *decl = ARENA_NEW(parser->arena, struct decl);
    uint32_t first = parser->at;

    decl->specs = parse_specs(parser, 0);
    if (!at_kind(parser, TOKEN_SEMICOLON)) {
        decl->declarators = parse_declarator(parser, DECLARATOR_NAMED);
        parse_init_declarators(parser, decl);
        refuse_nested_function(parser, decl);
    }
    expect(parser, TOKEN_SEMICOLON, "after the declaration");
    decl->range = range_from(parser, first);
    return decl;
}
