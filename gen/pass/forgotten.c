/*
 * A call of a marked function gives a handle, which a C compiler turns into a number with no more
 * than a warning. So it is looked at what initialises or is assigned to a variable that is a number
 * or a struct, or has the very type of the task's value, and what is returned as one. Other
 * pointers are left alone: one may keep a handle. Behind the '...' of a function the compiler sees
 * no type at all, and functions of system headers know no handles: one there is warned of, as
 * something may keep it, but hardly does.
 */
#include "forgotten.h"

#include <string.h>

#include "../tree/alike.h"
#include "../tree/declare.h"
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

/* `char *s = name_of(3);`: a pointer that has the type of the task's value. */
static bool is_result(const struct search *search, const struct specs *specs,
                      const struct derivation *step, const struct expr *call)
{
    const struct signature *signature = call->kid[0]->name->fact->signature;
    const char *text;

    if (!signature || !signature->result || !step || step->kind != DERIVE_POINTER)
        return false;
    text = alike_text(&search->ir->unit->arena, search->ir->unit, specs, step);
    return strcmp(text, signature->result) == 0 && !strpbrk(text, "?(") && !strstr(text, "=void");
}

/* What a variable of that type is given; `name`: it, or NULL: the function returns it. */
static void see_given(struct search *search, const struct specs *specs,
                      const struct derivation *step, const struct expr *expr, const char *name)
{
    expr = expr_bare(expr);
    if (expr && expr->kind == EXPR_CONDITIONAL) {
        see_given(search, specs, step, expr->kid[1], name);
        see_given(search, specs, step, expr->kid[2], name);
    } else if (expr && expr->kind == EXPR_COMMA) {
        see_given(search, specs, step, expr->kid[1], name);
    } else if (starts_task(expr) &&
               (is_value(specs, step) || is_result(search, specs, step, expr))) {
        report(search, expr, name ? ir_text(search->ir, "'%s' would get", name)
                                  : ir_text(search->ir, "'%s' would return",
                                            search->function->name->text));
    }
}

/* The items of an array of scalars, in any dimensions; of a struct nobody knows the members. */
static void see_items(struct search *search, const struct specs *specs,
                      const struct derivation *step, const struct expr *init, const char *name)
{
    if (init->kind != EXPR_INIT_LIST) {
        see_given(search, specs, step, init, name);
        return;
    }
    if (!step || step->kind != DERIVE_ARRAY)
        return;
    for (step = step->next; step && step->kind == DERIVE_ARRAY; step = step->next)
        if (init->list && init->list->kid[0]->kind == EXPR_INIT_LIST)
            break;
    if (remaining_class(specs, step) != CLASS_SCALAR && !(step && step->kind == DERIVE_ARRAY))
        return;
    for (const struct expr *item = init->list; item; item = item->next)
        see_items(search, specs, step, item->kid[0], name);
}

static void see_declarator(struct walk *walk, struct decl *decl, struct declarator *declarator)
{
    if (declarator->init)
        see_items(walk->context, decl->specs, declarator->derivations, declarator->init,
                  declarator->name->text);
}

/* ---- assignments ---- */

/* To a local or parameter of the function, or to what an index or a star leads to. */
static void see_assigned(struct search *search, const struct expr *left, const struct expr *right)
{
    bool is_part = left->kind == EXPR_INDEX || (left->kind == EXPR_UNARY && left->op == TOKEN_STAR);
    const struct expr *base = is_part ? expr_bare(left->kid[0]) : left;
    const struct symbol *symbol = base->kind == EXPR_NAME ? base->symbol : NULL;
    const struct specs *specs =
        symbol && symbol->declarator ? ir_symbol_specs(search->function, symbol) : NULL;
    const struct derivation *step = specs ? symbol->declarator->derivations : NULL;

    if (!specs || symbol->redeclared || (is_part && (!step || step->kind == DERIVE_FUNCTION)))
        return;
    see_given(search, specs, is_part ? step->next : step, right, symbol->name->text);
}

/* (int) f(n) */
static void see_cast(struct search *search, const struct expr *expr)
{
    const struct expr *inner = expr_bare(expr->kid[0]);

    if (expr->type->specs->kind == TYPE_BASIC && !expr->type->declarator->derivations &&
        starts_task(inner))
        report(search, inner, "this would convert");
}

/* ---- arguments ---- */

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

    if (!diag_report(unit->diag, DIAG_HANDLE_ARGUMENT, span,
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

/*
 * How many parameters may take a handle: those before the '...', of a function of a system header
 * none. Our own headers may be installed among those. UINT32_MAX: all.
 */
static uint32_t fixed_parameters(const struct expr *callee)
{
    const struct fact *fact = callee->kind == EXPR_NAME ? callee->name->fact : NULL;

    if (callee->kind != EXPR_NAME || callee->symbol)
        return UINT32_MAX;
    if (expr_is_fail(callee))
        return 2; /* the code and the format */
    if (!fact || fact->kind != FACT_FUNCTION || strncmp(callee->name->text, "unsync", 6) == 0 ||
        fact->flags & FACT_ANNOTATED)
        return UINT32_MAX;
    if (fact->flags & FACT_SYSTEM)
        return 0;
    return fact->flags & FACT_VARIADIC ? fact->parameters : UINT32_MAX;
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
    const struct expr *right;

    if (expr->kind == EXPR_CALL)
        see_call(search, expr);
    if (expr->kind == EXPR_CAST)
        see_cast(search, expr);
    if (expr->kind != EXPR_ASSIGN)
        return true;
    right = expr_bare(expr->kid[1]);
    if (expr->op == TOKEN_ASSIGN)
        see_assigned(search, expr_bare(expr->kid[0]), right);
    else if (starts_task(right))
        report(search, right, "this would reckon with");
    return true;
}

static bool enter_stmt(struct walk *walk, struct stmt *stmt)
{
    struct search *search = walk->context;
    const struct function *function = search->function;

    if (stmt->kind == STMT_RETURN && stmt->expr)
        see_given(search, function->specs, function->type->next, stmt->expr, NULL);
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
