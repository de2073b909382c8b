#include "walk.h"

static void walk_type_name(struct walk *walk, struct type_name *type)
{
    walk_specs(walk, type->specs);
    walk_declarator(walk, type->declarator);
}

static void walk_members(struct walk *walk, struct tag *tag)
{
    if (tag->underlying)
        walk_specs(walk, tag->underlying);
    for (struct decl *member = tag->members; member; member = member->next) {
        walk_expr(walk, member->assertion);
        if (!member->specs)
            continue;
        walk_specs(walk, member->specs);
        for (struct declarator *one = member->declarators; one; one = one->next)
            walk_declarator(walk, one);
    }
    for (struct enumerator *one = tag->enumerators; one; one = one->next)
        walk_expr(walk, one->value);
}

void walk_specs(struct walk *walk, struct specs *specs)
{
    if (walk->enter_specs && !walk->enter_specs(walk, specs))
        return;
    walk_expr(walk, specs->expr);
    if (specs->type)
        walk_type_name(walk, specs->type);
    if (specs->tag)
        walk_members(walk, specs->tag);
}

void walk_declarator(struct walk *walk, struct declarator *declarator)
{
    for (struct derivation *step = declarator->derivations; step; step = step->next) {
        walk_expr(walk, step->size);
        for (struct param *param = step->params; param; param = param->next) {
            if (param->specs)
                walk_specs(walk, param->specs);
            walk_declarator(walk, param->declarator);
        }
    }
    walk_expr(walk, declarator->width);
}

static void walk_designators(struct walk *walk, struct designator *designator)
{
    for (; designator; designator = designator->next) {
        walk_expr(walk, designator->index);
        walk_expr(walk, designator->high);
    }
}

/* Most of them are, and are looked at by each pass. */
static bool is_leaf(const struct expr *expr)
{
    return expr->kind == EXPR_NAME || expr->kind == EXPR_NUMBER ||
           expr->kind == EXPR_CHARACTER || expr->kind == EXPR_STRING;
}

static void walk_parts(struct walk *walk, struct expr *expr)
{
    if (expr->type)
        walk_type_name(walk, expr->type);
    walk_designators(walk, expr->designators);
    for (int i = 0; i < 3; i++)
        if (expr->kid[i])
            walk_expr(walk, expr->kid[i]);
    for (struct expr *item = expr->list; item; item = item->next)
        walk_expr(walk, item);
    if (expr->body)
        walk_stmt(walk, expr->body);
}

/* Whether only statements and declarations are looked at, of which the expression has none. */
static bool passes(const struct walk *walk, const struct expr *expr)
{
    return !expr->may_hold_block && !walk->enter_expr && !walk->leave_expr;
}

void walk_expr(struct walk *walk, struct expr *expr)
{
    if (!expr || passes(walk, expr) || (walk->enter_expr && !walk->enter_expr(walk, expr)))
        return;
    if (!is_leaf(expr))
        walk_parts(walk, expr);
    if (walk->leave_expr)
        walk->leave_expr(walk, expr);
}

static void walk_decl(struct walk *walk, struct decl *decl)
{
    if (decl->specs)
        walk_specs(walk, decl->specs);
    for (struct declarator *one = decl->declarators; one; one = one->next) {
        walk_declarator(walk, one);
        if (walk->declarator)
            walk->declarator(walk, decl, one);
        walk_expr(walk, one->init);
    }
}

void walk_stmt(struct walk *walk, struct stmt *stmt)
{
    if (walk->enter_stmt && !walk->enter_stmt(walk, stmt))
        return;
    if (stmt->decl)
        walk_decl(walk, stmt->decl);
    if (stmt->init)
        walk_stmt(walk, stmt->init);
    if (stmt->kind != STMT_DO)
        walk_expr(walk, stmt->expr);
    walk_expr(walk, stmt->high);
    walk_expr(walk, stmt->step);
    for (struct expr *operand = stmt->operands; operand; operand = operand->next)
        walk_expr(walk, operand);
    for (struct stmt *inner = stmt->body; inner; inner = inner->next)
        walk_stmt(walk, inner);
    if (stmt->kind == STMT_DO)
        walk_expr(walk, stmt->expr);
    if (stmt->otherwise)
        walk_stmt(walk, stmt->otherwise);
    if (walk->leave_stmt)
        walk->leave_stmt(walk, stmt);
}
