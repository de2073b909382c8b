/*
 * What a compiler warns of in any function, and cannot see in a resume function: there a return is
 * an assignment and a jump, the end of the body a jump too, and a local is a member of a frame
 * that outlives the return by a little. Bodies of the other lanes stay functions: of those the
 * compiler says it.
 */
#include "ending.h"

#include "../tree/declare.h"
#include "../tree/ending.h"
#include "../tree/walk.h"

struct search {
    struct ir *ir;
    const struct function *function;
};

/* ---- returns ---- */

static bool is_array(const struct local *local)
{
    return local->decl && declared_class(local->decl->specs, local->declarator) == CLASS_ARRAY;
}

/* The local of which the expression is the address or leads into, or NULL. */
static const struct local *address_of(const struct expr *expr)
{
    const struct local *local;
    bool has_address = false;

    while (expr->kind == EXPR_PAREN || expr->kind == EXPR_CAST)
        expr = expr->kid[0];
    if (expr->kind == EXPR_UNARY && expr->op == TOKEN_AND) {
        has_address = true;
        expr = expr_bare(expr->kid[0]);
        while (expr->kind == EXPR_MEMBER && expr->op == TOKEN_DOT)
            expr = expr_bare(expr->kid[0]);
    }
    if (has_address && expr->kind == EXPR_INDEX) { /* of an array, not of what a pointer leads to */
        has_address = false;
        expr = expr_bare(expr->kid[0]);
    }
    local = expr->kind == EXPR_NAME ? ir_local(expr) : NULL;
    return local && (has_address || is_array(local)) ? local : NULL;
}

static bool enter_stmt(struct walk *walk, struct stmt *stmt)
{
    const struct search *search = walk->context;
    const struct unit *unit = search->ir->unit;
    const struct local *local =
        stmt->kind == STMT_RETURN && stmt->expr ? address_of(stmt->expr) : NULL;

    if (local && diag_report(unit->diag, DIAG_RETURN_LOCAL,
                             unit_range_span(unit, stmt->expr->range),
                             "'%s' returns the address of '%s', which ends with the task",
                             search->function->name->text, local->symbol->name->text))
        diag_hint(unit->diag,
                  "return the value itself, or memory from malloc: who awaits frees it");
    return true;
}

static bool may_return_address(const struct function *function)
{
    enum type_class class = remaining_class(function->specs, function->type->next);

    return !function->is_void && class == CLASS_SCALAR && !function->is_generator;
}

/* ---- the end ---- */

/* Where no preprocessor was asked, or only one of the branches counts, nobody knows. */
static bool is_seen(const struct function *function)
{
    return function->item->is_known && !function->has_conditionals;
}

static void see_end(const struct ir *ir, const struct function *function)
{
    const struct unit *unit = ir->unit;
    const struct stmt *body = function->item->body;

    if (function->is_void || function->is_main || function->is_generator || !is_seen(function) ||
        !ending_reached(unit, body) ||
        !diag_report(unit->diag, DIAG_MISSING_RETURN, unit_span(unit, body->range.end - 1),
                     "'%s' has a result, and may end here without one", function->name->text))
        return;
    diag_hint(unit->diag,
              "return one; unsync_fail(code, \"why\") ends the function without");
}

void ending_items(struct ir *ir)
{
    for (struct function *function = ir->functions; function; function = function->next) {
        struct search search = {ir, function};
        struct walk walk = {.context = &search, .enter_stmt = enter_stmt};

        if (!function->item->body || function->item->failed || !function->is_resumed)
            continue;
        see_end(ir, function);
        if (may_return_address(function))
            walk_stmt(&walk, function->item->body);
    }
}
