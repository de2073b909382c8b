#include "handle.h"

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
