/*
 * Only what is certain is said: `return f(x);`, and a return of a local that gets nothing but such
 * calls, and is used for nothing else than to be waited for. Whoever else is told of it (a call, a
 * struct, a pointer) may have detached or adopted it.
 */
#include "orphan.h"

#include "../tree/walk.h"

struct search {
    struct ir *ir;
    const struct function *function;
    const struct local *local; /* that is looked at */
    uint32_t known_uses;       /* of it: a start is assigned, it is returned or waited for */
    bool gets_other;           /* it is initialised with something else */
    const struct expr *start;  /* that it gets, the last one */
};

/* With options, a job may be a daemon, which nobody ends; what a header marks may have such. */
static bool is_ended(const struct marking *mark)
{
    return mark && (mark->mark == MARK_ASYNC || !mark->options);
}

static bool starts_task(const struct expr *expr)
{
    return expr->kind == EXPR_CALL && expr->kid[0]->kind == EXPR_NAME && !expr->kid[0]->symbol &&
           fact_is_annotated(expr->kid[0]->name) && !fact_is_generator(expr->kid[0]->name) &&
           is_ended(expr->kid[0]->name->fact->first);
}

/* ---- a local ---- */

static bool is_local(const struct search *search, const struct expr *expr)
{
    expr = expr_bare(expr);
    return expr && expr->kind == EXPR_NAME && ir_local(expr) == search->local;
}

static bool see_expr(struct walk *walk, struct expr *expr)
{
    struct search *search = walk->context;

    if (expr->kind == EXPR_AWAIT || expr->kind == EXPR_CATCH)
        search->known_uses += is_local(search, expr->kid[0]);
    if (expr->kind != EXPR_ASSIGN || expr->op != TOKEN_ASSIGN ||
        !is_local(search, expr->kid[0]) || !starts_task(expr_bare(expr->kid[1])))
        return true;
    search->known_uses++;
    search->start = expr_bare(expr->kid[1]);
    return true;
}

static bool see_stmt(struct walk *walk, struct stmt *stmt)
{
    struct search *search = walk->context;

    search->known_uses += stmt->kind == STMT_RETURN && stmt->expr && is_local(search, stmt->expr);
    return true;
}

static void see_declarator(struct walk *walk, struct decl *decl, struct declarator *declarator)
{
    struct search *search = walk->context;
    const struct expr *init = declarator->init ? expr_bare(declarator->init) : NULL;

    (void) decl;
    if (!init || !declarator->symbol || declarator->symbol->slot != search->local)
        return;
    if (starts_task(init))
        search->start = init;
    else
        search->gets_other = true;
}

static uint32_t count_uses(const struct function *function, const struct local *local)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < function->uses.count; i++)
        count += function->uses.list[i].local == local;
    return count;
}

/* The call that starts what the local keeps, or NULL: something else may be in it. */
static const struct expr *start_of(struct search *search, const struct local *local)
{
    struct walk walk = {.context = search, .enter_expr = see_expr, .enter_stmt = see_stmt,
                        .declarator = see_declarator};

    if (!local || !local->decl || local->declarator->derivations)
        return NULL;
    search->local = local;
    search->known_uses = 0;
    search->gets_other = false;
    search->start = NULL;
    walk_stmt(&walk, search->function->item->body);
    return !search->gets_other && search->known_uses == count_uses(search->function, local)
        ? search->start : NULL;
}

/* ---- returns ---- */

static void report(const struct search *search, const struct expr *value,
                   const struct expr *start)
{
    const struct unit *unit = search->ir->unit;

    if (!diag_report(unit->diag, DIAG_RETURN_TASK, unit_range_span(unit, value->range),
                     "'%s' returns the handle of a task of its own, which is gone by then",
                     search->function->name->text))
        return;
    diag_hint(unit->diag, "return its value, or let the caller start the task");
    if (value != start)
        diag_note(unit->diag, unit_range_span(unit, start->range), "it is started here");
}

static void see_returned(struct search *search, const struct expr *expr)
{
    const struct expr *start;

    expr = expr_bare(expr);
    if (expr->kind == EXPR_COMMA) {
        see_returned(search, expr->kid[1]);
    } else if (expr->kind == EXPR_CONDITIONAL && expr->kid[1]) {
        see_returned(search, expr->kid[1]);
        see_returned(search, expr->kid[2]);
    } else if ((start = starts_task(expr)          ? expr
                        : expr->kind == EXPR_NAME ? start_of(search, ir_local(expr))
                                                  : NULL)) {
        report(search, expr, start);
    }
}

static bool enter_stmt(struct walk *walk, struct stmt *stmt)
{
    if (stmt->kind == STMT_RETURN && stmt->expr)
        see_returned(walk->context, stmt->expr);
    return true;
}

void orphan_items(struct ir *ir)
{
    for (struct function *function = ir->functions; function; function = function->next) {
        struct search search = {.ir = ir, .function = function};
        struct walk walk = {.context = &search, .enter_stmt = enter_stmt};

        if (function->item->body && !function->item->failed && function->starts.count &&
            !function->is_void && !function->is_generator)
            walk_stmt(&walk, function->item->body);
    }
}
