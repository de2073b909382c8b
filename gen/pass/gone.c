/*
 * What a variable keeps is told from what initialises it or is assigned to it: a call that starts a
 * task. A @generator is no task, and stays until it is closed; that a generator is an @async one is
 * seen where it is awaited. A block that is left at its own end alone is no matter: its tasks run
 * on.
 */
#include "gone.h"

#include "../tree/walk.h"

struct search {
    struct ir *ir;
    struct function *function;
    const struct defer *defer; /* that is looked into */
    struct set tasks, generators; /* locals that keep one */
    uint32_t waits;            /* how many awaits the expression at hand stands in */
    bool is_said;
};

static const struct local *local_of(const struct expr *expr)
{
    expr = expr_bare(expr);
    return expr && expr->kind == EXPR_NAME ? ir_local(expr) : NULL;
}

static void note(struct search *search, const struct local *local, const struct expr *value)
{
    const struct expr *call = expr_bare(value);

    if (!local || !local->decl || !call || call->kind != EXPR_CALL ||
        call->kid[0]->kind != EXPR_NAME || call->kid[0]->symbol ||
        !fact_is_annotated(call->kid[0]->name))
        return;
    set_add(fact_is_generator(call->kid[0]->name) ? &search->generators : &search->tasks, local);
}

static void see_declarator(struct walk *walk, struct decl *decl, struct declarator *declarator)
{
    const struct symbol *symbol = declarator->symbol;

    (void) decl;
    if (symbol && symbol->kind == SYMBOL_OBJECT)
        note(walk->context, symbol->slot, declarator->init);
}

static bool see_assignment(struct walk *walk, struct expr *expr)
{
    if (expr->kind == EXPR_ASSIGN)
        note(walk->context, local_of(expr->kid[0]), expr->kid[1]);
    return true;
}

/* ---- deferred statements ---- */

static void report(struct search *search, const struct expr *use, const struct local *local)
{
    const struct unit *unit = search->ir->unit;

    search->is_said = true;
    if (!diag_report(unit->diag, DIAG_DEFER_HANDLE, unit_range_span(unit, use->range),
                     "when '%s' is left, the task of '%s' is gone before this runs",
                     search->function->name->text, local->symbol->name->text))
        return;
    diag_hint(unit->diag, "leaving a function ends its tasks, without a defer; what it needs of "
                          "one is awaited before");
    diag_note(unit->diag, unit_span(unit, local->declarator->token), "'%s' is declared here",
              local->symbol->name->text);
}

static bool is_wait(const struct expr *expr)
{
    return expr->kind == EXPR_AWAIT || expr->kind == EXPR_CATCH;
}

static bool see_use(struct walk *walk, struct expr *expr)
{
    struct search *search = walk->context;
    const struct local *local = local_of(expr);
    struct range own = search->defer->body->range;

    search->waits += is_wait(expr);
    if (search->is_said || !local || expr->kind != EXPR_NAME ||
        (local->declarator->token >= own.first && local->declarator->token < own.end))
        return true;
    if (set_has(&search->tasks, local) || (search->waits && set_has(&search->generators, local)))
        report(search, expr, local);
    return true;
}

static void leave_expr(struct walk *walk, struct expr *expr)
{
    ((struct search *) walk->context)->waits -= is_wait(expr);
}

/* While the deferred statement is pending: by its end, or by something in its scope. */
static bool leaves_function(const struct search *search, const struct defer *defer)
{
    const struct unit *unit = search->ir->unit;
    const struct function *function = search->function;

    return defer->is_final ||
           ir_any_between(function->leaves.list, function->leaves.count, defer->scope.first,
                          defer->scope.end) ||
           ir_any_between(unit->awaits.list, unit->awaits.count, defer->scope.first,
                          defer->scope.end);
}

static void search_defers(struct search *search)
{
    struct walk walk = {.context = search, .enter_expr = see_use, .leave_expr = leave_expr};

    for (uint32_t i = 0; i < search->function->defers.count; i++) {
        search->defer = search->function->defers.list[i];
        search->is_said = false;
        search->waits = 0;
        if (search->defer->body && !search->defer->is_inside &&
            leaves_function(search, search->defer))
            walk_stmt(&walk, search->defer->body);
    }
}

void gone_items(struct ir *ir)
{
    struct search search = {.ir = ir};
    struct walk walk = {.context = &search, .enter_expr = see_assignment,
                        .declarator = see_declarator};

    for (struct function *function = ir->functions; function; function = function->next) {
        if (!function->item->body || function->item->failed || !function->defers.count)
            continue;
        search.function = function;
        set_clear(&search.tasks);
        set_clear(&search.generators);
        walk_stmt(&walk, function->item->body);
        search_defers(&search);
    }
    set_free(&search.tasks);
    set_free(&search.generators);
}
