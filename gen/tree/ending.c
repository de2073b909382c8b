#include "ending.h"

#include <string.h>

#include "constant.h"
#include "facts.h"

/* ---- expressions ---- */

static bool returns_from(const struct expr *call)
{
    const struct expr *callee = expr_bare(call->kid[0]);

    if (callee->kind != EXPR_NAME || callee->symbol)
        return true;
    if (expr_is_fail(callee) || strcmp(callee->name->text, "__builtin_unreachable") == 0 ||
        strcmp(callee->name->text, "__builtin_trap") == 0 ||
        strcmp(callee->name->text, "__builtin_abort") == 0)
        return false;
    return !callee->name->fact || !(callee->name->fact->flags & FACT_NO_RETURN);
}

static bool completes(const struct unit *unit, const struct expr *expr);

static bool call_completes(const struct unit *unit, const struct expr *call)
{
    for (const struct expr *argument = call->list; argument; argument = argument->next)
        if (!completes(unit, argument))
            return false;
    return completes(unit, call->kid[0]) && returns_from(call);
}

static bool choice_completes(const struct unit *unit, const struct expr *expr)
{
    enum truth truth = constant_truth(unit, expr->kid[0]);

    return completes(unit, expr->kid[0]) &&
           ((truth != NEVER && (!expr->kid[1] || completes(unit, expr->kid[1]))) ||
            (truth != ALWAYS && completes(unit, expr->kid[2])));
}

static bool operands_complete(const struct unit *unit, const struct expr *expr)
{
    for (int i = 0; i < 3; i++)
        if (expr->kid[i] && !completes(unit, expr->kid[i]))
            return false;
    return true;
}

/* Whether the evaluation ends: assert(0) is a choice between two calls, or a block. */
static bool completes(const struct unit *unit, const struct expr *expr)
{
    switch (expr->kind) {
    case EXPR_CALL:
        return call_completes(unit, expr);
    case EXPR_CONDITIONAL:
        return choice_completes(unit, expr);
    case EXPR_BLOCK:
        return ending_reached(unit, expr->body);
    case EXPR_BINARY:
        if (expr->op == TOKEN_AND_AND || expr->op == TOKEN_OR_OR)
            return completes(unit, expr->kid[0]);
        return operands_complete(unit, expr);
    case EXPR_PAREN: case EXPR_CAST: case EXPR_COMMA: case EXPR_ASSIGN: case EXPR_UNARY:
    case EXPR_POSTFIX: case EXPR_INDEX: case EXPR_MEMBER: case EXPR_AWAIT: case EXPR_CATCH:
        return operands_complete(unit, expr);
    default:
        return true;
    }
}

/* ---- statements ---- */

/* A break that leaves the loop or switch which `stmt` is the body of, and may be reached. */
static bool breaks(const struct unit *unit, const struct stmt *stmt)
{
    bool reached = true;

    if (!stmt)
        return false;
    switch (stmt->kind) {
    case STMT_BREAK:
        return true;
    case STMT_WHILE: case STMT_DO: case STMT_FOR: case STMT_SWITCH: case STMT_DEFER:
        return false;
    default:
        for (const struct stmt *inner = stmt->body; inner; inner = inner->next) {
            reached |= inner->has_label;
            if (reached && breaks(unit, inner))
                return true;
            reached = reached && ending_reached(unit, inner);
        }
        return breaks(unit, stmt->otherwise);
    }
}

static bool has_default(const struct stmt *stmt)
{
    if (!stmt || stmt->kind == STMT_DEFAULT)
        return stmt != NULL;
    if (stmt->kind == STMT_SWITCH)
        return false;
    for (const struct stmt *inner = stmt->body; inner; inner = inner->next)
        if (has_default(inner))
            return true;
    return has_default(stmt->otherwise);
}

/* A continue that leads to the condition. */
static bool continues(const struct stmt *stmt)
{
    if (!stmt || stmt->kind == STMT_CONTINUE)
        return stmt != NULL;
    if (stmt->kind == STMT_WHILE || stmt->kind == STMT_DO || stmt->kind == STMT_FOR)
        return false;
    for (const struct stmt *inner = stmt->body; inner; inner = inner->next)
        if (continues(inner))
            return true;
    return continues(stmt->otherwise);
}

static bool block_reached(const struct unit *unit, const struct stmt *block)
{
    bool reached = true;

    for (const struct stmt *inner = block->body; inner; inner = inner->next)
        if (reached || inner->has_label)
            reached = ending_reached(unit, inner);
    return reached;
}

static bool branch_reached(const struct unit *unit, const struct stmt *stmt)
{
    enum truth truth = constant_truth(unit, stmt->expr);

    if ((truth != NEVER || stmt->body->has_label) && ending_reached(unit, stmt->body))
        return true;
    return truth != ALWAYS && (!stmt->otherwise || ending_reached(unit, stmt->otherwise));
}

bool ending_reached(const struct unit *unit, const struct stmt *stmt)
{
    switch (stmt->kind) {
    case STMT_COMPOUND:
        return block_reached(unit, stmt);
    case STMT_LABEL: case STMT_CASE: case STMT_DEFAULT:
        return !stmt->body || ending_reached(unit, stmt->body);
    case STMT_IF:
        return branch_reached(unit, stmt);
    case STMT_FOR: case STMT_WHILE:
        return (stmt->expr && constant_truth(unit, stmt->expr) != ALWAYS) ||
               breaks(unit, stmt->body);
    case STMT_DO:
        return breaks(unit, stmt->body) ||
               (constant_truth(unit, stmt->expr) != ALWAYS &&
                (ending_reached(unit, stmt->body) || continues(stmt->body)));
    case STMT_SWITCH:
        return breaks(unit, stmt->body) || !has_default(stmt->body) ||
               ending_reached(unit, stmt->body);
    case STMT_RETURN: case STMT_GOTO: case STMT_GOTO_COMPUTED: case STMT_BREAK: case STMT_CONTINUE:
        return false;
    case STMT_EXPR:
        return completes(unit, stmt->expr);
    default:
        return true;
    }
}

/* ---- endless loops ---- */

bool ending_is_endless(const struct unit *unit, const struct stmt *body)
{
    const struct stmt *last = body->body;

    while (last && last->next)
        last = last->next;
    if (!last || (last->kind != STMT_FOR && last->kind != STMT_WHILE) ||
        (last->expr && constant_truth(unit, last->expr) != ALWAYS))
        return false;
    for (uint32_t i = last->range.first; i < last->range.end; i++) {
        enum token_kind kind = unit->tokens.list[i].kind;

        if (kind == TOKEN_BREAK || kind == TOKEN_GOTO || kind == TOKEN_ASM ||
            kind == TOKEN_DIRECTIVE)
            return false;
    }
    return true;
}
