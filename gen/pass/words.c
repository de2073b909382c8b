#include "words.h"

#include <string.h>

#include "../tree/ask.h"
#include "../tree/awaited.h"
#include "../tree/declare.h"
#include "../tree/ending.h"
#include "../tree/leave.h"
#include "../tree/walk.h"

struct words {
    struct ir *ir;
    struct function *function;
    bool is_async;
    uint32_t awaits, returns;
    const struct expr *delegated; /* what a yield_from takes over */
};

static struct edit *edit(struct words *words, uint32_t token)
{
    return ir_edit(words->ir, token);
}

/* ---- return ---- */

/* `return a, b;`: in the place of an initialiser it needs parentheses. */
static bool is_comma_expr(const struct expr *expr)
{
    return expr && expr->kind == EXPR_COMMA;
}

/* { unsync__self->unsync__value = E; goto unsync__finish; } */
static void return_from_resume(struct words *words, const struct stmt *stmt)
{
    struct function *function = words->function;
    struct edit *word = edit(words, stmt->range.first), *end = edit(words, stmt->range.end - 1);
    bool is_scalar = declared_scalar_result(function), is_comma = is_comma_expr(stmt->expr);
    bool is_pending = leave_place(function, stmt->range.first).defer != NULL;
    const char *leave = leave_returning(words->ir, function, stmt->range.first);

    function->has_return |= !is_pending;
    if (!stmt->expr) {
        word->instead = is_pending ? ir_text(words->ir, "{ %s", leave) : leave;
        end->after = is_pending ? " }" : NULL;
    } else if (function->is_void) {
        word->instead = "{";
        end->instead = ir_text(words->ir, "; %s; }", leave);
    } else {
        word->instead = ir_text(words->ir, "{ %s%s",
                                is_scalar ? "unsync__self->unsync__value ="
                                          : "UNSYNC__SET(unsync__self->unsync__value,",
                                is_comma ? " (" : "");
        end->instead = ir_text(words->ir, "%s%s; %s; }", is_comma ? ")" : "",
                               is_scalar ? "" : ")", leave);
    }
}

/* { T unsync__r1 = E; unsync__leave(); return unsync__r1; }: E may hold such a return. */
static void return_from_job(struct words *words, const struct stmt *stmt)
{
    const struct function *function = words->function;
    struct edit *word = edit(words, stmt->range.first), *end = edit(words, stmt->range.end - 1);
    struct view view = {.ir = words->ir};
    bool is_comma = is_comma_expr(stmt->expr);

    if (!stmt->expr) {
        word->instead = "{ unsync__leave(); return";
        end->after = " }";
    } else if (function->is_void) {
        word->instead = "{";
        end->instead = "; unsync__leave(); return; }";
    } else {
        const char *name = ir_text(words->ir, "unsync__r%u", ++words->returns);

        word->instead = ir_text(words->ir, "{ %s =%s",
                                declare(view, function->specs, function->declarator,
                                        DECLARE_RESULT, name, NULL), is_comma ? " (" : "");
        end->instead = ir_text(words->ir, "%s; unsync__leave(); return %s; }",
                               is_comma ? ")" : "", name);
    }
}

/*
 * { unsync__returned = E; unsync__leave(); unsync__way = UNSYNC__RETURNS; goto unsync__defer_1; }
 */
static void return_through_defers(struct words *words, const struct stmt *stmt,
                                  const struct defer *defer)
{
    const struct function *function = words->function;
    struct edit *word = edit(words, stmt->range.first), *end = edit(words, stmt->range.end - 1);
    const char *leave = ir_text(words->ir, "unsync__leave(); %s = UNSYNC__RETURNS; "
                                           "goto unsync__defer_%u; }",
                                leave_variable(words->ir, function, defer->depth), defer->number);
    bool is_scalar = declared_scalar_result(function), is_comma = is_comma_expr(stmt->expr);

    if (!stmt->expr || function->is_void) {
        word->instead = "{";
        end->instead = ir_text(words->ir, stmt->expr ? "; %s" : " %s", leave);
        return;
    }
    word->instead = ir_text(words->ir, "{ %s%s", is_scalar ? "unsync__returned ="
                                                           : "UNSYNC__SET(unsync__returned,",
                            is_comma ? " (" : "");
    end->instead = ir_text(words->ir, "%s%s; %s", is_comma ? ")" : "", is_scalar ? "" : ")", leave);
}

static void leave_by_return(struct words *words, const struct stmt *stmt)
{
    struct place place = leave_place(words->function, stmt->range.first);

    if (words->is_async)
        return_from_resume(words, stmt);
    else if (place.defer)
        return_through_defers(words, stmt, place.defer);
    else if (!words->ir->is_serial)
        return_from_job(words, stmt);
}

/*
 * { unsync__way = 3; goto unsync__defer_1; } for a break, continue or goto out of the scope of a
 * defer
 */
static void leave_by_jump(struct words *words, const struct stmt *stmt)
{
    const struct jump *jump = leave_jump(words->function, stmt->range.first);
    struct edit *word = edit(words, stmt->range.first), *end = edit(words, stmt->range.end - 1);

    if (!jump)
        return;
    word->instead = ir_text(words->ir, "{ %s = %u; goto unsync__defer_%u",
                            leave_variable(words->ir, words->function, jump->first->depth),
                            jump->way->number, jump->first->number);
    if (stmt->kind == STMT_GOTO)
        edit(words, stmt->token)->instead = "";
    end->after = " }";
}

/* Falling off the end leaves too. In a serial program only main's has a meaning. */
static void end_of_job(struct words *words, const struct stmt *body)
{
    const struct stmt *last = body->body;

    while (last && last->next)
        last = last->next;
    if (last && last->kind == STMT_RETURN)
        return;
    if (!words->ir->is_serial && !words->function->is_void && words->function->item->is_known &&
        ending_is_endless(words->ir->unit, body)) /* gcc misses a return in it, for it is static */
        edit(words, body->range.end - 1)->before = "__builtin_unreachable(); ";
    else if (!words->ir->is_serial)
        edit(words, body->range.end - 1)->before = "unsync__leave(); ";
    else if (words->function->is_main)
        edit(words, body->range.end - 1)->before = "return 0; ";
}

/* ---- unsync_fail ---- */

static void fail(struct words *words, const struct stmt *stmt)
{
    const struct expr *callee = stmt->expr->kid[0];
    struct edit *end = edit(words, stmt->range.end - 1);

    const char *leave = leave_failing(words->ir, words->function, callee->token);

    words->function->has_unwind |= !leave_place(words->function, callee->token).defer;
    edit(words, callee->token)->instead =
        words->is_async ? "{ unsync__fail" : "{ unsync__job_fail";
    edit(words, callee->range.end)->after =
        words->is_async ? "&unsync__self->unsync__task, __FILE__, __LINE__, "
                        : "__FILE__, __LINE__, ";
    end->instead = words->is_async ? ir_text(words->ir, "; goto %s; }", leave)
                                   : ir_text(words->ir, "; unsync__leave(); %s; }", leave);
}

/* ---- await and catch that block ---- */

/* Whether it holds no comma that a macro would take for the end of its argument. */
static bool is_one_argument(const struct expr *expr)
{
    return expr->kind == EXPR_CALL || expr->kind == EXPR_NAME ||
           (expr->kind == EXPR_PAREN && expr->op != TOKEN_EXTENSION);
}

static void block(struct words *words, const struct expr *expr)
{
    const struct expr *handle = expr->kid[0];
    bool is_call = awaited_is_nameless(handle);
    const char *macro = expr->kind == EXPR_AWAIT ? "UNSYNC__BLOCK"
                        : is_call                ? "UNSYNC__BLOCK_CATCH_CALL"
                                                 : "UNSYNC__BLOCK_CATCH";
    bool is_spaced = words->ir->unit->tokens.list[handle->range.first].flags &
                     (TOKEN_SPACED | TOKEN_LINE_START);

    bool is_pending = leave_place(words->function, expr->token).defer != NULL;

    words->function->has_unwind |= !is_pending;
    ir_wrap(words->ir, handle->range, is_one_argument(handle) ? "" : "(",
            is_one_argument(handle) ? ")" : "))");
    edit(words, expr->token)->instead =
        is_pending ? ir_text(words->ir, "%s_TO(%u, %s,%s", macro, ++words->awaits,
                             leave_failing(words->ir, words->function, expr->token),
                             is_spaced ? "" : " ")
                   : ir_text(words->ir, "%s(%u,%s", macro, ++words->awaits, is_spaced ? "" : " ");
}

/* ---- asking a generator ---- */

/* The failure of the generator becomes that of the function. */
static void ask(struct words *words, const struct expr *call)
{
    const char *callee = ask_code(words->ir, call);
    const char *macro = words->is_async ? "UNSYNC__ASK" : "UNSYNC__BLOCK_ASK";

    if (!callee)
        return;
    if (leave_place(words->function, call->range.first).defer)
        macro = ir_text(words->ir, "%s_TO(%u, %s, ", macro, ++words->awaits,
                        leave_failing(words->ir, words->function, call->range.first));
    else
        macro = ir_text(words->ir, "%s(%u, ", macro, ++words->awaits);
    words->function->has_unwind |= !leave_place(words->function, call->range.first).defer;
    ir_wrap(words->ir, call->range, macro, ")");
    edit(words, call->kid[0]->token)->instead = callee;
}

/* A generator that a generator makes is closed with it. */
static void own(struct words *words, const struct expr *call)
{
    const struct expr *callee = call->kid[0];

    if (call != words->delegated && callee->kind == EXPR_NAME && !callee->symbol &&
        fact_is_generator(callee->name))
        ir_wrap(words->ir, call->range,
                ir_text(words->ir, "UNSYNC__OWN(%u, ", ++words->awaits), ")");
}

/* ---- the walk ---- */

static bool enter_stmt(struct walk *walk, struct stmt *stmt)
{
    struct words *words = walk->context;

    if (stmt->kind == STMT_RETURN)
        leave_by_return(words, stmt);
    else if (stmt->kind == STMT_EXPR && expr_is_failure(stmt->expr))
        fail(words, stmt);
    else if (stmt->kind == STMT_BREAK || stmt->kind == STMT_CONTINUE || stmt->kind == STMT_GOTO)
        leave_by_jump(words, stmt);
    return true;
}

static bool enter_expr(struct walk *walk, struct expr *expr)
{
    struct words *words = walk->context;

    if (expr->kind == EXPR_YIELD_FROM)
        words->delegated = expr_bare(expr->kid[0]);
    if (expr->kind == EXPR_CALL)
        ask(words, expr);
    if (expr->kind == EXPR_CALL && function_is_plain_generator(words->function))
        own(words, expr);
    if (!words->is_async && (expr->kind == EXPR_AWAIT || expr->kind == EXPR_CATCH))
        block(words, expr);
    return true;
}

void words_items(struct ir *ir)
{
    for (struct function *function = ir->functions; function; function = function->next) {
        struct words words = {.ir = ir, .function = function,
                              .is_async = function->is_resumed};
        struct walk walk = {.context = &words, .enter_stmt = enter_stmt,
                            .enter_expr = enter_expr};

        if (function->item->failed || !function->item->body)
            continue;
        walk_stmt(&walk, function->item->body);
        if (!words.is_async)
            end_of_job(&words, function->item->body);
    }
}
