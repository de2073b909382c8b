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

bool facts_cover(const struct facts *facts, uint32_t first_line, uint32_t last_line)
{
    uint32_t low = 0, high = facts->active.count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (facts->active.list[middle] < first_line)
            low = middle + 1;
        else
            high = middle;
    }
    return facts->complete && low < facts->active.count && facts->active.list[low] <= last_line;
}

bool fact_is_annotated(const struct name *name)
{
    return name->fact && name->fact->kind == FACT_FUNCTION && name->fact->flags & FACT_ANNOTATED;
}
