/*
 * Declaration specifiers: storage, qualifiers, types, struct, union and enum bodies, attributes.
 * They are kept as pieces in source order, so that a pass can print just those that it wants.
 */
#include "../tree/constant.h"
#include "parse.h"

static struct piece *add_piece(struct parser *parser, struct piece **pieces, enum piece_kind kind,
                               uint32_t first)
{
    struct piece *piece = ARENA_NEW(parser->arena, struct piece);

    piece->kind = kind;
    piece->range = range_from(parser, first);
    while (*pieces)
        pieces = &(*pieces)->next;
    return *pieces = piece;
}

/* ---- attributes ---- */

static bool at_brackets(const struct parser *parser)
{
    return at_kind(parser, TOKEN_LBRACKET) && kind_ahead(parser, 1) == TOKEN_LBRACKET;
}

static bool at_attribute(const struct parser *parser)
{
    return at_kind(parser, TOKEN_ATTRIBUTE) || (at_brackets(parser) && !at_attribute_mark(parser));
}

void parse_attributes(struct parser *parser, struct piece **pieces)
{
    while (at_attribute(parser)) {
        uint32_t first = parser->at;

        if (at_kind(parser, TOKEN_ATTRIBUTE)) {
            take(parser);
            if (!at_kind(parser, TOKEN_LPAREN))
                fail_expected(parser, "'(' after __attribute__");
        }
        take_group(parser);
        add_piece(parser, pieces, PIECE_ATTRIBUTE, first);
    }
}

/* ---- struct, union, enum ---- */

static void parse_member_declarators(struct parser *parser, struct decl *decl)
{
    struct declarator **end = &decl->declarators;

    do {
        struct declarator *declarator = parse_declarator(
            parser, at_kind(parser, TOKEN_COLON) ? DECLARATOR_ABSTRACT : DECLARATOR_NAMED);

        if (take_if(parser, TOKEN_COLON))
            declarator->width = parse_constant(parser);
        parse_attributes(parser, &declarator->attributes);
        *end = declarator;
        end = &declarator->next;
    } while (take_if(parser, TOKEN_COMMA));
}

struct expr *parse_static_assert(struct parser *parser)
{
    struct expr *expr;

    take(parser);
    expect(parser, TOKEN_LPAREN, "after _Static_assert");
    expr = parse_constant(parser);
    if (take_if(parser, TOKEN_COMMA))
        parse_constant(parser);
    expect(parser, TOKEN_RPAREN, "after _Static_assert");
    return expr;
}

static struct decl *parse_member_declaration(struct parser *parser)
{
    struct decl *decl = ARENA_NEW(parser->arena, struct decl);
    uint32_t first = parser->at;

    if (at_kind(parser, TOKEN_STATIC_ASSERT)) {
        decl->assertion = parse_static_assert(parser);
    } else {
        decl->specs = parse_specs(parser, MARK_ON_FIELD);
        if (!at_kind(parser, TOKEN_SEMICOLON) && !at_kind(parser, TOKEN_RBRACE))
            parse_member_declarators(parser, decl);
    }
    if (!at_kind(parser, TOKEN_RBRACE)) /* the last ; may be missing, as gcc has it */
        expect(parser, TOKEN_SEMICOLON, "after the member");
    decl->range = range_from(parser, first);
    return decl;
}

static void parse_members(struct parser *parser, struct tag *tag)
{
    struct decl **end = &tag->members;

    while (!at_kind(parser, TOKEN_RBRACE)) {
        if (take_if(parser, TOKEN_SEMICOLON))
            continue;
        *end = parse_member_declaration(parser);
        end = &(*end)->next;
    }
}

static void parse_enumerators(struct parser *parser, struct tag *tag)
{
    struct enumerator **end = &tag->enumerators, *before = NULL;
    struct piece *ignored = NULL;

    while (!at_kind(parser, TOKEN_RBRACE)) {
        struct enumerator *enumerator = ARENA_NEW(parser->arena, struct enumerator);

        enumerator->name = here(parser)->name;
        enumerator->token = expect(parser, TOKEN_NAME, "as the enumerator's name");
        parse_attributes(parser, &ignored);
        if (take_if(parser, TOKEN_ASSIGN))
            enumerator->value = parse_constant(parser);
        enumerator->range = range_from(parser, enumerator->token);
        enumerator->is_fixed = tag->underlying != NULL;
        enumerator->symbol = scope_declare(parser, SYMBOL_ENUMERATOR, enumerator->name);
        constant_enumerator(parser->unit, enumerator, before);
        before = *end = enumerator;
        end = &enumerator->next;
        if (!take_if(parser, TOKEN_COMMA))
            break;
    }
}

/* `: unsigned char` of an enum; not the width of a bit-field without a name. */
static void parse_underlying(struct parser *parser, struct tag *tag)
{
    if (!at_kind(parser, TOKEN_COLON) ||
        !(at_type_name(parser, 1) ||
          (kind_ahead(parser, 1) == TOKEN_NAME && kind_ahead(parser, 2) == TOKEN_LBRACE)))
        return;
    tag->colon = take(parser);
    tag->underlying = parse_specs(parser, 0);
}

static void parse_tag(struct parser *parser, struct specs *specs)
{
    enum token_kind keyword = (enum token_kind) here(parser)->kind;
    struct tag *tag = ARENA_NEW(parser->arena, struct tag);
    struct piece *ignored = NULL;
    uint32_t first = take(parser);

    specs->tag = tag;
    specs->kind = keyword == TOKEN_STRUCT ? TYPE_STRUCT
                  : keyword == TOKEN_UNION ? TYPE_UNION : TYPE_ENUM;
    parse_attributes(parser, &ignored);
    if (at_kind(parser, TOKEN_NAME)) {
        tag->name = here(parser)->name;
        tag->token = take(parser);
    }
    nest_enter(parser);
    if (keyword == TOKEN_ENUM)
        parse_underlying(parser, tag);
    if (at_kind(parser, TOKEN_LBRACE)) {
        tag->has_body = true;
        take(parser);
        if (keyword == TOKEN_ENUM)
            parse_enumerators(parser, tag);
        else
            parse_members(parser, tag);
        expect(parser, TOKEN_RBRACE, "at the end of the type");
    } else if (!tag->name) {
        fail_expected(parser, "a name or '{'");
    }
    nest_leave(parser);
    tag->range = range_from(parser, first);
}

/* ---- specifiers ---- */

/* typeof(...), _Atomic(type), unsync_task_of(type), _Alignas(...): the cursor is on the word. */
static void parse_type_operator(struct parser *parser, struct specs *specs, enum type_kind kind)
{
    take(parser);
    expect(parser, TOKEN_LPAREN, "after the type operator");
    if (at_type_name(parser, 0) || kind == TYPE_ATOMIC)
        specs->type = parse_type_name(parser);
    else
        specs->expr = parse_expression(parser);
    expect(parser, TOKEN_RPAREN, "after the type operator");
    specs->kind = kind;
}

static uint32_t storage_of(enum token_kind kind)
{
    switch (kind) {
    case TOKEN_TYPEDEF:      return STORAGE_TYPEDEF;
    case TOKEN_EXTERN:       return STORAGE_EXTERN;
    case TOKEN_STATIC:       return STORAGE_STATIC;
    case TOKEN_AUTO:         return STORAGE_AUTO;
    case TOKEN_REGISTER:     return STORAGE_REGISTER;
    case TOKEN_THREAD_LOCAL: return STORAGE_THREAD_LOCAL;
    case TOKEN_INLINE:       return STORAGE_INLINE;
    case TOKEN_NORETURN:     return STORAGE_NORETURN;
    default:                 return 0;
    }
}

static uint32_t qualifier_of(enum token_kind kind)
{
    switch (kind) {
    case TOKEN_CONST:    return QUALIFIER_CONST;
    case TOKEN_VOLATILE: return QUALIFIER_VOLATILE;
    case TOKEN_RESTRICT: return QUALIFIER_RESTRICT;
    case TOKEN_ATOMIC:   return QUALIFIER_ATOMIC;
    default:             return 0;
    }
}

/* The typedef of a block that the name means here, or NULL. */
static struct symbol *find_typedef(const struct parser *parser, const struct name *name)
{
    struct symbol *symbol = scope_find(parser, name);

    return symbol && symbol->kind == SYMBOL_TYPEDEF ? symbol : NULL;
}

/* A name where a type is still missing: a typedef, or an unknown one that stands like a type. */
static bool name_is_type(const struct parser *parser)
{
    const struct name *name = here(parser)->name;
    enum token_kind next = kind_ahead(parser, 1);

    if (is_typedef_name(name))
        return true;
    if (scope_find(parser, name) && next != TOKEN_NAME)
        return false;
    return next == TOKEN_NAME || next == TOKEN_STAR || begins_specifier(next) ||
           (is_unknown_name(parser, parser->at) &&
            (next == TOKEN_RPAREN || next == TOKEN_COMMA || next == TOKEN_LBRACE));
}

/* The type specifier at the cursor, if there is one that can follow what the type has so far. */
static bool parse_type_specifier(struct parser *parser, struct specs *specs, bool has_type)
{
    const struct token *token = here(parser);

    switch (token->kind) {
    case TOKEN_STRUCT: case TOKEN_UNION: case TOKEN_ENUM:
        parse_tag(parser, specs);
        return true;
    case TOKEN_TYPEOF:
        parse_type_operator(parser, specs, TYPE_TYPEOF);
        return true;
    case TOKEN_ATOMIC:
        if (kind_ahead(parser, 1) != TOKEN_LPAREN)
            return false;
        parse_type_operator(parser, specs, TYPE_ATOMIC);
        return true;
    case TOKEN_AUTO_TYPE:
        specs->kind = TYPE_AUTO;
        take(parser);
        return true;
    case TOKEN_NAME:
        if (has_type)
            return false;
        if (is_task_of(parser, parser->at)) {
            parse_type_operator(parser, specs, TYPE_TYPEOF);
            return true;
        }
        if (!name_is_type(parser))
            return false;
        specs->kind = TYPE_NAMED;
        specs->name = token->name;
        specs->symbol = find_typedef(parser, token->name);
        take(parser);
        return true;
    default:
        if (!begins_specifier((enum token_kind) token->kind) ||
            storage_of((enum token_kind) token->kind) ||
            qualifier_of((enum token_kind) token->kind) || token->kind == TOKEN_ALIGNAS)
            return false;
        if (!has_type)
            specs->kind = token->kind == TOKEN_VOID ? TYPE_VOID : TYPE_BASIC;
        take(parser);
        return true;
    }
}

static void parse_alignas(struct parser *parser)
{
    struct specs operand = {0};
    uint32_t first = parser->at;

    parse_type_operator(parser, &operand, TYPE_TYPEOF);
    if (has_await_since(parser, first))
        fail_at(parser, DIAG_AWAIT_PLACE, parser->awaits - 1, NULL,
                "'%s' in an alignment, which is a constant",
                parser->tokens[parser->awaits - 1].name->text);
}

/* What is no type: storage, qualifiers, attributes, marks. False: nothing of that kind is here. */
static bool parse_modifier(struct parser *parser, struct specs *specs, uint32_t places)
{
    enum token_kind kind = (enum token_kind) here(parser)->kind;
    uint32_t first = parser->at, bit;

    if (kind == TOKEN_MARK || at_attribute_mark(parser)) {
        parse_mark(parser, &specs->marks, places);
        add_piece(parser, &specs->pieces, PIECE_MARK, first);
    } else if (at_attribute(parser)) {
        parse_attributes(parser, &specs->pieces);
    } else if ((bit = storage_of(kind))) {
        specs->storage |= bit;
        take(parser);
        add_piece(parser, &specs->pieces,
                  bit >= STORAGE_INLINE ? PIECE_FUNCTION : PIECE_STORAGE, first);
    } else if ((bit = qualifier_of(kind)) &&
               !(bit == QUALIFIER_ATOMIC && kind_ahead(parser, 1) == TOKEN_LPAREN)) {
        specs->qualifiers |= bit;
        take(parser);
        add_piece(parser, &specs->pieces, PIECE_QUALIFIER, first);
    } else if (kind == TOKEN_ALIGNAS) {
        parse_alignas(parser);
        add_piece(parser, &specs->pieces, PIECE_ALIGNAS, first);
    } else if (kind == TOKEN_EXTENSION) {
        take(parser);
        add_piece(parser, &specs->pieces, PIECE_EXTENSION, first);
    } else {
        return false;
    }
    return true;
}

struct specs *parse_specs(struct parser *parser, uint32_t places)
{
    struct specs *specs = ARENA_NEW(parser->arena, struct specs);
    uint32_t first = parser->at;
    bool has_type = false;

    specs->kind = TYPE_IMPLICIT;
    for (;;) {
        uint32_t piece = parser->at;

        if (parse_modifier(parser, specs, places))
            continue;
        if (!parse_type_specifier(parser, specs, has_type))
            break;
        has_type = true;
        add_piece(parser, &specs->pieces, PIECE_TYPE, piece);
    }
    specs->range = range_from(parser, first);
    return specs;
}
