/*
 * A marked function as its callers see it: what its result, its parameters, its attributes and its
 * other declarations may be, and what a @generator and main may be beside that.
 */
#include <string.h>

#include "../tree/ask.h"
#include "../tree/attribute.h"
#include "../tree/declare.h"
#include "checker.h"

static void check_type_body(struct checker *checker, const struct specs *specs, const char *what)
{
    if (specs->tag && specs->tag->has_body)
        ir_refuse(checker->ir, checker->function->item, DIAG_SIGNATURE,
                  unit_range_span(checker->ir->unit, specs->tag->range),
                  "define it before the function", "a type is defined in the %s of a function",
                  what);
}

/*
 * What would get lost, or stand on a function that is not meant: constructor, section, ... Emitted
 * functions carry those that are known (interface.c, job.c), or these change nothing.
 */
static void check_attributes(struct checker *checker, const struct piece *pieces)
{
    static const char *const known[] = {
        "visibility", "weak", "deprecated", "used", "unused", "maybe_unused", "nodiscard",
        "warn_unused_result", "noinline", "noclone", "noipa", "always_inline", "gnu_inline", "hot",
        "cold", "flatten", "artificial", "const", "pure", "malloc", "alloc_size", "alloc_align",
        "assume_aligned", "nonnull", "returns_nonnull", "access", "leaf", "nothrow",
        "externally_visible", "null_terminated_string_arg", "no_instrument_function", "nocommon"};
    const struct unit *unit = checker->ir->unit;

    for (; pieces; pieces = pieces->next)
        for (uint32_t at = 0; (at = attribute_other(unit, pieces, at, known,
                                                    sizeof known / sizeof *known)); at++)
            ir_refuse(checker->ir, checker->function->item, DIAG_SIGNATURE, unit_span(unit, at),
                      NULL, "a marked function cannot have the attribute '%s'",
                      unit->tokens.list[at].name->text);
}

/* The compiler would say 'conflicting types', about text that the user never wrote. */
static void check_unmarked(struct checker *checker)
{
    const struct function *function = checker->function;
    const struct fact *fact = function->name->fact;

    if (function->item->kind == ITEM_FOREIGN || !fact || !(fact->flags & FACT_UNMARKED))
        return;
    ir_refuse(checker->ir, function->item, DIAG_UNMARKED_TWIN,
              unit_span(checker->ir->unit, function->declarator->token),
              fact->flags & FACT_SYSTEM ? "choose another name"
                                        : "declare it with its mark in a header that ends in .uh",
              fact->flags & FACT_SYSTEM ? "'%s' is a function of a system header"
                                        : "'%s' is declared without its mark in an included file",
              function->name->text);
}

static struct range type_range(const struct specs *specs)
{
    for (const struct piece *piece = specs->pieces; piece; piece = piece->next)
        if (piece->kind == PIECE_TYPE)
            return piece->range;
    return specs->range;
}

void check_signature(struct checker *checker)
{
    const struct function *function = checker->function;
    const struct derivation *type = function->type;

    if (type->is_variadic)
        check_refuse(checker, DIAG_VARIADIC_TASK, type->range,
                           "pass an array, or a formatted string",
                     "a function with '...' cannot be a task: its arguments cannot be kept");
    check_unmarked(checker);
    check_type_body(checker, function->specs, "result type");
    if (function->specs->storage & STORAGE_NORETURN)
        check_refuse(checker, DIAG_SIGNATURE, function->specs->range, NULL,
                     "a function that never returns is no task");
    if (function->item->kind != ITEM_FOREIGN) {
        check_attributes(checker, function->specs->pieces);
        check_attributes(checker, function->declarator->attributes);
    }
    for (uint32_t i = 0; i < function->parameter_count; i++)
        check_type_body(checker, function->parameters[i].param->specs, "parameters");
    if (!function->is_generator && !type->next && ask_names_generator(checker->ir, function->specs))
        check_refuse(checker, DIAG_GENERATOR, type_range(function->specs),
                     "make it in the caller, or let the function be a @generator",
                     "a generator ends with the task that made it: it cannot be its result");
}

/* Workers know a function by its name; a header that two files include would register it twice. */
void check_foreign(struct checker *checker)
{
    const struct function *function = checker->function;

    if (function->item->kind == ITEM_FOREIGN && function->mark->id == MARK_CPU_BOUND &&
        checker->ir->unit->is_header)
        check_refuse(checker, DIAG_FOREIGN, function->declarator->range,
                     "declare it in one .uc file, or mark it @thread",
                     "a @cpu_bound function that is not mine cannot be declared in a header");
}

/* @async @cpu_bound: its tasks are those of a worker's loop; what bounds them is the worker's. */
void check_remote(struct checker *checker)
{
    const struct function *function = checker->function;
    const struct mark *async = mark_find(function->item->marks, MARK_ASYNC);

    if (!function->is_remote)
        return;
    if (async->options)
        ir_refuse(checker->ir, function->item, DIAG_CONFLICTING_MARKS, async->options->span,
                  "give it to @cpu_bound", "beside @cpu_bound, @async has no options");
    if (function->is_generator)
        ir_refuse(checker->ir, function->item, DIAG_CONFLICTING_MARKS, async->span,
                  "leave @async out: who asks for the values awaits them all the same",
                  "a @cpu_bound @generator is not @async");
}

static void refuse_lane(const struct checker *checker, const struct marking *first,
                        const char *hint, const char *text)
{
    ir_refuse(checker->ir, checker->function->item, DIAG_CONFLICTING_MARKS,
              checker->function->mark->span, hint, "%s", text);
    diag_note(checker->ir->unit->diag, first->span, "first marked here");
}

/* One function, one lane: the fact of its name remembers the first declaration. */
void check_lane(const struct checker *checker)
{
    const struct function *function = checker->function;
    const struct marking *first = function->name->fact ? function->name->fact->first : NULL;

    if (first && first->is_generator != function->is_generator) {
        refuse_lane(checker, first, "mark both alike",
                    ir_text(checker->ir,
                            "'%s' is a @generator in one declaration and none in the other",
                            function->name->text));
    } else if (first && first->mark == (uint32_t) function->mark->id &&
               first->is_async != (mark_find(function->item->marks, MARK_ASYNC) != NULL)) {
        refuse_lane(checker, first, "mark both alike",
                    ir_text(checker->ir, "'%s' is @async in one declaration and not in the other",
                            function->name->text));
    } else if (first && first->mark != (uint32_t) function->mark->id) {
        refuse_lane(checker, first, "one function has one lane",
                    ir_text(checker->ir, "'%s' is marked @%s here and @%s before",
                            function->name->text, mark_table[function->mark->id].name,
                            mark_table[first->mark].name));
    } else if (first && first->is_open && function->parameter_count) {
        ir_refuse(checker->ir, function->item, DIAG_OLD_STYLE,
                  unit_range_span(checker->ir->unit, function->type->range),
                  "write them there, with their types",
                  "these parameters are not in the declaration before");
        diag_note(checker->ir->unit->diag, first->span, "declared here, with '()'");
    }
}

void check_generator(struct checker *checker)
{
    const struct function *function = checker->function;
    const struct type_name *sent = function->sent;
    enum type_class class = sent ? declared_class(sent->specs, sent->declarator) : CLASS_SCALAR;

    if (function->mark->id == MARK_ASYNC && function->mark->options)
        ir_refuse(checker->ir, function->item, DIAG_GENERATOR, function->mark->options->span,
                  "it belongs to the function that asks for the values",
                  "an @async @generator has no such option");
    if (sent && function_streams(function))
        check_refuse(checker, DIAG_GENERATOR, sent->range,
                     "pass an argument, or mark it @async @generator",
                     "a worker runs ahead of who asks: no yield waits for what is sent");
    if (function->item->kind == ITEM_FOREIGN)
        check_refuse(checker, DIAG_GENERATOR, function->declarator->range, NULL,
                     "a function that is not mine cannot be a @generator: it does not yield");
    if (class == CLASS_VOID || class == CLASS_ARRAY || class == CLASS_FUNCTION)
        check_refuse(checker, DIAG_GENERATOR, sent->range, "send a pointer",
                     "nothing of this type can be sent");
    else if (sent && declared_const(sent->specs, sent->declarator))
        check_refuse(checker, DIAG_GENERATOR, sent->range, NULL,
                     "what is sent is copied: its type is not const");
    if (sent)
        check_type_body(checker, sent->specs, "options");
}

void check_main(struct checker *checker)
{
    const struct function *function = checker->function;
    struct range name = {function->declarator->token, function->declarator->token + 1};

    if (function->mark->id != MARK_ASYNC)
        check_refuse(checker, DIAG_MAIN, name,
                     "mark it @async, or call marked functions from a plain main",
                     "main runs on the main thread: only @async can mark it");
    if (function->is_static || function->parameter_count > 3)
        check_refuse(checker, DIAG_MAIN, name, "it takes no parameters, or (int argc, char **argv)",
                     "this main is not the program's main");
    if (remaining_class(function->specs, function->type->next) != CLASS_SCALAR)
        check_refuse(checker, DIAG_MAIN, function->specs->range, "write 'int main'",
                     "the result of main is int");
}
