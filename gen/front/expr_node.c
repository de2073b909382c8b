#include "expr_node.h"

static void add_child(struct expr *expr, const struct expr *child)
{
    if (!child)
        return;
    if (expr->depth <= child->depth)
        expr->depth = child->depth + 1;
    expr->may_hold_block |= child->may_hold_block;
}

/* Ends a node after its last token was taken. */
struct expr *finish_expr(struct parser *parser, struct expr *expr, uint32_t first)
{
    expr->range = range_from(parser, first);
    expr->has_await = has_await_since(parser, first);
    expr->has_directive = has_directive_since(parser, first);
    expr->depth = 1;
    expr->may_hold_block = expr->body || expr->type || expr->designators;
    for (int i = 0; i < 3; i++)
        add_child(expr, expr->kid[i]);
    for (const struct expr *item = expr->list; item; item = item->next)
        add_child(expr, item);
    if (expr->depth > EXPR_DEPTH_MAX)
        fail_at(parser, DIAG_TOO_DEEP, first, NULL,
                "this expression is too large (more than %d operators deep)",
                EXPR_DEPTH_MAX);
    return expr;
}

struct expr *new_expr(struct parser *parser, enum expr_kind kind)
{
    struct expr *expr = ARENA_NEW(parser->arena, struct expr);

    expr->kind = kind;
    expr->token = parser->at;
    expr->op = (enum token_kind) here(parser)->kind;
    return expr;
}
