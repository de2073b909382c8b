#include "awaited.h"

#include <string.h>

#include "declare.h"
#include "walk.h"

/* The declared type of `x`, or of x[i], if the frame's declaration may name it; else NULL. */
static const char *declared_handle(struct ir *ir, const struct expr *expr)
{
    const struct expr *base = expr->kind == EXPR_INDEX ? expr_bare(expr->kid[0]) : expr;
    const struct local *local = ir_local(base);
    const struct derivation *step = local ? local->declarator->derivations : NULL;

    if (!local || !local->decl || local->layer || local->decl->specs->kind == TYPE_AUTO ||
        (local->decl->specs->kind != TYPE_NAMED && local->decl->specs->type == NULL) ||
        (expr->kind == EXPR_INDEX) != (step != NULL) || (step && step->next))
        return NULL;
    struct view view = {.ir = ir, .hole = ir->holes[local->decl->specs->range.first]};

    return ir_text(ir, "(%s) 0", declare(view, local->decl->specs, local->declarator,
                                         DECLARE_ELEMENT, "", NULL));
}

const char *awaited_known(struct ir *ir, const struct expr *expr)
{
    const struct expr *callee;

    expr = expr_bare(expr);
    callee = expr->kind == EXPR_CALL ? expr_bare(expr->kid[0]) : NULL;
    if (callee && callee->kind == EXPR_NAME && !callee->symbol && fact_is_annotated(callee->name))
        return ir_text(ir, "(%s_task) 0", callee->name->text);
    return callee ? NULL : declared_handle(ir, expr);
}

bool awaited_is_nameless(const struct expr *expr)
{
    static const char *const same[] = {"unsync_timeout", "unsync_shield", "unsync__timeout",
                                       "unsync__shielded"};
    const struct expr *callee;

    while (expr->kind == EXPR_PAREN || expr->kind == EXPR_CAST || expr->kind == EXPR_COMMA)
        expr = expr->kid[expr->kind == EXPR_COMMA];
    if (expr->kind != EXPR_CALL)
        return false;
    callee = expr_bare(expr->kid[0]);
    if (callee->kind != EXPR_NAME || callee->symbol || !expr->list)
        return true;
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        if (strcmp(callee->name->text, same[i]) == 0)
            return awaited_is_nameless(expr->list);
    return true;
}

const char *awaited_handle(struct ir *ir, const struct expr *handle, uint32_t hole)
{
    const char *known = awaited_known(ir, handle);
    struct view view = {.ir = ir, .hole = hole, .is_type = true};

    return known ? known : view_words(view, handle->range);
}

/* ---- expressions that are not evaluated ---- */

struct typing {
    struct ir *ir;
    uint32_t outer;
};

/* ({ ...; e; }): its locals have slots, so e alone tells the type. */
static void type_block(const struct typing *typing, const struct expr *expr)
{
    struct ir *ir = typing->ir;
    const struct stmt *last = last_expression(expr->body);
    uint32_t hole = ir_hole(ir, expr->range, typing->outer);
    struct view view = {.ir = ir, .hole = hole, .is_type = true};
    const char *type = "(void) 0";

    if (last) {
        awaited_types(ir, last->expr, hole);
        type = ir_text(ir, "((void) 0, %s)", view_words(view, last->expr->range));
    }
    ir->hole_list.list[hole].text = ir->hole_list.list[hole].type = type;
}

static bool type_await(struct walk *walk, struct expr *expr)
{
    struct typing *typing = walk->context;
    struct ir *ir = typing->ir;
    const char *type = "0", *text = "0"; /* of a catch */
    uint32_t hole;

    if (expr->kind == EXPR_BLOCK && expr->has_await) {
        type_block(typing, expr);
        return false;
    }
    if (expr->kind != EXPR_AWAIT && expr->kind != EXPR_CATCH && expr->kind != EXPR_YIELD)
        return expr->has_await;
    hole = ir_hole(ir, expr->range, typing->outer);
    awaited_types(ir, expr->kid[0], hole);
    if (expr->kind == EXPR_AWAIT) {
        const char *handle = awaited_handle(ir, expr->kid[0], hole);

        type = ir_text(ir, "(*(unsync__plain_type((%s)) *) 0)", handle);
        text = ir_text(ir, "(*(unsync__plain_type((%s)) *) unsync__task)", handle);
    }
    if (expr->kind == EXPR_YIELD)
        type = text = "UNSYNC__SENT";
    ir->hole_list.list[hole].text = text; /* an optimiser may look at what is not evaluated */
    ir->hole_list.list[hole].type = type;
    return false;
}

void awaited_types(struct ir *ir, struct expr *expr, uint32_t outer)
{
    struct typing typing = {.ir = ir, .outer = outer};
    struct walk walk = {.context = &typing, .enter_expr = type_await};

    walk_expr(&walk, expr);
}

static bool is_unevaluated_call(const struct expr *call)
{
    static const char *const names[] = {
        "__builtin_constant_p", "__builtin_object_size", "__builtin_dynamic_object_size",
        "__builtin_types_compatible_p", "__builtin_classify_type", "__builtin_has_attribute"};

    if (call->kid[0]->kind != EXPR_NAME || call->kid[0]->name->text[0] != '_')
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(call->kid[0]->name->text, names[i]) == 0)
            return true;
    return false;
}

bool awaited_is_choice(const struct expr *expr)
{
    return expr->kind == EXPR_CALL && expr->kid[0]->kind == EXPR_NAME && expr->list &&
           expr->list->next && expr->list->next->next &&
           strcmp(expr->kid[0]->name->text, "__builtin_choose_expr") == 0;
}

struct stmt *last_expression(const struct stmt *block)
{
    struct stmt *last = block->body;

    while (last && last->next)
        last = last->next;
    return last && last->kind == STMT_EXPR ? last : NULL;
}

bool awaited_in_sizes(const struct expr *expr)
{
    bool found = false;

    if (expr->kind != EXPR_SIZEOF || expr->op != TOKEN_SIZEOF || !expr->type ||
        (expr->type->specs->expr && expr->type->specs->expr->has_await))
        return false;
    for (const struct derivation *step = expr->type->declarator->derivations; step;
         step = step->next) {
        if (step->kind != DERIVE_ARRAY)
            return false;
        found |= step->size && step->size->has_await;
    }
    return found;
}

struct expr *unevaluated_part(const struct expr *expr)
{
    if (awaited_in_sizes(expr))
        return NULL;
    if (expr->kind == EXPR_SIZEOF || (expr->kind == EXPR_CALL && is_unevaluated_call(expr)))
        return (struct expr *) expr;
    if (expr->kind == EXPR_GENERIC)
        return expr->kid[0];
    return expr->type && expr->type->specs->expr ? expr->type->specs->expr : NULL;
}
