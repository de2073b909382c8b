#include "need.h"

#include "awaited.h"
#include "walk.h"

bool need_is_static(const struct symbol *symbol)
{
    return symbol && symbol->kind == SYMBOL_OBJECT && !symbol->slot && symbol->decl &&
           symbol->decl->specs->storage & STORAGE_STATIC;
}

/* The walk's context. */
struct need {
    struct set declared; /* names of tags that the body declares */
    struct set *statics;
    bool is_needed, has_grown;
};

static bool note_tag(struct walk *walk, struct specs *specs)
{
    struct need *need = walk->context;

    if (specs->tag && specs->tag->name && specs->tag->has_body)
        set_add(&need->declared, specs->tag->name);
    return true;
}

static bool needs_type(struct walk *walk, struct specs *specs)
{
    struct need *need = walk->context;
    const struct tag *tag = specs->tag;

    if ((specs->kind == TYPE_NAMED && specs->symbol) ||
        (tag && tag->name && set_has(&need->declared, tag->name)) ||
        (specs->kind == TYPE_ENUM && tag->has_body))
        need->is_needed = true;
    return true;
}

static bool needs_enumerator(struct walk *walk, struct expr *expr)
{
    struct need *need = walk->context;

    if (expr->kind == EXPR_NAME && expr->symbol && expr->symbol->kind == SYMBOL_ENUMERATOR)
        need->is_needed = true;
    if (expr->kind == EXPR_NAME && need_is_static(expr->symbol) &&
        !set_has(need->statics, expr->symbol))
        need->has_grown = set_add(need->statics, expr->symbol);
    return true;
}

/* What a static variable that is needed needs itself. */
static void needs_of_static(struct walk *walk, struct decl *decl, struct declarator *declarator)
{
    struct need *need = walk->context;
    struct walk look = {.context = need, .enter_specs = needs_type, .enter_expr = needs_enumerator};

    if (!declarator->symbol || !set_has(need->statics, declarator->symbol))
        return;
    for (struct declarator *one = decl->declarators; one; one = one->next) {
        if (need_is_static(one->symbol))
            set_add(need->statics, one->symbol);
        walk_declarator(&look, one);
        walk_expr(&look, one->init);
    }
    walk_specs(&look, decl->specs);
}

/* The type is that of the initialiser. */
static bool is_open(const struct specs *specs, const struct declarator *declarator)
{
    const struct derivation *step = declarator->derivations;

    return specs->kind == TYPE_AUTO || (step && step->kind == DERIVE_ARRAY && !step->size);
}

static void look_at_slots(struct walk *walk, const struct function *function)
{
    for (uint32_t i = 0; i < function->locals.count; i++) {
        const struct local *local = function->locals.list[i];

        if (!local->has_slot || !local->decl)
            continue;
        for (struct declaration *one = local->declarations; one; one = one->next) {
            walk_specs(walk, one->decl->specs);
            walk_declarator(walk, one->declarator);
            if (is_open(one->decl->specs, one->declarator))
                walk_expr(walk, one->declarator->init);
        }
    }
    for (uint32_t i = 0; i < function->literals.count; i++)
        if (function->literals.list[i].has_slot) {
            walk_specs(walk, function->literals.list[i].expr->type->specs);
            walk_declarator(walk, function->literals.list[i].expr->type->declarator);
        }
}

/* What awaits under a condition has a value whose type is said at the function's begin. */
static bool see_value(struct walk *walk, struct expr *expr)
{
    struct walk look = {.context = walk->context, .enter_specs = needs_type,
                        .enter_expr = needs_enumerator};

    if (expr->has_await && (expr->kind == EXPR_CONDITIONAL || expr->kind == EXPR_GENERIC ||
                            expr->kind == EXPR_BLOCK || awaited_is_choice(expr)))
        walk_expr(&look, expr);
    return expr->has_await;
}

/* What the types of the body are made of moves with them. */
static bool look_at_tag(struct walk *walk, struct specs *specs)
{
    struct walk look = {.context = walk->context, .enter_expr = needs_enumerator};

    if (specs->tag && specs->tag->has_body)
        walk_specs(&look, specs);
    return true;
}

static void look_at_typedef(struct walk *walk, struct decl *decl, struct declarator *declarator)
{
    struct walk look = {.context = walk->context, .enter_expr = needs_enumerator};

    if (!(decl->specs->storage & STORAGE_TYPEDEF))
        return;
    walk_specs(&look, decl->specs);
    walk_declarator(&look, declarator);
}

/*
 * Types move if a slot, or a value that is kept, has one of them; so do static variables that its
 * type mentions.
 */
bool need_types(const struct function *function, struct set *statics)
{
    struct need need = {.statics = statics};
    struct walk grow = {.context = &need, .declarator = needs_of_static};
    struct walk collect = {.context = &need, .enter_specs = note_tag};
    struct walk look = {.context = &need, .enter_specs = needs_type,
                        .enter_expr = needs_enumerator};
    struct walk values = {.context = &need, .enter_expr = see_value};
    struct walk types = {.context = &need, .enter_specs = look_at_tag,
                         .declarator = look_at_typedef};

    walk_stmt(&collect, function->item->body);
    look_at_slots(&look, function);
    walk_stmt(&values, function->item->body);
    if (need.is_needed)
        walk_stmt(&types, function->item->body);
    while (need.has_grown) {
        need.has_grown = false;
        walk_stmt(&grow, function->item->body);
    }
    set_free(&need.declared);
    return need.is_needed;
}
