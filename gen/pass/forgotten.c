/*
 * A call of a marked function gives a handle, which a C compiler turns into a number with no more
 * than a warning. So it is looked at what initialises or is assigned to a variable that is a number
 * or a struct, and what is returned as one. Pointers are left alone: one may keep a handle. Behind
 * the '...' of a function the compiler sees no type at all: a handle there is warned of, as the
 * function may want handles, but hardly does.
 */
#include "forgotten.h"

#include "../tree/handle.h"
#include "../tree/walk.h"

struct search {
    struct ir *ir;
    struct function *function;
};

static bool starts_task(const struct expr *expr)
{
    return expr && expr->kind == EXPR_CALL && expr->kid[0]->kind == EXPR_NAME &&
           !expr->kid[0]->symbol && fact_is_annotated(expr->kid[0]->name) &&
           !fact_is_generator(expr->kid[0]->name);
}

static bool is_value(const struct specs *specs, const struct derivation *step)
{
    return !step && specs->kind != TYPE_VOID && handle_excluded(specs, NULL) &&
           !(specs->kind == TYPE_NAMED && specs->name->fact->flags & FACT_POINTER);
}

/* `what`: "'n' would get". */
static void report(struct search *search, const struct expr *call, const char *what)
{
    const struct unit *unit = search->ir->unit;
    struct span span = unit_range_span(unit, call->range);
    const char *name = call->kid[0]->name->text;

    ir_refuse(search->ir, search->function->item, DIAG_FORGOTTEN_AWAIT, span,
              ir_text(search->ir, "write 'await %s(...)' for the value of the task", name),
              "'%s' starts a task, and %s its handle", name, what);
    if (unit->tokens.list[call->range.first].call)
        return; /* the place is that of a macro call */
    diag_fix(unit->diag, "wait for it");
    diag_insert(unit->diag, span.at, "await ");
}

static void see_declarator(struct walk *walk, struct decl *decl, struct declarator *declarator)
{
    struct search *search = walk->context;
    const struct expr *init = expr_bare(declarator->init);

    if (starts_task(init) && is_value(decl->specs, declarator->derivations))
        report(search, init, ir_text(search->ir, "'%s' would get", declarator->name->text));
}

/* A local or parameter of the function. */
static bool is_value_symbol(const struct search *search, const struct symbol *symbol)
{
    const struct specs *specs =
        symbol && symbol->declarator ? ir_symbol_specs(search->function, symbol) : NULL;

    return specs && !symbol->redeclared && is_value(specs, symbol->declarator->derivations);
}

/* ---- behind '...' ---- */

/* unsync_yield() and its kin start a task too, one without a value. */
static bool is_valueless(const struct expr *call)
{
    return call->kind == EXPR_CALL && call->kid[0]->kind == EXPR_NAME && !call->kid[0]->symbol &&
           call->kid[0]->name->fact && call->kid[0]->name->fact->kind == FACT_FUNCTION &&
           call->kid[0]->name->fact->flags & FACT_NO_VALUE;
}

static void warn_argument(struct search *search, const struct expr *callee,
                          const struct expr *argument)
{
    const struct unit *unit = search->ir->unit;
    struct span span = unit_range_span(unit, argument->range);
    const char *name = argument->kid[0]->name->text;

    if (!diag_report(unit->diag, DIAG_VARIADIC_HANDLE, span,
                     "'%s' starts a task, and '%s' gets its handle", name, callee->name->text))
        return;
    if (is_valueless(argument)) {
        diag_hint(unit->diag, "its task has no value: wait for it in a statement of its own");
        return;
    }
    diag_hint(unit->diag, "write 'await %s(...)' for the value of the task", name);
    if (unit->tokens.list[argument->range.first].call)
        return; /* the place is that of a macro call */
    diag_fix(unit->diag, "wait for it");
    diag_insert(unit->diag, span.at, "await ");
}

/* How many parameters stand before the '...'; UINT32_MAX: there is none that is known. */
static uint32_t fixed_parameters(const struct expr *callee)
{
    const struct fact *fact = callee->kind == EXPR_NAME ? callee->name->fact : NULL;

    if (callee->kind != EXPR_NAME || callee->symbol)
        return UINT32_MAX;
    if (expr_is_fail(callee))
        return 2; /* the code and the format */
    return fact && fact->kind == FACT_FUNCTION && fact->flags & FACT_VARIADIC ? fact->parameters
                                                                              : UINT32_MAX;
}

static void see_call(struct search *search, const struct expr *call)
{
    const struct expr *callee = expr_bare(call->kid[0]);
    uint32_t fixed = fixed_parameters(callee);

    for (const struct expr *argument = call->list; argument; argument = argument->next) {
        const struct expr *inner = expr_bare(argument);

        if (fixed)
            fixed -= fixed != UINT32_MAX;
        else if (starts_task(inner) || is_valueless(inner))
            warn_argument(search, callee, inner);
    }
}

/* ---- the body ---- */

static bool enter_expr(struct walk *walk, struct expr *expr)
{
    struct search *search = walk->context;
    const struct expr *left, *right;

    if (expr->kind == EXPR_CALL)
        see_call(search, expr);
    if (expr->kind != EXPR_ASSIGN)
        return true;
    left = expr_bare(expr->kid[0]);
    right = expr_bare(expr->kid[1]);
    if (!starts_task(right))
        return true;
    if (expr->op != TOKEN_ASSIGN)
        report(search, right, "this would reckon with");
    else if (left->kind == EXPR_NAME && is_value_symbol(search, left->symbol))
        report(search, right, ir_text(search->ir, "'%s' would get", left->name->text));
    return true;
}

static bool enter_stmt(struct walk *walk, struct stmt *stmt)
{
    struct search *search = walk->context;
    const struct function *function = search->function;
    const struct expr *value = stmt->kind == STMT_RETURN ? expr_bare(stmt->expr) : NULL;

    if (starts_task(value) && is_value(function->specs, function->type->next))
        report(search, value, ir_text(search->ir, "'%s' would return", function->name->text));
    return true;
}

void forgotten_items(struct ir *ir)
{
    for (struct function *function = ir->functions; function; function = function->next) {
        struct search search = {ir, function};
        struct walk walk = {.context = &search, .enter_stmt = enter_stmt, .enter_expr = enter_expr,
                            .declarator = see_declarator};

        if (function->item->body && function->starts.count)
            walk_stmt(&walk, function->item->body);
    }
}
