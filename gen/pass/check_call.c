/*
 * Calls that cannot stand in a marked function, and calls that make a handle which nobody takes.
 */
#include <string.h>

#include "../base/text.h"
#include "checker.h"

static void refuse_fail(struct checker *checker, const struct expr *name)
{
    check_refuse(checker, DIAG_FAIL_PLACE, name->range,
                 "write it as a statement: unsync_fail(code, \"...\");",
                 "unsync_fail stands as a statement of its own");
}

/* EINVAL, which is 22 by now, and errno stand where their negatives are meant. */
static void check_sign(struct checker *checker, const struct expr *call, const struct expr *code)
{
    const struct unit *unit = checker->ir->unit;
    struct span span = unit_range_span(unit, code->range);
    bool is_of_macro = unit_range_span(unit, call->range).at == span.at;
    const char *text = ir_text(checker->ir, "%.*s", (int) span.len, unit->source->raw + span.at);
    bool is_zero = strcmp(text, "0") == 0;

    if (code->kind != EXPR_NUMBER && strcmp(text, "errno") != 0)
        return;
    check_refuse(checker, DIAG_FAIL_ARGUMENTS, code->range,
                 is_zero ? "0 is the code of a task that ended well: take -EINVAL or one of mine"
                 : is_of_macro ? "-EINVAL, or one of mine"
                         : ir_text(checker->ir, "write -%s", text),
                 "the code of unsync_fail is below 0");
    if (is_zero || is_of_macro)
        return;
    diag_fix(unit->diag, "negate it");
    diag_insert(unit->diag, span.at, "-");
}

/* A printf-like function would be told of a format; here the code before it is missing. */
static void check_fail_arguments(struct checker *checker, const struct expr *call)
{
    const struct expr *code = expr_bare(call->list);

    if (!code)
        check_refuse(checker, DIAG_FAIL_ARGUMENTS, call->range,
                     "write unsync_fail(code, \"why\")", "unsync_fail without a code");
    else if (code->kind == EXPR_STRING)
        check_refuse(checker, DIAG_FAIL_ARGUMENTS, code->range,
                     "write unsync_fail(code, \"why\"): an int below 0, -EINVAL or one of mine",
                     "the text of unsync_fail stands behind a code");
    else if (!call->list->next)
        check_refuse(checker, DIAG_FAIL_ARGUMENTS, call->range,
                     "write unsync_fail(code, \"why\")", "unsync_fail without a text");
    else
        check_sign(checker, call, code);
}

void check_call(struct checker *checker, struct expr *call)
{
    static const struct {
        const char *name, *trick, *hint;
    } refused[] = {
        {"setjmp", "setjmp", NULL},
        {"_setjmp", "setjmp", NULL},
        {"__builtin_setjmp", "setjmp", NULL},
        {"sigsetjmp", "sigsetjmp", NULL},
        {"__sigsetjmp", "sigsetjmp", NULL},
        {"alloca", "alloca", "use an array, or malloc"},
        {"__builtin_alloca", "alloca", "use an array, or malloc"},
        {"va_start", NULL, NULL},
        {"__builtin_va_start", NULL, NULL},
    };
    const struct function *function = checker->function;
    const struct expr *callee = call->kid[0];

    if (callee->kind != EXPR_NAME || callee->symbol)
        return;
    for (size_t i = 0; checker->is_async && i < sizeof refused / sizeof *refused; i++)
        if (strcmp(callee->name->text, refused[i].name) == 0)
            check_refuse(checker, DIAG_STACK_TRICK, callee->range, refused[i].hint,
                         refused[i].trick
                             ? ir_text(checker->ir, "%s in %s: its stack is gone after %s",
                                       refused[i].trick, function_kind(function),
                                       function_wait(function))
                             : ir_text(checker->ir, "va_start in %s, which cannot have '...'",
                                       function_kind(function)));
    if (!expr_is_fail(callee))
        return;
    if (!set_has(&checker->fails, call))
        refuse_fail(checker, callee);
    else
        check_fail_arguments(checker, call);
    set_add(&checker->fails, callee);
}

/* unsync_fail is a word, no function: it has no address and no value. */
void check_name(struct checker *checker, const struct expr *expr)
{
    if (expr_is_fail(expr) && !set_has(&checker->fails, expr))
        refuse_fail(checker, expr);
}

/* The loop over a generator's values that is for the other kind. */
void check_each(struct checker *checker, const struct expr *call)
{
    const struct expr *callee = call->kid[0], *source = call->list;
    bool awaits;

    if (callee->kind != EXPR_NAME || callee->symbol || !source || source->kind != EXPR_NAME ||
        !text_ends_in(callee->name->text, "_next"))
        return;
    awaits = strncmp(source->name->text, "unsync__awaited_", 16) == 0;
    if (!awaits && strncmp(source->name->text, "unsync__each_", 13) != 0)
        return;
    if (fact_is_annotated(callee->name) && !awaits)
        check_refuse(checker, DIAG_AWAIT_OF_GENERATOR, source->range, "write unsync_each_await",
                     "the values of this generator are awaited");
    else if (!fact_is_annotated(callee->name) && awaits)
        check_refuse(checker, DIAG_AWAIT_OF_GENERATOR, source->range, "write unsync_each",
                     "the values of a @generator are not awaited");
}

/* A call that starts a task whose handle nobody takes. */
static void report_dropped(struct checker *checker, const struct expr *call)
{
    const struct unit *unit = checker->ir->unit;
    struct span span = unit_range_span(unit, call->range);
    const char *name = call->kid[0]->name->text;

    ir_refuse(checker->ir, checker->function->item, DIAG_DROPPED_HANDLE, span, NULL,
              "this starts the task '%s' and drops its handle", name);
    diag_hint(unit->diag,
              "write 'await %s(...)' to wait for it, 'unsync_background(%s(...))' to let it run",
              name, name);
    if (unit->tokens.list[call->range.first].call)
        return; /* the place is that of a macro call */
    diag_fix(unit->diag, "wait for it");
    diag_insert(unit->diag, span.at, "await ");
    diag_fix(unit->diag, "let it run");
    diag_insert(unit->diag, span.at, "unsync_background(");
    diag_insert(unit->diag, span.at + span.len, ")");
}

/* A marked function, or one like unsync_sleep(), whose handle leads to no value. */
static bool gives_handle(const struct name *name)
{
    return fact_is_annotated(name) || (name->fact && name->fact->kind == FACT_FUNCTION &&
                                       name->fact->flags & FACT_NO_VALUE);
}

void check_discarded(struct checker *checker, const struct expr *expr)
{
    const struct expr *callee;

    while (expr && (expr->kind == EXPR_PAREN || expr->kind == EXPR_CAST))
        expr = expr->kid[0];
    if (!expr)
        return;
    if (expr->kind == EXPR_COMMA || (expr->kind == EXPR_BINARY && (expr->op == TOKEN_AND_AND ||
                                                                   expr->op == TOKEN_OR_OR)))
        check_discarded(checker, expr->kid[1]);
    if (expr->kind == EXPR_CONDITIONAL) {
        check_discarded(checker, expr->kid[1]);
        check_discarded(checker, expr->kid[2]);
    }
    callee = expr->kind == EXPR_CALL ? expr->kid[0] : NULL;
    if (!callee || callee->kind != EXPR_NAME || callee->symbol || !gives_handle(callee->name))
        return;
    if (fact_is_generator(callee->name))
        ir_refuse(checker->ir, checker->function->item, DIAG_DROPPED_HANDLE,
                  unit_range_span(checker->ir->unit, expr->range),
                  "keep the handle: nothing runs before it is asked for a value",
                  "this makes the generator '%s' and drops its handle", callee->name->text);
    else
        report_dropped(checker, expr);
}

/* In what unsync_each and unsync_each_await expand to; check_each() looks at that. */
static bool is_of_each(const struct expr *call)
{
    const struct expr *source = call->list;

    return source && source->kind == EXPR_NAME &&
           (strncmp(source->name->text, "unsync__awaited_", 16) == 0 ||
            strncmp(source->name->text, "unsync__each_", 13) == 0);
}

/* Its value is meant, and to let it run is no cure. */
static void report_operand(struct checker *checker, const struct expr *call)
{
    const struct unit *unit = checker->ir->unit;
    struct span span = unit_range_span(unit, call->range);
    const char *name = call->kid[0]->name->text;

    ir_refuse(checker->ir, checker->function->item, DIAG_DROPPED_HANDLE, span,
              ir_text(checker->ir, "write 'await %s(...)' for the value of the task", name),
              "this starts the task '%s' and takes its handle for a value", name);
    if (unit->tokens.list[call->range.first].call)
        return; /* the place is that of a macro call */
    diag_fix(unit->diag, "wait for it");
    diag_insert(unit->diag, span.at, "await ");
}

/* A handle that is only looked at, as a truth value or a number, is lost: `if (ready())`. */
void check_operand(struct checker *checker, const struct expr *expr)
{
    const struct expr *call = expr_bare(expr);

    if (!call || call->kind != EXPR_CALL || is_of_each(call))
        return;
    if (call->kid[0]->kind == EXPR_NAME && !call->kid[0]->symbol &&
        fact_is_annotated(call->kid[0]->name) && !fact_is_generator(call->kid[0]->name))
        report_operand(checker, call);
    else
        check_discarded(checker, call);
}

bool check_part(struct checker *checker, const struct expr *word)
{
    const struct unit *unit = checker->ir->unit;
    const struct expr *expr = word->kid[0];
    const char *text = unit->tokens.list[word->token].name->text, *name;

    while (expr->kind == EXPR_MEMBER || expr->kind == EXPR_INDEX)
        expr = expr->kid[0];
    if (expr == word->kid[0] || expr->kind != EXPR_CALL || expr->kid[0]->kind != EXPR_NAME ||
        expr->kid[0]->symbol || !fact_is_annotated(expr->kid[0]->name))
        return true;
    name = expr->kid[0]->name->text;
    check_refuse(checker, DIAG_AWAIT_TWO_WAYS, word->range,
                 ir_text(checker->ir, "write (%s %s(...)) and the part behind it", text, name),
                 ir_text(checker->ir, "this '%s' is for a part of what '%s' gives, and that is a "
                         "handle", text, name));
    return false;
}

void check_address(struct checker *checker, const struct expr *operand)
{
    const struct specs *specs;

    while (operand->kind == EXPR_PAREN ||
           (operand->kind == EXPR_MEMBER && operand->op == TOKEN_DOT))
        operand = operand->kid[0];
    if (!checker->is_async || !ir_local(operand))
        return;
    specs = ir_symbol_specs(checker->function, operand->symbol);
    if (specs && specs->storage & STORAGE_REGISTER)
        check_refuse(checker, DIAG_FRAME_LOCAL, operand->range, "declare it without 'register'",
                     ir_text(checker->ir, "'%s' is declared 'register': it has no address",
                             operand->name->text));
}

void check_operands(struct checker *checker, const struct expr *expr)
{
    bool is_address = expr->kind == EXPR_UNARY && expr->op == TOKEN_AND;

    if (expr->kind == EXPR_BINARY || (expr->kind == EXPR_UNARY && !is_address) ||
        expr->kind == EXPR_INDEX) {
        check_operand(checker, expr->kid[0]);
        check_operand(checker, expr->kid[1]);
    } else if (expr->kind == EXPR_CONDITIONAL && expr->kid[1]) {
        check_operand(checker, expr->kid[0]);
    }
}
