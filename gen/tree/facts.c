#include "facts.h"

#include <stddef.h>

struct macro *macro_at(const struct name *name, uint32_t line)
{
    for (struct macro *macro = name->macro; macro; macro = macro->older)
        if (macro->from_line < line && line < macro->to_line)
            return macro;
    return NULL;
}

const struct fact *fact_typedef(const struct name *name)
{
    return name->fact && name->fact->kind == FACT_TYPEDEF ? name->fact : NULL;
}

bool fact_is_annotated(const struct name *name)
{
    return name->fact && name->fact->kind == FACT_FUNCTION && name->fact->flags & FACT_ANNOTATED;
}
