/*
 * One walk over the body: calls of functions of file scope, and uses of its variables. An access
 * counts as a write if it stands left of an assignment, under ++ or --, or if its address is taken.
 * Each name is kept once a function, a write before a read.
 */
#include "warn.h"

#include <string.h>

#include "../base/set.h"
#include "../base/text.h"
#include "../tree/walk.h"

struct warner {
    const struct unit *unit;
    struct effects *effects;
    uint32_t first;        /* of the effects of this body */
    struct set written;    /* names of variables as expressions, left of an assignment */
    struct set assigned;   /* symbols of block scope, likewise */
    const struct expr *awaited; /* a call that `await` stands before: refused, if it is plain */
};

static struct effect *find_effect(struct warner *warner, enum effect_kind kind,
                                  const struct name *name)
{
    for (uint32_t i = warner->first; i < warner->effects->list.count; i++)
        if (warner->effects->list.list[i].kind == kind &&
            warner->effects->list.list[i].name == name)
            return &warner->effects->list.list[i];
    return NULL;
}

static void add_effect(struct warner *warner, enum effect_kind kind, struct name *name,
                       struct range range, const char *cure)
{
    if (kind != EFFECT_BLOCKS && find_effect(warner, kind, name))
        return;
    *vector_push(&warner->effects->list) =
        (struct effect) {kind, name, unit_range_span(warner->unit, range), cure};
}

/* ---- calls ---- */

/* f_sync, f_try of a marked f: `f` with the suffix cut off, or NULL. */
static struct name *waited_task(const struct warner *warner, const struct name *name)
{
    static const char *const suffixes[] = {"_sync", "_try"};
    struct name *task;

    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (text_ends_in(name->text, suffixes[i])) {
            task = names_intern(warner->unit->names, name->text,
                                name->len - strlen(suffixes[i]));
            return fact_is_annotated(task) ? task : NULL;
        }
    return NULL;
}

/* A pointer that got another function since its declaration. */
static bool is_reassigned(const struct warner *warner, const struct expr *call)
{
    const struct expr *callee = call->kid[0];

    while (callee->kind == EXPR_PAREN || callee->kind == EXPR_UNARY || callee->kind == EXPR_CAST)
        callee = callee->kid[0];
    return callee->kind == EXPR_NAME && callee->symbol &&
           set_has(&warner->assigned, callee->symbol);
}

static void see_call(struct warner *warner, const struct expr *call)
{
    struct name *name = blocking_callee(call);
    const struct blocking *row;

    if (!name || is_reassigned(warner, call))
        return;
    row = blocking_call(call, warner->unit->tokens.list);
    if (row && warner->awaited != call)
        add_effect(warner, EFFECT_BLOCKS, name, call->range, row->cure);
    else if (waited_task(warner, name))
        add_effect(warner, EFFECT_BLOCKS, name, call->range, "await the task");
    else if (!fact_is_annotated(name) && !(name->fact && name->fact->flags & FACT_SYSTEM))
        add_effect(warner, EFFECT_CALLS, name, call->range, NULL);
}

/* ---- variables ---- */

/* The variable that an lvalue is, or is a part of; not what a pointer leads to. */
static const struct expr *base_of(const struct expr *expr)
{
    for (;;) {
        bool is_array = expr->kind == EXPR_INDEX && expr->kid[0]->kind == EXPR_NAME &&
                        expr->kid[0]->name->fact && expr->kid[0]->name->fact->flags & FACT_ARRAY;
        bool is_part = expr->kind == EXPR_INDEX && expr->kid[0]->kind != EXPR_NAME;

        if (expr->kind == EXPR_PAREN || is_array || is_part ||
            (expr->kind == EXPR_MEMBER && expr->op == TOKEN_DOT))
            expr = expr->kid[0];
        else
            return expr;
    }
}

static bool is_shared(const struct expr *expr)
{
    const struct fact *fact = expr->name->fact;

    if (expr->symbol)
        return expr->symbol->kind == SYMBOL_OBJECT && expr->symbol->decl &&
               expr->symbol->decl->specs->storage & STORAGE_EXTERN &&
               !(expr->symbol->decl->specs->qualifiers & QUALIFIER_CONST);
    return fact && fact->kind == FACT_VARIABLE && !(fact->flags & (FACT_SYSTEM | FACT_CONST)) &&
           strncmp(expr->name->text, "unsync__", 8) != 0;
}

static void see_name(struct warner *warner, const struct expr *expr)
{
    bool is_write = set_has(&warner->written, expr);

    if (!is_shared(expr))
        return;
    add_effect(warner, is_write ? EFFECT_WRITES : EFFECT_READS, expr->name, expr->range, NULL);
}

static void note_written(struct warner *warner, const struct expr *expr)
{
    const struct expr *base = base_of(expr);

    if (base->kind != EXPR_NAME)
        return;
    set_add(&warner->written, base);
    if (base->symbol)
        set_add(&warner->assigned, base->symbol);
}

static void see_operator(struct warner *warner, const struct expr *expr)
{
    bool is_written = expr->kind == EXPR_ASSIGN || expr->kind == EXPR_POSTFIX ||
                      (expr->kind == EXPR_UNARY &&
                       (expr->op == TOKEN_AND || expr->op == TOKEN_PLUS_PLUS ||
                        expr->op == TOKEN_MINUS_MINUS));

    if (is_written)
        note_written(warner, expr->kid[0]);
}

/* What is only measured is neither called nor read. */
static bool enter_expr(struct walk *walk, struct expr *expr)
{
    struct warner *warner = walk->context;

    if (expr->kind == EXPR_AWAIT || expr->kind == EXPR_CATCH)
        warner->awaited = expr->kid[0];
    if (expr->kind == EXPR_CALL)
        see_call(warner, expr);
    else if (expr->kind == EXPR_NAME)
        see_name(warner, expr);
    else
        see_operator(warner, expr);
    return expr->kind != EXPR_SIZEOF;
}

void warn_collect(struct effects *effects, const struct unit *unit, struct stmt *body)
{
    struct warner warner = {.unit = unit, .effects = effects, .first = effects->list.count};
    struct walk walk = {.context = &warner, .enter_expr = enter_expr};

    walk_stmt(&walk, body);
    set_free(&warner.written);
    set_free(&warner.assigned);
}

/* ---- annotated functions ---- */

static void warn_function(struct ir *ir, struct function *function, struct effects *effects)
{
    struct actor actor = {.name = function->name, .lane = function->mark->id,
                          .first = effects->list.count, .is_read = true,
                          .is_async = function->is_resumed &&
                                      mark_find(function->item->marks, MARK_ASYNC),
                          .keeps = mark_find_option(function->mark, OPTION_CPU_BOUND_WORKER)};

    if (!function->item->body)
        return;
    warn_collect(effects, ir->unit, function->item->body);
    actor.count = effects->list.count - actor.first;
    *vector_push(&effects->actors) = actor;
}

void warn_items(struct ir *ir, struct effects *effects)
{
    for (struct function *function = ir->functions; function; function = function->next)
        warn_function(ir, function, effects);
}

void effects_add_plain(struct effects *effects, const struct plain *plain)
{
    *vector_push(&effects->actors) =
        (struct actor) {.name = plain->name, .lane = MARK_COUNT, .begin = plain->begin};
}

void effects_close(struct effects *effects)
{
    vector_free(&effects->list);
    vector_free(&effects->actors);
}
