/*
 * A local under an #if has a slot under the same #if, repeated in the frame: the frame stands in
 * front of the body, where the condition is the same unless the body itself defines macros. Then
 * the slot stands there unconditionally, if its type is one that every configuration has; a use in
 * a branch that has no declaration of it must not find that slot by mistake.
 */
#include <string.h>

#include "../tree/condition.h"
#include "framer.h"

/* `message`: of its name, and of what it lives across. */
static void refuse(struct framer *framer, const struct local *local, struct range range,
                   const char *hint, const char *message)
{
    ir_refuse(framer->ir, framer->function->item, DIAG_FRAME_LOCAL,
              unit_range_span(framer->ir->unit, range), hint, message, local->symbol->name->text,
              function_wait(framer->function));
}

/* Whether every configuration has the names in it: there are none. */
static bool is_everywhere(const struct framer *framer, struct range range, uint32_t except)
{
    for (uint32_t i = range.first; i < range.end; i++)
        if (framer->ir->unit->tokens.list[i].kind == TOKEN_NAME && i != except)
            return false;
    return true;
}

static const char *words(const struct framer *framer, struct range range)
{
    return view_words((struct view) {.ir = framer->ir, .is_expanded = true}, range);
}

static bool is_same_type(const struct framer *framer, const struct declaration *a,
                         const struct declaration *b)
{
    return strcmp(words(framer, a->decl->specs->range),
                  words(framer, b->decl->specs->range)) == 0 &&
           strcmp(words(framer, a->declarator->range), words(framer, b->declarator->range)) == 0;
}

/* Whether each use stands where the declaration is compiled, or nothing else bears the name. */
static bool is_used_inside(const struct framer *framer, const struct local *local)
{
    const struct condition *outer = condition_at(framer->ir, framer->function,
                                                 local->declarator->token);

    if (!local->symbol->outer && !local->symbol->name->fact)
        return true;
    for (uint32_t i = 0; i < framer->function->uses.count; i++) {
        const struct use *use = &framer->function->uses.list[i];

        if (use->local == local &&
            !condition_holds(outer, condition_at(framer->ir, framer->function, use->token)))
            return false;
    }
    return true;
}

static bool is_plain(const struct framer *framer, const struct local *local)
{
    const struct declaration *first = local->declarations, *one = first->next;
    const struct declarator *declarator = first->declarator;

    if (first->decl->specs->kind == TYPE_AUTO || first->decl->specs->tag ||
        !is_everywhere(framer, first->decl->specs->range, 0) ||
        !is_everywhere(framer, declarator->range, declarator->token))
        return false;
    for (const struct derivation *step = declarator->derivations; step; step = step->next)
        if (step->kind == DERIVE_ARRAY && !step->size)
            return false;
    while (one && is_same_type(framer, first, one))
        one = one->next;
    return !one && is_used_inside(framer, local);
}

/* The condition of one of its declarations that cannot be repeated, or NULL. */
static const struct condition *fixed_condition(const struct framer *framer,
                                               const struct local *local)
{
    const struct declaration *one = local->declarations;

    for (; one; one = one->next) {
        const struct condition *condition =
            condition_at(framer->ir, framer->function, one->declarator->token);

        if (condition && (framer->function->has_definitions || !condition->is_repeatable))
            return condition;
    }
    return NULL;
}

/*
 * Written once, and cut by directives: int list[n <#if> + 1 <#endif>]. Each branch has got all of
 * the statement, so its name stands in the tokens twice, at one place of the file.
 */
static bool is_cut(const struct framer *framer, const struct declaration *first,
                   const struct declaration *again)
{
    const struct token *tokens = framer->ir->unit->tokens.list;

    return tokens[first->declarator->token].at == tokens[again->declarator->token].at;
}

void branch_check(struct framer *framer, const struct local *local)
{
    const struct declaration *again = local->declarations->next;
    const struct condition *fixed = fixed_condition(framer, local);

    if (!framer->function->has_conditionals)
        return;
    if (local->is_static_elsewhere)
        refuse(framer, local, local->declarator->range, "give the two different names",
               "'%s' lives across %s, and another branch of the #if declares it static");
    else if (again && local->is_variable)
        refuse(framer, local, again->declarator->range,
               is_cut(framer, local->declarations, again)
                   ? "compute its length before, with the #if there: int length = ...;"
                   : "declare it outside of the #if",
               "'%s' has a variable length in one branch of the #if and lives across %s");
    else if (!again && local->symbol->outer &&
             condition_at(framer->ir, framer->function, local->declarator->token) &&
             !is_used_inside(framer, local))
        refuse(framer, local, local->declarator->range, "give the two different names",
               "'%s' under an #if hides another one, and lives across %s");
    else if (fixed && (!fixed->is_repeatable || !is_plain(framer, local)))
        refuse(framer, local, local->declarator->range,
               "declare it outside of the #if, or define the macros before the function",
               "the type of '%s', which lives across %s, depends on an #if of a function "
               "that defines macros");
}

/*
 * Where the #if leaves it out, its name is that of the outer one, which the body calls otherwise.
 */
void branch_check_plain(struct framer *framer, const struct local *local)
{
    const struct symbol *outer = local->symbol->outer;
    const struct local *hidden = outer && (outer->kind == SYMBOL_OBJECT ||
                                           outer->kind == SYMBOL_PARAMETER) ? outer->slot : NULL;

    if (framer->function->has_conditionals && hidden && hidden->has_slot &&
        condition_at(framer->ir, framer->function, local->declarator->token) &&
        !is_used_inside(framer, local))
        refuse(framer, local, local->declarator->range, "give the two different names",
               "'%s' under an #if hides another one, which lives across %s");
}
