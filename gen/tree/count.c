#include "count.h"

#include "declare.h"

static bool is_one_string(const struct unit *unit, const struct expr *init)
{
    while (init && (init->kind == EXPR_PAREN ||
                    (init->kind == EXPR_INIT_LIST && init->list && !init->list->next &&
                     !init->list->designators)))
        init = init->kind == EXPR_PAREN ? init->kid[0] : init->list->kid[0];
    if (!init || init->kind != EXPR_STRING)
        return false;
    for (uint32_t i = init->range.first; i < init->range.end; i++)
        if (unit->tokens.list[i].kind != TOKEN_STRING)
            return false; /* __FILE__ is another string elsewhere */
    return true;
}

static bool is_character(const struct unit *unit, const struct specs *specs,
                         const struct derivation *element)
{
    if (element || specs->kind != TYPE_BASIC)
        return false;
    for (uint32_t i = specs->range.first; i < specs->range.end; i++)
        if (unit->tokens.list[i].kind == TOKEN_CHAR)
            return true;
    return false;
}

static const struct expr *string_of(const struct expr *init)
{
    while (init->kind != EXPR_STRING)
        init = init->kind == EXPR_INIT_LIST ? init->list->kid[0] : init->kid[0];
    return init;
}

/* Each item is one element: the elements are scalars, or every item has its own braces. */
static bool is_countable(const struct specs *specs, const struct derivation *element,
                         const struct expr *init)
{
    bool is_scalar = remaining_class(specs, element) == CLASS_SCALAR;

    if (init->kind != EXPR_INIT_LIST)
        return false;
    for (const struct expr *item = init->list; item; item = item->next)
        if (item->designators || (!is_scalar && item->kid[0]->kind != EXPR_INIT_LIST))
            return false;
    return true;
}

const char *count_elements(struct view view, const struct specs *specs,
                           const struct declarator *declarator, const struct expr *init)
{
    const struct unit *unit = view.ir->unit;
    const struct derivation *element = declarator->derivations->next;
    uint32_t count = 0;

    if (is_one_string(unit, init) && is_character(unit, specs, element))
        return ir_text(view.ir, "sizeof(%s)", view_text(view, string_of(init)->range));
    if (!is_countable(specs, element, init))
        return NULL;
    for (const struct expr *item = init->list; item; item = item->next)
        count++;
    return ir_text(view.ir, "%u", count);
}
