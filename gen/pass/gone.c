/*
 * What a variable keeps is told from what initialises it or is assigned to it: a call that starts a
 * task. An array keeps what one of its elements does; of a struct each member counts by itself, and
 * so does what it is initialised with, if that names the member. What a pointer leads to is not
 * known. A @generator is no task, and stays until it is closed; that one is an @async generator is
 * seen where it is awaited. A block that is left at its own end alone is no matter: its tasks run
 * on.
 */
#include "gone.h"

#include "../tree/declare.h"
#include "../tree/walk.h"

/* A local, or a member of one that is a struct. */
struct kept {
    const struct local *local;
    const struct name *member; /* or NULL */
};

struct search {
    struct ir *ir;
    struct function *function;
    const struct defer *defer; /* that is looked into */
    struct set tasks, generators; /* locals that keep one */
    VECTOR(struct kept) members;  /* of locals that are structs */
    uint32_t waits;            /* how many awaits the expression at hand stands in */
    bool is_said;
};

static bool is_array(const struct local *local)
{
    return local->decl && declared_class(local->decl->specs, local->declarator) == CLASS_ARRAY;
}

/* What the lvalue is a part of: of `list[2].task` the member task of list. */
static struct kept kept_in(const struct expr *expr)
{
    struct kept kept = {0};
    bool is_element = false;

    for (expr = expr_bare(expr); expr; expr = expr_bare(expr->kid[0])) {
        if (expr->kind == EXPR_MEMBER && expr->op == TOKEN_DOT)
            kept.member = expr->name;
        else if (expr->kind != EXPR_INDEX)
            break;
        is_element |= expr->kind == EXPR_INDEX;
    }
    kept.local = expr && expr->kind == EXPR_NAME ? ir_local(expr) : NULL;
    if (kept.local && is_element && !kept.member && !is_array(kept.local))
        kept.local = NULL;
    return kept;
}

static void note(struct search *search, struct kept kept, const struct expr *value)
{
    const struct expr *call = expr_bare(value);

    if (!kept.local || !kept.local->decl || !call || call->kind != EXPR_CALL ||
        call->kid[0]->kind != EXPR_NAME || call->kid[0]->symbol ||
        !fact_is_annotated(call->kid[0]->name))
        return;
    if (!kept.member)
        set_add(fact_is_generator(call->kid[0]->name) ? &search->generators : &search->tasks,
                kept.local);
    else if (!fact_is_generator(call->kid[0]->name))
        *vector_push(&search->members) = kept;
}

/* `{job(1), job(2)}`, `{.task = job(1)}`. */
static void note_initialiser(struct search *search, struct kept kept, const struct expr *init)
{
    if (!kept.local || !init || init->kind != EXPR_INIT_LIST) {
        note(search, kept, init);
        return;
    }
    for (const struct expr *item = init->list; item; item = item->next) {
        const struct designator *designator = item->designators;
        struct kept inner = kept;

        while (designator && !designator->name)
            designator = designator->next;
        if (designator && !inner.member)
            inner.member = designator->name;
        if (inner.member || is_array(kept.local))
            note_initialiser(search, inner, item->kid[0]);
    }
}

static void see_declarator(struct walk *walk, struct decl *decl, struct declarator *declarator)
{
    const struct symbol *symbol = declarator->symbol;
    struct kept kept = {symbol && symbol->kind == SYMBOL_OBJECT ? symbol->slot : NULL, NULL};

    (void) decl;
    note_initialiser(walk->context, kept, declarator->init);
}

static bool see_assignment(struct walk *walk, struct expr *expr)
{
    if (expr->kind == EXPR_ASSIGN)
        note(walk->context, kept_in(expr->kid[0]), expr->kid[1]);
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

static bool is_own(const struct search *search, const struct local *local)
{
    struct range own = search->defer->body->range;

    return local->declarator && local->declarator->token >= own.first &&
           local->declarator->token < own.end;
}

static bool keeps_task(const struct search *search, const struct expr *expr, struct kept kept)
{
    if (expr->kind == EXPR_NAME)
        return set_has(&search->tasks, kept.local) ||
               (search->waits && set_has(&search->generators, kept.local));
    for (uint32_t i = 0; i < search->members.count; i++)
        if (search->members.list[i].local == kept.local &&
            search->members.list[i].member == kept.member)
            return true;
    return false;
}

/* What is only measured is not used. */
static bool see_use(struct walk *walk, struct expr *expr)
{
    struct search *search = walk->context;
    bool is_use = expr->kind == EXPR_NAME || expr->kind == EXPR_MEMBER;
    struct kept kept = is_use ? kept_in(expr) : (struct kept) {0};

    search->waits += is_wait(expr);
    if (!search->is_said && kept.local && !is_own(search, kept.local) &&
        keeps_task(search, expr, kept))
        report(search, expr, kept.local);
    return expr->kind != EXPR_SIZEOF;
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
        search.members.count = 0;
        walk_stmt(&walk, function->item->body);
        search_defers(&search);
    }
    set_free(&search.tasks);
    set_free(&search.generators);
    vector_free(&search.members);
}
