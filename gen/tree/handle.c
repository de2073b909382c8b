#include "handle.h"

#include <string.h>

/* The specifiers alone. */
static bool specs_excluded(const struct specs *specs)
{
    switch (specs->kind) {
    case TYPE_BASIC: case TYPE_VOID: case TYPE_STRUCT: case TYPE_UNION: case TYPE_ENUM:
    case TYPE_IMPLICIT:
        return true;
    case TYPE_NAMED:
        return !specs->symbol && fact_typedef(specs->name) &&
               specs->name->fact->flags & FACT_NO_HANDLE;
    default:
        return false;
    }
}

/* A pointer to a function may be a handle that is spelled out. */
static bool points_at_function(const struct specs *specs, const struct derivation *step)
{
    if (step)
        return step->kind == DERIVE_FUNCTION;
    return specs->kind == TYPE_NAMED &&
           (specs->symbol || !fact_typedef(specs->name) ||
            specs->name->fact->flags & FACT_IS_FUNCTION);
}

bool handle_excluded(const struct specs *specs, const struct derivation *step)
{
    if (!step)
        return specs_excluded(specs);
    if (step->kind == DERIVE_ARRAY)
        return true;
    if (step->kind == DERIVE_FUNCTION)
        return false;
    return specs->kind != TYPE_TYPEOF && !points_at_function(specs, step->next);
}

static bool is_void(const struct type_name *type)
{
    return !type->declarator->derivations &&
           (type->specs->kind == TYPE_VOID ||
            (type->specs->kind == TYPE_TYPEOF && type->specs->type && is_void(type->specs->type)));
}

/* unsync_task_of(void): __typeof__(__typeof__(void) (*)(struct unsync__tag *)). */
static bool spells_valueless(const struct type_name *type)
{
    const struct derivation *step = type->declarator->derivations;
    const struct param *param;
    struct type_name result = *type;

    if (!step || step->kind != DERIVE_POINTER || !step->next ||
        step->next->kind != DERIVE_FUNCTION || step->next->next)
        return false;
    param = step->next->params;
    if (!param || !param->specs || !param->specs->tag || !param->specs->tag->name ||
        strcmp(param->specs->tag->name->text, "unsync__tag") != 0)
        return false;
    result.declarator = &(struct declarator) {0};
    return is_void(&result);
}

bool handle_is_valueless(const struct specs *specs)
{
    if (specs->kind == TYPE_NAMED)
        return !specs->symbol && fact_typedef(specs->name) &&
               specs->name->fact->flags & FACT_NO_VALUE;
    return specs->kind == TYPE_TYPEOF && specs->type && spells_valueless(specs->type);
}

/* It is __typeof__(__typeof__(TYPE) (*)(struct unsync__tag *)). */
const struct type_name *handle_result(const struct specs *specs)
{
    const struct derivation *step =
        specs->kind == TYPE_TYPEOF && specs->type ? specs->type->declarator->derivations : NULL;

    if (!step || step->kind != DERIVE_POINTER || !step->next ||
        step->next->kind != DERIVE_FUNCTION || step->next->next)
        return NULL;
    return specs->type->specs->kind == TYPE_TYPEOF ? specs->type->specs->type : NULL;
}
