/*
 * `int n = await f(x);` where f is void, `return 3;` in a void function, `return;` in one with a
 * result. The compiler would say the first in words about a slot of the frame; the others it could
 * not say at all in a resume function, where a return is an assignment and a jump. It is looked at
 * the places that certainly take a value; a result whose type is not known passes.
 */
#include "valueless.h"

#include <string.h>

#include "../tree/handle.h"
#include "../tree/walk.h"

struct search {
    struct ir *ir;
    struct function *function;
};

/* ---- awaits ---- */

static bool is_valueless_name(const struct search *search, const struct expr *name)
{
    const struct symbol *symbol = name->symbol;
    const struct specs *specs;

    if (!symbol)
        return name->name->fact && name->name->fact->kind == FACT_VARIABLE &&
               name->name->fact->flags & FACT_NO_VALUE;
    specs = symbol->declarator ? ir_symbol_specs(search->function, symbol) : NULL;
    return specs && !symbol->redeclared && !symbol->declarator->derivations &&
           handle_is_valueless(specs);
}

/* Whether a handle is of a task whose result is void. */
static bool is_valueless(const struct search *search, const struct expr *handle)
{
    const struct expr *callee;

    switch (handle->kind) {
    case EXPR_CALL:
        callee = expr_bare(handle->kid[0]);
        return callee->kind == EXPR_NAME && !callee->symbol && callee->name->fact &&
               callee->name->fact->kind == FACT_FUNCTION &&
               callee->name->fact->flags & FACT_NO_VALUE;
    case EXPR_CAST:
        return !handle->type->declarator->derivations && handle_is_valueless(handle->type->specs);
    case EXPR_NAME:
        return is_valueless_name(search, handle);
    default:
        return false;
    }
}

static void report(const struct search *search, const struct expr *await,
                   const struct expr *handle)
{
    const struct unit *unit = search->ir->unit;
    const struct expr *callee = handle->kind == EXPR_CALL ? expr_bare(handle->kid[0]) : NULL;
    const struct marking *first = callee ? callee->name->fact->first : NULL;

    ir_refuse(search->ir, search->function->item, DIAG_NO_VALUE,
              unit_range_span(unit, await->range), "wait for it in a statement of its own",
              callee ? "'%s' is a task without a value: its result is void"
                     : "this is a task without a value: its result is void",
              callee ? callee->name->text : "");
    if (first)
        diag_note(unit->diag, first->span, "'%s' is marked here", callee->name->text);
}

/* `expr` stands where a value is taken. */
static void see_value(const struct search *search, const struct expr *expr)
{
    const struct expr *handle;

    expr = expr_bare(expr);
    if (!expr || expr->kind != EXPR_AWAIT)
        return;
    handle = expr_bare(expr->kid[0]);
    if (is_valueless(search, handle))
        report(search, expr, handle);
}

static void see_arguments(const struct search *search, const struct expr *call)
{
    const struct expr *callee = expr_bare(call->kid[0]);

    if (callee->kind == EXPR_NAME && strncmp(callee->name->text, "__", 2) == 0)
        return; /* a builtin may take what has no value */
    for (const struct expr *one = call->list; one; one = one->next)
        see_value(search, one);
}

static bool enter_expr(struct walk *walk, struct expr *expr)
{
    const struct search *search = walk->context;

    if (!expr->has_await)
        return false;
    switch (expr->kind) {
    case EXPR_ASSIGN:
        see_value(search, expr->kid[1]);
        break;
    case EXPR_BINARY: case EXPR_INDEX:
        see_value(search, expr->kid[0]);
        see_value(search, expr->kid[1]);
        break;
    case EXPR_UNARY: case EXPR_CONDITIONAL: case EXPR_INIT_ITEM: case EXPR_MEMBER:
        see_value(search, expr->kid[0]);
        break;
    case EXPR_CALL:
        see_arguments(search, expr);
        break;
    default:
        break;
    }
    return true;
}

static void see_declarator(struct walk *walk, struct decl *decl, struct declarator *declarator)
{
    (void) decl;
    see_value(walk->context, declarator->init);
}

/* ---- returns ---- */

/* Certainly no expression of type void. */
static bool has_value(const struct expr *expr)
{
    switch (expr->kind) {
    case EXPR_NUMBER: case EXPR_CHARACTER: case EXPR_STRING: case EXPR_SIZEOF: case EXPR_BINARY:
    case EXPR_ASSIGN: case EXPR_POSTFIX: case EXPR_CATCH:
        return true;
    case EXPR_NAME:
        return expr->symbol && !expr->symbol->redeclared;
    default:
        return false;
    }
}

static void see_return(const struct search *search, const struct stmt *stmt)
{
    const struct function *function = search->function;
    const struct unit *unit = search->ir->unit;
    const struct expr *value = expr_bare(stmt->expr);

    if (value && function->is_void && has_value(value))
        ir_refuse(search->ir, function->item, DIAG_RETURN_VALUE,
                  unit_range_span(unit, stmt->expr->range),
                  "return nothing, or give the function the type of this",
                  "'%s' returns a value, and its result is void", function->name->text);
    else if (!value && !function->is_void)
        ir_refuse(search->ir, function->item, DIAG_RETURN_VALUE,
                  unit_span(unit, stmt->range.first), "return one; unsync_fail(code, \"why\") ends "
                  "the function without", "'%s' has a result, and this returns none",
                  function->name->text);
    else if (!function->is_void)
        see_value(search, value);
}

static bool enter_stmt(struct walk *walk, struct stmt *stmt)
{
    const struct search *search = walk->context;

    switch (stmt->kind) {
    case STMT_IF: case STMT_SWITCH: case STMT_WHILE: case STMT_DO: case STMT_FOR:
        see_value(search, stmt->expr);
        break;
    case STMT_RETURN:
        if (!search->function->is_generator)
            see_return(search, stmt);
        break;
    default:
        break;
    }
    return true;
}

void valueless_items(struct ir *ir)
{
    for (struct function *function = ir->functions; function; function = function->next) {
        struct search search = {ir, function};
        struct walk walk = {.context = &search, .enter_stmt = enter_stmt, .enter_expr = enter_expr,
                            .declarator = see_declarator};

        if (function->item->body && function->item->is_known)
            walk_stmt(&walk, function->item->body);
    }
}
