#include "codec.h"

const struct shape *shape_leaf(const struct shape *shape)
{
    if (shape->kind == SHAPE_LIST || shape->kind == SHAPE_TAIL)
        shape = shape->element;
    while (shape->kind == SHAPE_ARRAY)
        shape = shape->element;
    return shape;
}

bool shape_is_flat(const struct shape *shape)
{
    return shape_leaf(shape)->kind == SHAPE_PLAIN;
}

bool is_computed(const struct expr *expr)
{
    return expr->kind == EXPR_BINARY &&
           (expr->op == TOKEN_PLUS || expr->op == TOKEN_MINUS || expr->op == TOKEN_STAR ||
            expr->op == TOKEN_SLASH || expr->op == TOKEN_PERCENT || expr->op == TOKEN_SHIFT_LEFT ||
            expr->op == TOKEN_SHIFT_RIGHT);
}

bool shape_owns(const struct shape *shape)
{
    switch (shape->kind) {
    case SHAPE_PLAIN:
        return shape->is_text || shape->is_checked;
    case SHAPE_BITS:
        return false;
    case SHAPE_ARRAY:
    case SHAPE_TAIL:
        return shape_owns(shape->element);
    case SHAPE_GROUP:
    case SHAPE_UNION:
        for (const struct field *field = shape->fields->first; field; field = field->next)
            if (shape_owns(&field->shape))
                return true;
        return false;
    default:
        return true;
    }
}
