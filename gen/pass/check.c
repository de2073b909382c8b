#include "check.h"

#include <string.h>

#include "../tree/awaited.h"
#include "../tree/condition.h"
#include "../tree/length.h"
#include "../tree/walk.h"
#include "checker.h"

void check_refuse(struct checker *checker, enum diag_id id, struct range range, const char *hint,
                  const char *message)
{
    ir_refuse(checker->ir, checker->function->item, id, unit_range_span(checker->ir->unit, range),
              hint, "%s", message);
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
        check_refuse(checker, DIAG_RESERVED_NAME, (struct range) {i, i + 1}, "choose another name",
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
    uint32_t at = rising_first(unit->awaits.list, unit->awaits.count, range.first);
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
    if (awaited_is_choice(expr) && expr->list->has_await)
        return "the condition of __builtin_choose_expr, which is a constant";
    return expr->kind != EXPR_CAST && expr->kind != EXPR_VA_ARG && !awaited_in_sizes(expr) &&
                   awaits_in_size(expr->type)
               ? "the type of an expression" : NULL;
}

/* Whether the first await in the range came there through a macro. */
static bool is_from_macro(const struct checker *checker, struct range range)
{
    const struct unit *unit = checker->ir->unit;
    uint32_t at = rising_first(unit->awaits.list, unit->awaits.count, range.first);

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
    if (!is_yield && function_streams(function)) {
        *hint = "call a function that is no task, or await in who asks for the values";
        return "in a @cpu_bound @generator, whose body is that of a @generator";
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
    if ((expr->kind == EXPR_AWAIT || expr->kind == EXPR_CATCH) && !check_part(checker, expr))
        return false;
    place = unevaluated && unevaluated->has_await && !is_from_macro(checker, unevaluated->range)
                ? "an operand that is not evaluated" : NULL;
    if (!place && checker->is_async)
        place = unhandled_place(expr);
    if (place)
        refuse_await(checker, expr->range, place, await_before);
    return !place;
}

/* The compiler would not know the word there. */
static void check_constant(struct checker *checker, const struct expr *expr, const char *where)
{
    if (expr && expr->has_await)
        refuse_await(checker, expr->range, where, NULL);
}

/* [index] in an initialiser or in offsetof. */
static void check_indices(struct checker *checker, const struct expr *expr)
{
    bool is_offset = expr->kind == EXPR_OFFSETOF;

    for (const struct designator *one = expr->designators; one; one = one->next) {
        if (is_offset && checker->is_async && one->index && one->index->has_await)
            refuse_await(checker, one->index->range, "offsetof", await_before);
        if (is_offset)
            continue;
        check_constant(checker, one->index, "a designator, which is a constant");
        check_constant(checker, one->high, "a designator, which is a constant");
    }
}

static bool enter_expr(struct walk *walk, struct expr *expr)
{
    struct checker *checker = walk->context;

    check_indices(checker, expr);
    if (expr->kind == EXPR_CALL) {
        check_call(checker, expr);
        check_each(checker, expr);
    }
    check_name(checker, expr);
    if (expr->kind == EXPR_COMMA)
        check_discarded(checker, expr->kid[0]);
    if (expr->kind == EXPR_UNARY && expr->op == TOKEN_AND)
        check_address(checker, expr->kid[0]);
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
                check_refuse(checker, DIAG_FRAME_TYPE, one->range,
                             "allocate it with its flexible array member, or declare an array "
                             "beside it",
                             ir_text(checker->ir, "a member of variable length in %s",
                                     function_kind(checker->function)));
}

static void check_constants(struct checker *checker, const struct tag *tag)
{
    for (const struct decl *member = tag->members; member; member = member->next) {
        check_constant(checker, member->assertion, "a static assertion, which is a constant");
        for (const struct declarator *one = member->declarators; one; one = one->next)
            check_constant(checker, one->width, "the width of a bit-field, which is a constant");
    }
    for (const struct enumerator *one = tag->enumerators; one; one = one->next)
        check_constant(checker, one->value, "the value of an enumerator, which is a constant");
}

static bool enter_specs(struct walk *walk, struct specs *specs)
{
    struct checker *checker = walk->context;

    if (specs->tag)
        check_constants(checker, specs->tag);
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

/* Whether the directive is of an #if that begins and ends with the expression, or inside of it. */
static bool is_around(struct checker *checker, const struct stmt *stmt, const struct expr *expr,
                      uint32_t token)
{
    struct range range;

    if (!expr)
        return false;
    range = condition_around(checker->ir->unit, expr->range, stmt->range);
    return token >= range.first && token < range.end && condition_is_whole(checker->ir, range);
}

/* In an initialiser, or between whole declarators. */
static bool is_around_init(struct checker *checker, const struct stmt *stmt, uint32_t token)
{
    const struct declarator *one = stmt->kind == STMT_DECL ? stmt->decl->declarators : NULL;

    if (!one || token < one->range.first)
        return false;
    for (; one; one = one->next) {
        if (is_around(checker, stmt, one->init, token))
            return true;
        if (token >= one->range.first &&
            token < (one->init ? one->init->range.end : one->range.end))
            return false;
    }
    return condition_is_whole(checker->ir, stmt->range);
}

/* A directive in the middle of a statement that will be taken apart. */
static void check_straddle(struct checker *checker, const struct stmt *stmt)
{
    const struct unit *unit = checker->ir->unit;
    uint32_t i = rising_first(unit->directives.list, unit->directives.count, stmt->range.first);

    for (; i < unit->directives.count && unit->directives.list[i] < stmt->range.end; i++) {
        uint32_t token = unit->directives.list[i];

        if (is_inside(stmt->init, token) || is_inside(stmt->body, token) ||
            is_inside(stmt->otherwise, token) || is_around(checker, stmt, stmt->expr, token) ||
            is_around(checker, stmt, stmt->step, token) || is_around_init(checker, stmt, token))
            continue;
        check_refuse(checker, DIAG_STRADDLE, (struct range) {token, token + 1},
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
            check_refuse(checker, DIAG_GENERATOR, stmt->expr->range, "yield it, then return",
                         "'return' ends a generator, without a value");
        break;
    case STMT_CASE:
        check_constant(checker, stmt->expr, "a case label, which is a constant");
        check_constant(checker, stmt->high, "a case label, which is a constant");
        break;
    case STMT_STATIC_ASSERT:
        check_constant(checker, stmt->expr, "a static assertion, which is a constant");
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
        check_remote(&checker);
        if (function->is_generator)
            check_generator(&checker);
        if (function->is_main && function->item->body)
            check_main(&checker);
        if (function->item->body)
            check_body(&checker);
        check_lane(&checker);
        check_alike(&checker);
    }
    set_free(&checker.fails);
}
