/*
 * Initialisers and their designators, the old GNU forms too.
 */
#include "expr_node.h"

static struct designator *parse_designator(struct parser *parser)
{
    struct designator *designator = ARENA_NEW(parser->arena, struct designator);
    uint32_t first = take(parser); /* . or [ */

    if (parser->tokens[first].kind == TOKEN_DOT) {
        designator->name = here(parser)->name;
        designator->token = expect(parser, TOKEN_NAME, "as the member's name");
    } else {
        designator->index = parse_constant(parser);
        if (take_if(parser, TOKEN_ELLIPSIS))
            designator->high = parse_constant(parser);
        expect(parser, TOKEN_RBRACKET, "after the index");
    }
    designator->range = range_from(parser, first);
    return designator;
}

struct designator *parse_designators(struct parser *parser)
{
    struct designator *list = NULL, **end = &list;

    while (at_kind(parser, TOKEN_DOT) || at_kind(parser, TOKEN_LBRACKET)) {
        *end = parse_designator(parser);
        end = &(*end)->next;
    }
    return list;
}

static struct expr *parse_init_item(struct parser *parser)
{
    struct expr *expr = new_expr(parser, EXPR_INIT_ITEM);
    uint32_t first = parser->at;

    if (at_kind(parser, TOKEN_NAME) && kind_ahead(parser, 1) == TOKEN_COLON) { /* old: name: x */
        expr->designators = ARENA_NEW(parser->arena, struct designator);
        expr->designators->name = here(parser)->name;
        expr->designators->token = take(parser);
        expr->designators->range = range_from(parser, first);
        take(parser);
    } else if ((expr->designators = parse_designators(parser))) {
        take_if(parser, TOKEN_ASSIGN); /* old: [1] x */
    }
    expr->kid[0] = parse_initializer(parser);
    return finish_expr(parser, expr, first);
}

struct expr *parse_initializer(struct parser *parser)
{
    struct expr *expr, **end;
    uint32_t first;

    if (!at_kind(parser, TOKEN_LBRACE))
        return parse_assignment(parser);
    nest_enter(parser);
    expr = new_expr(parser, EXPR_INIT_LIST);
    end = &expr->list;
    first = take(parser);
    while (!at_kind(parser, TOKEN_RBRACE)) {
        *end = parse_init_item(parser);
        end = &(*end)->next;
        if (!take_if(parser, TOKEN_COMMA))
            break;
    }
    expect(parser, TOKEN_RBRACE, "at the end of the initialiser");
    nest_leave(parser);
    return finish_expr(parser, expr, first);
}
