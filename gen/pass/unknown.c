/*
 * A call counts if its argument holds an await, or a local that has another name in the output. Our
 * own macros evaluate theirs once.
 */
#include "unknown.h"

#include <string.h>

#include "../tree/walk.h"

struct unknowns {
    struct function *function;
    uint32_t renamed;  /* locals of the frame so far */
    VECTOR(uint32_t) before; /* ... at the begin of each call that is open */
};

static bool is_unknown(const struct expr *call)
{
    const struct expr *callee = call->kid[0];

    return callee->kind == EXPR_NAME && !callee->symbol && !callee->name->fact &&
           !callee->name->macro && strncmp(callee->name->text, "unsync_", 7) != 0 &&
           strncmp(callee->name->text, "__builtin_", 10) != 0;
}

static void add(struct function *function, const struct expr *callee)
{
    for (uint32_t i = 0; i < function->unknowns.count; i++)
        if (function->unknowns.list[i]->name == callee->name)
            return;
    *vector_push(&function->unknowns) = callee;
}

static bool enter_expr(struct walk *walk, struct expr *expr)
{
    struct unknowns *unknowns = walk->context;
    const struct symbol *symbol = expr->kind == EXPR_NAME ? expr->symbol : NULL;
    const struct local *local = symbol && (symbol->kind == SYMBOL_OBJECT ||
                                           symbol->kind == SYMBOL_PARAMETER) ? symbol->slot : NULL;

    if (local && local->access)
        unknowns->renamed++;
    if (expr->kind == EXPR_CALL)
        *vector_push(&unknowns->before) = unknowns->renamed;
    return true;
}

static void leave_expr(struct walk *walk, struct expr *expr)
{
    struct unknowns *unknowns = walk->context;

    if (expr->kind != EXPR_CALL)
        return;
    unknowns->before.count--;
    if (is_unknown(expr) &&
        (expr->has_await || unknowns->before.list[unknowns->before.count] < unknowns->renamed))
        add(unknowns->function, expr->kid[0]);
}

void unknown_items(struct ir *ir)
{
    struct unknowns unknowns = {0};
    struct walk walk = {.context = &unknowns, .enter_expr = enter_expr, .leave_expr = leave_expr};

    if (ir->unit->facts->complete || ir->is_serial)
        return;
    for (struct function *function = ir->functions; function; function = function->next) {
        unknowns.function = function;
        if (function->item->body && !function->item->failed)
            walk_stmt(&walk, function->item->body);
    }
    vector_free(&unknowns.before);
}
