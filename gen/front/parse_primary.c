/*
 * Primary expressions: names, literals, parentheses, _Generic, statement expressions, and the
 * builtins whose arguments are types or members.
 */
#include <string.h>

#include "expr_node.h"

static bool at_string(const struct parser *parser)
{
    static const char *const made[] = {"__FILE__", "__DATE__", "__TIME__", "__BASE_FILE__",
                                       "__TIMESTAMP__"};
    const struct token *token = here(parser);

    if (token->kind == TOKEN_STRING)
        return true;
    if (token->kind == TOKEN_NAME && token->name->text[0] == '_')
        for (size_t i = 0; i < sizeof made / sizeof *made; i++)
            if (strcmp(token->name->text, made[i]) == 0)
                return true;
    return false;
}

static struct expr *parse_string(struct parser *parser)
{
    struct expr *expr = new_expr(parser, EXPR_STRING);
    uint32_t first = parser->at;

    while (at_string(parser))
        take(parser);
    return finish_expr(parser, expr, first);
}

static struct expr *parse_leaf(struct parser *parser, enum expr_kind kind)
{
    struct expr *expr = new_expr(parser, kind);
    uint32_t first = parser->at;

    if (kind == EXPR_NAME) {
        expr->name = here(parser)->name;
        expr->symbol = scope_find(parser, expr->name);
    }
    take(parser);
    return finish_expr(parser, expr, first);
}

/* The cursor is on the ( of ({ ... }). */
static struct expr *parse_block_expression(struct parser *parser)
{
    struct expr *expr = new_expr(parser, EXPR_BLOCK);
    uint32_t first = take(parser);

    expr->body = parse_compound(parser);
    expect(parser, TOKEN_RPAREN, "after the statement expression");
    return finish_expr(parser, expr, first);
}

static struct expr *parse_paren(struct parser *parser)
{
    struct expr *expr;
    uint32_t first;

    if (kind_ahead(parser, 1) == TOKEN_LBRACE)
        return parse_block_expression(parser);
    expr = new_expr(parser, EXPR_PAREN);
    first = take(parser);
    expr->kid[0] = parse_expression(parser);
    expect(parser, TOKEN_RPAREN, "after the expression");
    return finish_expr(parser, expr, first);
}

static struct expr *parse_association(struct parser *parser)
{
    struct expr *expr = new_expr(parser, EXPR_ASSOCIATION);
    uint32_t first = parser->at;

    if (!take_if(parser, TOKEN_DEFAULT))
        expr->type = parse_type_name(parser);
    expect(parser, TOKEN_COLON, "in _Generic");
    expr->kid[0] = parse_assignment(parser);
    return finish_expr(parser, expr, first);
}

static struct expr *parse_generic(struct parser *parser)
{
    struct expr *expr = new_expr(parser, EXPR_GENERIC), **end = &expr->list;
    uint32_t first = take(parser);

    expect(parser, TOKEN_LPAREN, "after _Generic");
    expr->kid[0] = parse_assignment(parser);
    while (take_if(parser, TOKEN_COMMA)) {
        *end = parse_association(parser);
        end = &(*end)->next;
    }
    expect(parser, TOKEN_RPAREN, "at the end of _Generic");
    return finish_expr(parser, expr, first);
}

struct expr *parse_type_argument(struct parser *parser)
{
    struct expr *expr = new_expr(parser, EXPR_TYPE);
    uint32_t first = parser->at;

    expr->type = parse_type_name(parser);
    return finish_expr(parser, expr, first);
}

/* __builtin_offsetof(type, member.member[index]) */
static struct expr *parse_offsetof(struct parser *parser)
{
    struct expr *expr = new_expr(parser, EXPR_OFFSETOF);
    struct designator *member = ARENA_NEW(parser->arena, struct designator);
    uint32_t first = take(parser);

    expect(parser, TOKEN_LPAREN, "after __builtin_offsetof");
    expr->type = parse_type_name(parser);
    expect(parser, TOKEN_COMMA, "in __builtin_offsetof");
    member->name = here(parser)->name;
    member->token = expect(parser, TOKEN_NAME, "in __builtin_offsetof");
    member->range = range_from(parser, member->token);
    member->next = parse_designators(parser);
    expr->designators = member;
    expect(parser, TOKEN_RPAREN, "at the end of __builtin_offsetof");
    return finish_expr(parser, expr, first);
}

static struct expr *parse_va_arg(struct parser *parser)
{
    struct expr *expr = new_expr(parser, EXPR_VA_ARG);
    uint32_t first = take(parser);

    expect(parser, TOKEN_LPAREN, "after va_arg");
    expr->kid[0] = parse_assignment(parser);
    expect(parser, TOKEN_COMMA, "in va_arg");
    expr->type = parse_type_name(parser);
    expect(parser, TOKEN_RPAREN, "at the end of va_arg");
    return finish_expr(parser, expr, first);
}

/* __builtin_types_compatible_p(type, type), as a call without a callee's symbol. */
static struct expr *parse_types_compatible(struct parser *parser)
{
    struct expr *expr = new_expr(parser, EXPR_CALL);
    uint32_t first = parser->at;

    expr->kid[0] = parse_leaf(parser, EXPR_NAME);
    expect(parser, TOKEN_LPAREN, "after __builtin_types_compatible_p");
    expr->list = parse_type_argument(parser);
    expect(parser, TOKEN_COMMA, "in __builtin_types_compatible_p");
    expr->list->next = parse_type_argument(parser);
    expect(parser, TOKEN_RPAREN, "at the end of __builtin_types_compatible_p");
    return finish_expr(parser, expr, first);
}

struct expr *parse_primary(struct parser *parser)
{
    if (at_string(parser))
        return parse_string(parser);
    switch (here(parser)->kind) {
    case TOKEN_NAME:             return parse_leaf(parser, EXPR_NAME);
    case TOKEN_NUMBER:           return parse_leaf(parser, EXPR_NUMBER);
    case TOKEN_CHARACTER:        return parse_leaf(parser, EXPR_CHARACTER);
    case TOKEN_LPAREN:           return parse_paren(parser);
    case TOKEN_GENERIC:          return parse_generic(parser);
    case TOKEN_OFFSETOF:         return parse_offsetof(parser);
    case TOKEN_VA_ARG:           return parse_va_arg(parser);
    case TOKEN_TYPES_COMPATIBLE: return parse_types_compatible(parser);
    default:                     fail_expected(parser, "an expression");
    }
}
