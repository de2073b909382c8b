/*
 * The directives between two tokens, read from the earlier one: an #else of an #if that is open
 * there leads into another branch, until its #endif. Those of an #if that opens in between do not
 * matter.
 */
#include "branch.h"

#include "../base/rising.h"
#include "directive.h"

static enum directive directive_at(const struct unit *unit, uint32_t i)
{
    const char *rest;
    uint32_t len;

    return directive_read(&unit->tokens.list[unit->directives.list[i]], &rest, &len);
}

uint32_t branch_depth(const struct unit *unit, uint32_t token)
{
    uint32_t depth = 0;

    for (uint32_t i = 0; i < unit->directives.count && unit->directives.list[i] < token; i++) {
        enum directive directive = directive_at(unit, i);

        depth += directive == DIRECTIVE_IF;
        depth -= directive == DIRECTIVE_ENDIF && depth;
    }
    return depth;
}

bool branch_excludes(const struct unit *unit, uint32_t earlier, uint32_t later)
{
    uint32_t i = rising_first(unit->directives.list, unit->directives.count, earlier);
    uint32_t opened = 0;
    bool is_other = false;

    for (; i < unit->directives.count && unit->directives.list[i] < later; i++) {
        enum directive directive = directive_at(unit, i);

        if (directive == DIRECTIVE_IF)
            opened++;
        else if (directive == DIRECTIVE_ELSE && !opened)
            is_other = true;
        else if (directive == DIRECTIVE_ENDIF && opened)
            opened--;
        else if (directive == DIRECTIVE_ENDIF)
            is_other = false;
    }
    return is_other;
}
