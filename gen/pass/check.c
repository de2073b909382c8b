#include "check.h"

#include <string.h>

#include "../base/text.h"
#include "../tree/ask.h"
#include "../tree/awaited.h"
#include "../tree/declare.h"
#include "../tree/length.h"
#include "../tree/walk.h"

struct checker {
    struct ir *ir;
    struct function *function;
    bool is_async;
    struct set fails; /* calls of unsync_fail that are a statement */
    uint32_t refused; /* 1 + where the last await that was refused stands; a macro may repeat it */
};

static void refuse(struct checker *checker, enum diag_id id, struct range range, const char *hint,
                   const char *message)
{
    ir_refuse(checker->ir, checker->function->item, id, unit_range_span(checker->ir->unit, range),
              hint, "%s", message);
}

/* ---- the function from outside ---- */

static void check_type_body(struct checker *checker, const struct specs *specs, const char *what)
{
    if (specs->tag && specs->tag->has_body)
        ir_refuse(checker->ir, checker->function->item, DIAG_SIGNATURE,
                  unit_range_span(checker->ir->unit, specs->tag->range),
                  "define it before the function", "a type is defined in the %s of a function",
                  what);
}

/* Attributes that emitted functions carry (interface.c, job.c), and those that change nothing. */
static bool is_known_attribute(const char *name)
{
    static const char *const names[] = {
        "visibility", "weak", "deprecated", "used", "unused", "maybe_unused", "nodiscard",
        "warn_unused_result", "noinline", "noclone", "noipa", "always_inline", "gnu_inline", "hot",
        "cold", "flatten", "artificial", "const", "pure", "malloc", "alloc_size", "alloc_align",
        "assume_aligned",
        "nonnull", "returns_nonnull", "access", "leaf", "nothrow", "externally_visible",
        "null_terminated_string_arg", "no_instrument_function", "nocommon"};
    size_t len = strlen(name);

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0 ||
            (strlen(names[i]) + 4 == len && strncmp(name, "__", 2) == 0 &&
             strncmp(name + 2, names[i], len - 4) == 0 && strcmp(name + len - 2, "__") == 0))
            return true;
    return false;
}

/*
 * What would get lost, or stand on a function that is not meant: constructor, noreturn, section,
 * ...
 */
static void check_attributes(struct checker *checker, const struct piece *pieces)
{
    const struct unit *unit = checker->ir->unit;

    for (; pieces; pieces = pieces->next)
        for (uint32_t i = pieces->range.first, depth = 0;
             pieces->kind == PIECE_ATTRIBUTE && i < pieces->range.end; i++) {
            const struct token *token = &unit->tokens.list[i];

            depth += token->kind == TOKEN_LPAREN || token->kind == TOKEN_LBRACKET;
            depth -= token->kind == TOKEN_RPAREN || token->kind == TOKEN_RBRACKET;
            if (depth == 2 && token->name && token->kind != TOKEN_ATTRIBUTE &&
                token[1].kind != TOKEN_COLON /* gnu:: */ && !is_known_attribute(token->name->text))
                ir_refuse(checker->ir, checker->function->item, DIAG_SIGNATURE, unit_span(unit, i),
                          NULL,
                          "a marked function cannot have the attribute '%s'", token->name->text);
        }
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

static void check_signature(struct checker *checker)
{
    const struct function *function = checker->function;
    const struct derivation *type = function->type;

    if (type->is_variadic)
        refuse(checker, DIAG_VARIADIC_TASK, type->range, "pass an array, or a formatted string",
               "a function with '...' cannot be a task: its arguments cannot be kept");
    check_unmarked(checker);
    check_type_body(checker, function->specs, "result type");
    if (function->specs->storage & STORAGE_NORETURN)
        refuse(checker, DIAG_SIGNATURE, function->specs->range, NULL,
               "a function that never returns is no task");
    if (function->item->kind != ITEM_FOREIGN) {
        check_attributes(checker, function->specs->pieces);
        check_attributes(checker, function->declarator->attributes);
    }
    for (uint32_t i = 0; i < function->parameter_count; i++)
        check_type_body(checker, function->parameters[i].param->specs, "parameters");
    if (!function->is_generator && !type->next && ask_names_generator(checker->ir, function->specs))
        refuse(checker, DIAG_GENERATOR, type_range(function->specs),
               "make it in the caller, or let the function be a @generator",
               "a generator ends with the task that made it: it cannot be its result");
}

/* Workers know a function by its name; a header that two files include would register it twice. */
static void check_foreign(struct checker *checker)
{
    const struct function *function = checker->function;

    if (function->item->kind == ITEM_FOREIGN && function->mark->id == MARK_CPU_BOUND &&
        checker->ir->unit->is_header)
        refuse(checker, DIAG_FOREIGN, function->declarator->range,
               "declare it in one .uc file, or mark it @thread",
               "a @cpu_bound function that is not mine cannot be declared in a header");
}

static void refuse_lane(const struct checker *checker, const struct marking *first,
                        const char *hint, const char *text)
{
    ir_refuse(checker->ir, checker->function->item, DIAG_CONFLICTING_MARKS,
              checker->function->mark->span, hint, "%s", text);
    diag_note(checker->ir->unit->diag, first->span, "first marked here");
}

/* One function, one lane: the fact of its name remembers the first declaration. */
static void check_lane(const struct checker *checker)
{
    const struct function *function = checker->function;
    const struct marking *first = function->name->fact ? function->name->fact->first : NULL;

    if (first && first->is_generator != function->is_generator) {
        refuse_lane(checker, first, "mark both alike",
                    ir_text(checker->ir,
                            "'%s' is a @generator in one declaration and none in the other",
                            function->name->text));
    } else if (first && first->mark != (uint32_t) function->mark->id) {
        refuse_lane(checker, first, "one function has one lane",
                    ir_text(checker->ir, "'%s' is marked @%s here and @%s before",
                            function->name->text, mark_table[function->mark->id].name,
                            mark_table[first->mark].name));
    }
}

static void check_generator(struct checker *checker)
{
    const struct function *function = checker->function;
    const struct type_name *sent = function->sent;
    enum type_class class = sent ? declared_class(sent->specs, sent->declarator) : CLASS_SCALAR;

    if (function->mark->id == MARK_ASYNC && function->mark->options)
        ir_refuse(checker->ir, function->item, DIAG_GENERATOR, function->mark->options->span,
                  "it belongs to the function that asks for the values",
                  "an @async @generator has no such option");
    if (function->item->kind == ITEM_FOREIGN)
        refuse(checker, DIAG_GENERATOR, function->declarator->range, NULL,
               "a function that is not mine cannot be a @generator: it does not yield");
    if (class == CLASS_VOID || class == CLASS_ARRAY || class == CLASS_FUNCTION)
        refuse(checker, DIAG_GENERATOR, sent->range, "send a pointer",
               "nothing of this type can be sent");
    else if (sent && declared_const(sent->specs, sent->declarator))
        refuse(checker, DIAG_GENERATOR, sent->range, NULL,
               "what is sent is copied: its type is not const");
    if (sent)
        check_type_body(checker, sent->specs, "options");
}

static void check_main(struct checker *checker)
{
    const struct function *function = checker->function;
    struct range name = {function->declarator->token, function->declarator->token + 1};

    if (function->mark->id != MARK_ASYNC)
        refuse(checker, DIAG_MAIN, name,
               "mark it @async, or call marked functions from a plain main",
               "main runs on the main thread: only @async can mark it");
    if (function->is_static || function->parameter_count > 3)
        refuse(checker, DIAG_MAIN, name, "it takes no parameters, or (int argc, char **argv)",
               "this main is not the program's main");
    if (remaining_class(function->specs, function->type->next) != CLASS_SCALAR)
        refuse(checker, DIAG_MAIN, function->specs->range, "write 'int main'",
               "the result of main is int");
}

/* ---- names ---- */

static void check_names(struct checker *checker)
{
    const struct token *tokens = checker->ir->unit->tokens.list;
    struct range range = checker->function->item->range;

    for (uint32_t i = range.first; i < range.end; i++) {
        const struct token *token = &tokens[i];

        if (token->kind != TOKEN_NAME || token->text[0] != 'u' || token->len < 8 ||
            memcmp(token->text, "unsync__", 8) != 0 ||
            (token->call && !(token->flags & TOKEN_ARGUMENT)))
            continue;
        refuse(checker, DIAG_RESERVED_NAME, (struct range) {i, i + 1}, "choose another name",
               "names that begin with 'unsync__' belong to the generated code");
        return;
    }
}

/* ---- awaits where none can be ---- */

/* Reports the first await in the range. */
static void refuse_await(struct checker *checker, struct range range, const char *where,
                         const char *hint)
{
    const struct unit *unit = checker->ir->unit;
    uint32_t at = ir_first_at(unit->awaits.list, unit->awaits.count, range.first);
    uint32_t token = at < unit->awaits.count ? unit->awaits.list[at] : range.first;

    if (checker->refused == unit->tokens.list[token].at + 1)
        return;
    checker->refused = unit->tokens.list[token].at + 1;
    ir_refuse(checker->ir, checker->function->item, DIAG_AWAIT_PLACE, unit_span(unit, token), hint,
              "'%s' in %s",
              unit->tokens.list[token].name ? unit->tokens.list[token].name->text : "await", where);
}

static const char *const await_before = "await it into a variable before";

/* A size in the brackets of a type name. */
static bool awaits_in_size(const struct type_name *type)
{
    for (const struct derivation *step = type ? type->declarator->derivations : NULL; step;
         step = step->next)
        if (step->size && step->size->has_await)
            return true;
    return false;
}

/* Where an await of an @async function cannot stand. */
static const char *unhandled_place(const struct expr *expr)
{
    if (expr->kind == EXPR_VA_ARG)
        return "va_arg";
    if (expr->kind == EXPR_CALL && expr->kid[0]->kind == EXPR_NAME &&
        strcmp(expr->kid[0]->name->text, "__builtin_choose_expr") == 0)
        return "__builtin_choose_expr, which evaluates one of its arguments";
    return awaits_in_size(expr->type) ? "the type of an expression" : NULL;
}

/* Whether the first await in the range came there through a macro. */
static bool is_from_macro(const struct checker *checker, struct range range)
{
    const struct unit *unit = checker->ir->unit;
    uint32_t at = ir_first_at(unit->awaits.list, unit->awaits.count, range.first);

    return at < unit->awaits.count && unit->tokens.list[unit->awaits.list[at]].call;
}

static bool is_word(const struct expr *expr)
{
    return expr->kind == EXPR_AWAIT || expr->kind == EXPR_CATCH || expr->kind == EXPR_YIELD ||
           expr->kind == EXPR_YIELD_FROM;
}

static bool is_generator_call(const struct expr *expr)
{
    while (expr && expr->kind == EXPR_PAREN)
        expr = expr->kid[0];
    return expr && expr->kind == EXPR_CALL && expr->kid[0]->kind == EXPR_NAME &&
           !expr->kid[0]->symbol && fact_is_generator(expr->kid[0]->name);
}

/* Why the word means nothing in this function, with a hint; NULL: it does mean something. */
static const char *misplaced_word(const struct function *function, const struct expr *expr,
                                  const char **hint)
{
    bool is_yield = expr->kind == EXPR_YIELD || expr->kind == EXPR_YIELD_FROM;

    *hint = NULL;
    if (is_yield && !function->is_generator) {
        *hint = "mark it @generator, or @async @generator";
        return "in a function that is no @generator";
    }
    if (!is_yield && function->mark->id == MARK_GENERATOR) {
        *hint = "mark it @async @generator: then its values are awaited";
        return "in a @generator, which runs inside of whoever asks for its values";
    }
    if (!is_yield && is_generator_call(expr->kid[0])) {
        *hint = "keep the handle, and ask it for its values with NAME_next";
        return "of a generator, which is no task";
    }
    if (expr->kind == EXPR_YIELD && !expr->kid[0] != function->is_void)
        return function->is_void ? "of a value in a generator of void"
                                 : "without a value in a generator that has values";
    if (expr->kind == EXPR_YIELD_FROM && function->mark->id == MARK_ASYNC && function->sent) {
        *hint = "write the loop: await its values and yield each";
        return "in an @async @generator that is sent values, which would be lost";
    }
    return NULL;
}

static bool check_word(struct checker *checker, const struct expr *expr)
{
    const struct unit *unit = checker->ir->unit;
    const char *hint, *why = misplaced_word(checker->function, expr, &hint);
    bool is_yield = expr->kind == EXPR_YIELD || expr->kind == EXPR_YIELD_FROM;

    if (why)
        ir_refuse(checker->ir, checker->function->item,
                  is_yield ? DIAG_YIELD_PLACE : DIAG_AWAIT_OF_GENERATOR,
                  unit_span(unit, expr->token), hint,
                  "'%s' %s", unit->tokens.list[expr->token].name->text, why);
    return !why;
}

static bool check_await_place(struct checker *checker, struct expr *expr)
{
    const struct expr *unevaluated = unevaluated_part(expr);
    const char *place;

    if (!expr->has_await)
        return true;
    if (is_word(expr) && !check_word(checker, expr))
        return false;
    place = unevaluated && unevaluated->has_await && !is_from_macro(checker, unevaluated->range)
                ? "an operand that is not evaluated" : NULL;
    if (!place && checker->is_async)
        place = unhandled_place(expr);
    if (place)
        refuse_await(checker, expr->range, place, await_before);
    return !place;
}

/* ---- calls ---- */

static void check_call(struct checker *checker, struct expr *call)
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
            refuse(checker, DIAG_STACK_TRICK, callee->range, refused[i].hint,
                   refused[i].trick
                       ? ir_text(checker->ir, "%s in %s: its stack is gone after %s",
                                 refused[i].trick, function_kind(function), function_wait(function))
                       : ir_text(checker->ir, "va_start in %s, which cannot have '...'",
                                 function_kind(function)));
    if (strcmp(callee->name->text, "unsync_fail") == 0 && !set_has(&checker->fails, call))
        refuse(checker, DIAG_FAIL_PLACE, callee->range,
               "write it as a statement: unsync_fail(code, \"...\");",
               "unsync_fail stands as a statement of its own");
}

/* The loop over a generator's values that is for the other kind. */
static void check_each(struct checker *checker, const struct expr *call)
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
        refuse(checker, DIAG_AWAIT_OF_GENERATOR, source->range, "write unsync_each_await",
               "the values of an @async @generator are awaited");
    else if (!fact_is_annotated(callee->name) && awaits)
        refuse(checker, DIAG_AWAIT_OF_GENERATOR, source->range, "write unsync_each",
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

static void check_discarded(struct checker *checker, const struct expr *expr)
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
    if (!callee || callee->kind != EXPR_NAME || callee->symbol || !fact_is_annotated(callee->name))
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

/* A handle that is only looked at, as a truth value or a number, is lost: `if (ready())`. */
static void check_operand(struct checker *checker, const struct expr *expr)
{
    while (expr && expr->kind == EXPR_PAREN)
        expr = expr->kid[0];
    if (expr && expr->kind == EXPR_CALL && !is_of_each(expr))
        check_discarded(checker, expr);
}

static void check_operands(struct checker *checker, const struct expr *expr)
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

static bool enter_expr(struct walk *walk, struct expr *expr)
{
    struct checker *checker = walk->context;

    if (expr->kind == EXPR_CALL) {
        check_call(checker, expr);
        check_each(checker, expr);
    }
    if (expr->kind == EXPR_COMMA)
        check_discarded(checker, expr->kid[0]);
    check_operands(checker, expr);
    return check_await_place(checker, expr);
}

/* ---- types and declarations ---- */

/* GNU's struct whose size is computed: its members have no place that a frame could know. */
static void check_members(struct checker *checker, const struct tag *tag)
{
    for (const struct decl *member = tag->members; member; member = member->next)
        for (const struct declarator *one = member->declarators; one; one = one->next)
            if (member->specs && declared_variable(member->specs, one))
                refuse(checker, DIAG_FRAME_TYPE, one->range,
                       "allocate it with its flexible array member, or declare an array beside it",
                       ir_text(checker->ir, "a member of variable length in %s",
                               function_kind(checker->function)));
}

static bool enter_specs(struct walk *walk, struct specs *specs)
{
    struct checker *checker = walk->context;

    if (checker->is_async && specs->tag)
        check_members(checker, specs->tag);
    if (!specs->expr || !specs->expr->has_await || is_from_macro(checker, specs->expr->range))
        return true;
    refuse_await(walk->context, specs->range, "typeof, which evaluates nothing", await_before);
    return false;
}

static void check_declarator(struct walk *walk, struct decl *decl, struct declarator *declarator)
{
    struct checker *checker = walk->context;

    if (declarator->init && declarator->init->has_await &&
        decl->specs->storage & (STORAGE_STATIC | STORAGE_EXTERN | STORAGE_THREAD_LOCAL))
        refuse_await(checker, declarator->init->range, "the initialiser of a static variable",
                     "assign it in a statement");
}

/* ---- statements ---- */

static bool is_inside(const struct stmt *stmt, uint32_t token)
{
    return stmt && token >= stmt->range.first && token < stmt->range.end;
}

/* What stands in it is copied as it is: labels, and the lines of a block. */
static bool is_list_like(const struct stmt *stmt)
{
    return stmt->kind == STMT_COMPOUND || stmt->kind == STMT_LABEL || stmt->kind == STMT_CASE ||
           stmt->kind == STMT_DEFAULT;
}

/* A directive in the middle of a statement that will be taken apart. */
static void check_straddle(struct checker *checker, const struct stmt *stmt)
{
    const struct unit *unit = checker->ir->unit;
    uint32_t i = ir_first_at(unit->directives.list, unit->directives.count, stmt->range.first);

    for (; i < unit->directives.count && unit->directives.list[i] < stmt->range.end; i++) {
        uint32_t token = unit->directives.list[i];

        if (is_inside(stmt->init, token) || is_inside(stmt->body, token) ||
            is_inside(stmt->otherwise, token))
            continue;
        refuse(checker, DIAG_STRADDLE, (struct range) {token, token + 1},
               "put whole statements between the directives",
               "a directive inside of a statement that holds an await");
        return;
    }
}

static void check_expression_statement(struct checker *checker, const struct stmt *stmt)
{
    const struct expr *expr = stmt->expr;

    check_discarded(checker, expr);
    if (expr->kind == EXPR_CALL && expr->kid[0]->kind == EXPR_NAME)
        set_add(&checker->fails, expr);
}

static bool enter_stmt(struct walk *walk, struct stmt *stmt)
{
    struct checker *checker = walk->context;

    if (checker->is_async && stmt->has_await && stmt->has_directive && !is_list_like(stmt))
        check_straddle(checker, stmt);
    switch (stmt->kind) {
    case STMT_EXPR:
        check_expression_statement(checker, stmt);
        break;
    case STMT_FOR:
        check_discarded(checker, stmt->step);
        check_operand(checker, stmt->expr);
        break;
    case STMT_IF: case STMT_WHILE: case STMT_DO: case STMT_SWITCH:
        check_operand(checker, stmt->expr);
        break;
    case STMT_RETURN:
        if (stmt->expr && checker->function->is_generator)
            refuse(checker, DIAG_GENERATOR, stmt->expr->range, "yield it, then return",
                   "'return' ends a generator, without a value");
        break;
    case STMT_CASE:
        if (stmt->expr->has_await)
            refuse_await(checker, stmt->expr->range, "a case label, which is a constant", NULL);
        break;
    case STMT_ASM:
        break;
    default:
        break;
    }
    return true;
}

static void check_body(struct checker *checker)
{
    struct walk walk = {
        .context = checker, .enter_stmt = enter_stmt, .enter_expr = enter_expr,
        .enter_specs = enter_specs, .declarator = check_declarator,
    };

    set_clear(&checker->fails);
    walk_stmt(&walk, checker->function->item->body);
}

void check_items(struct ir *ir)
{
    struct checker checker = {.ir = ir};

    for (struct function *function = ir->functions; function; function = function->next) {
        checker.function = function;
        checker.is_async = function->is_resumed;
        check_signature(&checker);
        check_names(&checker);
        check_foreign(&checker);
        if (function->is_generator)
            check_generator(&checker);
        if (function->is_main && function->item->body)
            check_main(&checker);
        if (function->item->body)
            check_body(&checker);
        check_lane(&checker);
    }
    set_free(&checker.fails);
}
