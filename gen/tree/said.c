#include "said.h"

#include "length.h"
#include "walk.h"

struct collector {
    struct set *names, *tags;
};

static bool see_local(struct walk *walk, struct expr *expr)
{
    if (expr->kind == EXPR_NAME && expr->symbol && expr->symbol->kind != SYMBOL_ENUMERATOR)
        *(bool *) walk->context = true;
    return true;
}

/* A typedef of the block that is said again itself. */
static bool see_typedef(struct walk *walk, struct specs *specs)
{
    const struct symbol *symbol = specs->kind == TYPE_NAMED ? specs->symbol : NULL;

    if (symbol && symbol->decl && said_again(symbol->decl->specs, symbol->declarator))
        *(bool *) walk->context = true;
    return true;
}

bool said_again(const struct specs *specs, const struct declarator *declarator)
{
    bool found = false;
    struct walk walk = {.context = &found, .enter_expr = see_local, .enter_specs = see_typedef};

    if (declared_variable(specs, declarator))
        return true;
    if (!(specs->storage & STORAGE_TYPEDEF))
        return false;
    walk_specs(&walk, (struct specs *) specs);
    walk_declarator(&walk, (struct declarator *) declarator);
    return found;
}

static bool see_name(struct walk *walk, struct expr *expr)
{
    const struct collector *collector = walk->context;

    if (expr->kind == EXPR_NAME && !expr->symbol && collector->names)
        set_add(collector->names, expr->name);
    return true;
}

static bool see_type(struct walk *walk, struct specs *specs)
{
    const struct collector *collector = walk->context;

    if (specs->kind == TYPE_NAMED && !specs->symbol && collector->names)
        set_add(collector->names, specs->name);
    if (specs->tag && specs->tag->name && collector->tags)
        set_add(collector->tags, specs->tag->name);
    return true;
}

static void see_declarator(struct walk *walk, struct decl *decl, struct declarator *declarator)
{
    struct walk look = {.context = walk->context, .enter_expr = see_name, .enter_specs = see_type};

    if (!said_again(decl->specs, declarator))
        return;
    walk_specs(&look, decl->specs);
    walk_declarator(&look, declarator);
    if (decl->specs->kind == TYPE_AUTO)
        walk_expr(&look, declarator->init);
}

void said_names(const struct function *function, struct set *names, struct set *tags)
{
    struct collector collector = {names, tags};
    struct walk look = {.context = &collector, .enter_expr = see_name, .enter_specs = see_type};
    struct walk walk = {.context = &collector, .declarator = see_declarator};

    for (uint32_t i = 0; i < function->parameter_count; i++) {
        struct param *param = function->parameters[i].param;

        if (!function->parameters[i].local->is_variable)
            continue;
        walk_specs(&look, param->specs);
        walk_declarator(&look, param->declarator);
    }
    walk_stmt(&walk, function->item->body);
}
