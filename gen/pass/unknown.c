/*
 * What a macro makes of its argument is seen in the text that it expands to, as a string: `"1"` is
 * three characters there, and so is `abc`, unless the macro made a string of it: then the quotes
 * are escaped, and it is longer. To paste a string to anything is an error by itself.
 */
#include "unknown.h"

#include <string.h>

#include "../tree/walk.h"

struct unknowns {
    struct ir *ir;
    struct function *function;
    struct set taken; /* names that mean something beside locals of the frame */
};

static bool is_renamed(const struct expr *expr)
{
    const struct symbol *symbol = expr->kind == EXPR_NAME ? expr->symbol : NULL;
    const struct local *local = symbol && (symbol->kind == SYMBOL_OBJECT ||
                                           symbol->kind == SYMBOL_PARAMETER) ? symbol->slot : NULL;

    return local && local->access;
}

/* ---- calls ---- */

static bool is_unknown(const struct expr *call)
{
    const struct expr *callee = call->kid[0];

    return callee->kind == EXPR_NAME && !callee->symbol && !callee->name->fact &&
           !callee->name->macro && strncmp(callee->name->text, "unsync_", 7) != 0 &&
           strncmp(callee->name->text, "__builtin_", 10) != 0;
}

static bool see_renamed(struct walk *walk, struct expr *expr)
{
    *(bool *) walk->context |= is_renamed(expr);
    return true;
}

static bool names_slot(struct expr *expr)
{
    bool found = false;
    struct walk walk = {.context = &found, .enter_expr = see_renamed};

    walk_expr(&walk, expr);
    return found;
}

/* The call with `instead` for each argument that names a slot. */
static const char *call_with(const struct unknowns *unknowns, const struct expr *call,
                             const char *instead)
{
    struct ir *ir = unknowns->ir;
    const char *text = ir_text(ir, "%s(", call->kid[0]->name->text);

    for (struct expr *item = call->list; item; item = item->next)
        text = ir_text(ir, "%s%s%s", text,
                       names_slot(item) ? instead
                                        : view_words((struct view) {.ir = ir}, item->range),
                       item->next ? ", " : "");
    return ir_text(ir, "%s)", text);
}

static void add(struct unknowns *unknowns, const struct expr *call)
{
    struct unknown one = {.callee = call->kid[0]};

    if (!call->has_await) {
        one.quoted = call_with(unknowns, call, "\"unsync_\"");
        one.plain = call_with(unknowns, call, "unsync__x");
    }
    for (uint32_t i = 0; i < unknowns->function->unknowns.count; i++) {
        const struct unknown *other = &unknowns->function->unknowns.list[i];

        if (other->callee->name == one.callee->name &&
            (!other->plain || (one.plain && strcmp(other->plain, one.plain) == 0)))
            return;
    }
    *vector_push(&unknowns->function->unknowns) = one;
}

static bool enter_expr(struct walk *walk, struct expr *expr)
{
    struct unknowns *unknowns = walk->context;

    if (expr->kind == EXPR_CALL && is_unknown(expr) && (expr->has_await || names_slot(expr)))
        add(unknowns, expr);
    if (expr->kind == EXPR_NAME && !is_renamed(expr))
        set_add(&unknowns->taken, expr->name);
    return true;
}

/* ---- names in what a macro expands to ---- */

static bool enter_specs(struct walk *walk, struct specs *specs)
{
    struct unknowns *unknowns = walk->context;

    if (specs->kind == TYPE_NAMED)
        set_add(&unknowns->taken, specs->name);
    for (const struct enumerator *one = specs->tag ? specs->tag->enumerators : NULL; one;
         one = one->next)
        set_add(&unknowns->taken, one->name);
    return true;
}

static void see_declarator(struct walk *walk, struct decl *decl, struct declarator *declarator)
{
    struct unknowns *unknowns = walk->context;
    const struct symbol *symbol = declarator->symbol;
    const struct local *local = symbol && symbol->kind == SYMBOL_OBJECT ? symbol->slot : NULL;

    (void) decl;
    if (declarator->name && !(local && local->access))
        set_add(&unknowns->taken, declarator->name);
}

/* Locals of the frame whose names mean nothing else in the body, each once. */
static void hide_names(struct unknowns *unknowns)
{
    struct function *function = unknowns->function;

    for (uint32_t i = 0; i < function->locals.count; i++) {
        const struct local *local = function->locals.list[i];

        if (local->symbol->name && !local->access)
            set_add(&unknowns->taken, local->symbol->name);
    }
    for (uint32_t i = 0; i < function->locals.count; i++) {
        const struct name *name = function->locals.list[i]->symbol->name;

        if (name && set_add(&unknowns->taken, name)) /* a parameter may have none */
            *vector_push(&function->hidden) = name->text;
    }
}

void unknown_items(struct ir *ir)
{
    struct unknowns unknowns = {.ir = ir};
    struct walk walk = {.context = &unknowns, .enter_expr = enter_expr,
                        .enter_specs = enter_specs, .declarator = see_declarator};

    if (ir->unit->facts->complete || ir->is_serial)
        return;
    for (struct function *function = ir->functions; function; function = function->next) {
        unknowns.function = function;
        if (!function->item->body || function->item->failed)
            continue;
        set_clear(&unknowns.taken);
        walk_stmt(&walk, function->item->body);
        if (function->is_resumed)
            hide_names(&unknowns);
    }
    set_free(&unknowns.taken);
}
