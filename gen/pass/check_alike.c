/*
 * Two declarations of a marked function with different types: the compiler would say 'conflicting
 * types' of a handle, a starter and whatever else is emitted, none of which the user has written.
 * Only what is certain is reported (alike.h); the rest is left to the compiler.
 */
#include "../tree/alike.h"
#include "checker.h"

/* The other place: in this file, or a line of a header. */
static void tell_other(const struct checker *checker, const struct signature *first,
                       struct span span)
{
    struct diag *diag = checker->ir->unit->diag;

    if (first->file)
        diag_hint(diag, "it is declared at %s:%u", first->file, first->line);
    else
        diag_note(diag, span, "declared here");
}

/* ---- types ---- */

static void refuse(const struct checker *checker, struct span span, const char *message)
{
    ir_refuse(checker->ir, checker->function->item, DIAG_CONFLICTING_TYPES, span, NULL, "%s",
              message);
}

static const char *parameters(struct ir *ir, uint32_t count)
{
    return ir_text(ir, count == 0   ? "no parameters"
                       : count == 1 ? "one parameter"
                                    : "%u parameters", count);
}

static void check_parameters(const struct checker *checker, const struct signature *first,
                             const struct signature *own)
{
    const char *name = checker->function->name->text;

    for (uint32_t i = 0; i < own->count; i++) {
        if (!alike_differ(first->types[i].text, own->types[i].text))
            continue;
        refuse(checker, own->types[i].span,
               ir_text(checker->ir, "parameter %u of '%s' has another type in a declaration before",
                       i + 1, name));
        tell_other(checker, first, first->types[i].span);
    }
}

/* ---- options ---- */

static const struct option *find_option(const struct option *options, enum option_id id)
{
    while (options && options->id != id)
        options = options->next;
    return options;
}

static void refuse_option(const struct checker *checker, const struct option *option,
                          const struct span other, const char *message)
{
    ir_refuse(checker->ir, checker->function->item, DIAG_CONFLICTING_MARKS, option->span,
              "the options at the definition count", "%s", message);
    diag_note(checker->ir->unit->diag, other, "the other declaration is marked here");
}

/* Those of a declaration say nothing but what those of the definition say. */
static void check_options(const struct checker *checker, const struct marking *first)
{
    const struct function *function = checker->function;
    const struct option *own = function->mark->options;

    for (const struct option *one = own; one; one = one->next) {
        const struct option *other = find_option(first->options, one->id);
        const char *name = option_table[one->id].name;

        if (other && (one->number != other->number || one->name != other->name))
            refuse_option(checker, one, other->span,
                          ir_text(checker->ir, "'%s' of '%s' has another value in a declaration "
                                  "before", name, function->name->text));
        else if (!other && first->is_definition)
            refuse_option(checker, one, first->span,
                          ir_text(checker->ir, "'%s' is not said at the definition of '%s'", name,
                                  function->name->text));
    }
    for (const struct option *one = first->options; function->item->body && one; one = one->next)
        if (!find_option(own, one->id))
            refuse_option(checker, one, function->mark->span,
                          ir_text(checker->ir, "'%s' is not said at the definition of '%s'",
                                  option_table[one->id].name, function->name->text));
}

/* ---- both ---- */

/* The first declaration is that of the function itself. */
static bool is_own(const struct checker *checker, const struct signature *first)
{
    const struct function *function = checker->function;

    return !first->file &&
           first->span.at == unit_span(checker->ir->unit, function->declarator->token).at;
}

void check_alike(const struct checker *checker)
{
    const struct function *function = checker->function;
    struct ir *ir = checker->ir;
    const struct fact *fact = function->name->fact;
    const struct marking *marking = fact ? fact->first : NULL;
    const struct signature *first = fact ? fact->signature : NULL;
    const struct signature *own;

    if (!function->item->is_known || function->item->kind == ITEM_FOREIGN)
        return;
    if (marking && marking->mark == (uint32_t) function->mark->id)
        check_options(checker, marking);
    if (!first || is_own(checker, first))
        return;
    own = alike_signature(&ir->unit->arena, ir->unit, function->specs, function->declarator);
    if (!own)
        return;
    if (first->count != own->count) {
        refuse(checker, own->span,
               ir_text(ir, "'%s' has %s here and %s in a declaration before", function->name->text,
                       parameters(ir, own->count), parameters(ir, first->count)));
        tell_other(checker, first, first->span);
        return;
    }
    if (first->result && alike_differ(first->result, own->result)) {
        refuse(checker, own->result_span,
               ir_text(ir, "the result of '%s' has another type in a declaration before",
                       function->name->text));
        tell_other(checker, first, first->result_span);
    }
    check_parameters(checker, first, own);
}
