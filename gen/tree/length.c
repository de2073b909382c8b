#include "length.h"

#include <string.h>

#include "walk.h"

bool symbol_is_variable(const struct symbol *symbol)
{
    const struct local *local = symbol->slot;
    struct declarator rest;

    if (symbol->kind == SYMBOL_PARAMETER && local) {
        rest = *local->declarator;
        if (rest.derivations)
            rest.derivations = rest.derivations->next;
        return declared_variable_length(&rest);
    }
    return (symbol->kind == SYMBOL_OBJECT || symbol->kind == SYMBOL_TYPEDEF) && symbol->decl &&
           declared_variable(symbol->decl->specs, symbol->declarator);
}

static bool see_variable_name(struct walk *walk, struct expr *expr)
{
    if ((expr->kind == EXPR_NAME && expr->symbol && symbol_is_variable(expr->symbol)) ||
        (expr->type && declared_variable_length(expr->type->declarator)))
        *(bool *) walk->context = true;
    return true;
}

static bool see_variable_type(struct walk *walk, struct specs *specs)
{
    if ((specs->kind == TYPE_NAMED && specs->symbol && symbol_is_variable(specs->symbol)) ||
        (specs->type && declared_variable_length(specs->type->declarator)))
        *(bool *) walk->context = true;
    return true;
}

/* Something of variable length is mentioned: the type may depend on it. */
static bool mentions_variable(const struct expr *expr, const struct specs *specs)
{
    bool found = false;
    struct walk walk = {.context = &found, .enter_expr = see_variable_name,
                        .enter_specs = see_variable_type};

    walk_expr(&walk, (struct expr *) expr);
    if (specs)
        walk_specs(&walk, (struct specs *) specs);
    return found;
}

bool declared_variable(const struct specs *specs, const struct declarator *declarator)
{
    if (declared_variable_length(declarator))
        return true;
    if (specs->kind == TYPE_NAMED)
        return specs->symbol && symbol_is_variable(specs->symbol);
    if (specs->kind == TYPE_AUTO)
        return mentions_variable(declarator->init, NULL);
    return (specs->kind == TYPE_TYPEOF || specs->kind == TYPE_ATOMIC) &&
           mentions_variable(NULL, specs);
}

/* Whether the size may be told where the frame stands; a variable in it makes the array a VLA. */
static bool is_constant(const struct expr *expr)
{
    switch (expr->kind) {
    case EXPR_NUMBER: case EXPR_CHARACTER: case EXPR_OFFSETOF: case EXPR_TYPE:
        return true;
    case EXPR_SIZEOF:
        return !mentions_variable(expr, NULL);
    case EXPR_NAME:
        return expr->symbol ? expr->symbol->kind == SYMBOL_ENUMERATOR
                            : !expr->name->fact || expr->name->fact->kind == FACT_ENUMERATOR;
    case EXPR_PAREN: case EXPR_UNARY: case EXPR_CAST:
        return is_constant(expr->kid[0]);
    case EXPR_BINARY:
        return is_constant(expr->kid[0]) && is_constant(expr->kid[1]);
    case EXPR_CONDITIONAL:
        return is_constant(expr->kid[0]) && (!expr->kid[1] || is_constant(expr->kid[1])) &&
               is_constant(expr->kid[2]);
    case EXPR_CALL: /* __builtin_... of constants */
        return expr->kid[0]->kind == EXPR_NAME &&
               strncmp(expr->kid[0]->name->text, "__builtin_", 10) == 0;
    case EXPR_GENERIC:
        for (const struct expr *value = expr->list; value; value = value->next)
            if (!is_constant(value->kid[0]))
                return false;
        return true;
    default:
        return false;
    }
}

bool size_is_variable(const struct derivation *step)
{
    return step->kind == DERIVE_ARRAY && step->size && !is_constant(step->size);
}

bool declared_variable_length(const struct declarator *declarator)
{
    for (const struct derivation *step = declarator->derivations; step; step = step->next)
        if (step->kind == DERIVE_ARRAY && (step->is_star || size_is_variable(step)))
            return true;
    return false;
}
