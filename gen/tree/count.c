#include "count.h"

#include <string.h>

#include "declare.h"

/* The string that is the whole initialiser, in braces or not; or NULL. */
static const struct expr *only_string(const struct expr *init)
{
    while (init->kind == EXPR_PAREN || (init->kind == EXPR_INIT_LIST && init->list &&
                                        !init->list->next && !init->list->designators))
        init = init->kind == EXPR_PAREN ? init->kid[0] : init->list->kid[0];
    return init->kind == EXPR_STRING ? init : NULL;
}

/* A typedef of a pointer is a scalar too, but no string initialises an array of it. */
static bool is_pointer(const struct specs *specs)
{
    const struct derivation *step;

    if (specs->kind != TYPE_NAMED)
        return false;
    if (!specs->symbol)
        return fact_typedef(specs->name) && fact_typedef(specs->name)->flags & FACT_POINTER;
    step = specs->symbol->declarator->derivations;
    return step ? step->kind == DERIVE_POINTER : is_pointer(specs->symbol->decl->specs);
}

/* Of whatever width: wchar_t is an int. */
static bool is_character(const struct specs *specs, const struct derivation *element)
{
    return !element && remaining_class(specs, element) == CLASS_SCALAR && !is_pointer(specs);
}

static bool is_plain(const struct unit *unit, const struct expr *string)
{
    for (uint32_t i = string->range.first; i < string->range.end; i++)
        if (unit->tokens.list[i].kind == TOKEN_STRING && unit->tokens.list[i].text[0] != '"')
            return false;
    return true;
}

/*
 * The frame stands in the output, the initialiser counts as the user's file: both say the latter.
 */
static void fix_file_name(struct ir *ir, const struct expr *string)
{
    for (uint32_t i = string->range.first; i < string->range.end; i++) {
        const struct token *token = &ir->unit->tokens.list[i];

        if (token->kind == TOKEN_NAME && strcmp(token->name->text, "__FILE__") == 0)
            ir_edit(ir, i)->instead = ir_quoted(ir, ir->unit->source->path);
    }
}

/* L"..." has elements of more than one byte. */
static const char *string_count(struct view view, const struct expr *string)
{
    const char *text;

    fix_file_name(view.ir, string);
    text = view_words(view, string->range);
    return is_plain(view.ir->unit, string) ? ir_text(view.ir, "sizeof(%s)", text)
                                           : ir_text(view.ir, "sizeof(%s) / sizeof(*(%s))", text,
                                                     text);
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
    const struct derivation *element = declarator->derivations->next;
    const struct expr *string = only_string(init);
    uint32_t count = 0;

    if (init->has_directive)
        return NULL;
    if (string && !element &&
        (init->kind != EXPR_INIT_LIST || is_character(specs, element)))
        return string_count(view, string);
    if (!is_countable(specs, element, init))
        return NULL;
    for (const struct expr *item = init->list; item; item = item->next)
        count++;
    return ir_text(view.ir, "%u", count);
}
