#include "ending.h"

#include <string.h>

#include "facts.h"

/* ---- constants ---- */

enum truth { NEVER, ALWAYS, MAYBE };

/* Without parentheses and casts. */
static const struct expr *bare(const struct expr *expr)
{
    while (expr->kind == EXPR_PAREN || expr->kind == EXPR_CAST)
        expr = expr->kid[0];
    return expr;
}

static enum truth constant_name(const struct expr *expr)
{
    if (strcmp(expr->name->text, "true") == 0)
        return ALWAYS;
    return strcmp(expr->name->text, "false") == 0 ? NEVER : MAYBE;
}

/* 0, 1, 0x1; nobody tells a 0.0 from a 0.5 here. */
static enum truth constant_number(const struct token *number)
{
    const char *digit = number->text;

    if (*digit == '0' && number->len == 1)
        return NEVER;
    if (*digit == '0')
        digit += 1 + (digit[1] == 'x' || digit[1] == 'X');
    return *digit >= '1' && *digit <= '9' ? ALWAYS : MAYBE;
}

/* What a condition is known to be: 0, 1, !0; everything else may be either. */
static enum truth truth_of(const struct unit *unit, const struct expr *expr)
{
    enum truth inner;

    expr = bare(expr);
    switch (expr->kind) {
    case EXPR_NUMBER:
        return constant_number(&unit->tokens.list[expr->range.first]);
    case EXPR_STRING: /* assert(!"reached") */
        return ALWAYS;
    case EXPR_NAME:
        return constant_name(expr);
    case EXPR_UNARY:
        inner = expr->op == TOKEN_NOT ? truth_of(unit, expr->kid[0]) : MAYBE;
        return inner == MAYBE ? MAYBE : inner == ALWAYS ? NEVER : ALWAYS;
    default:
        return MAYBE;
    }
}

/* ---- expressions ---- */

static bool returns_from(const struct expr *call)
{
    const struct expr *callee = bare(call->kid[0]);

    if (callee->kind != EXPR_NAME || callee->symbol)
        return true;
    if (expr_is_fail(callee) || strcmp(callee->name->text, "__builtin_unreachable") == 0 ||
        strcmp(callee->name->text, "__builtin_trap") == 0 ||
        strcmp(callee->name->text, "__builtin_abort") == 0)
        return false;
    return !callee->name->fact || !(callee->name->fact->flags & FACT_NO_RETURN);
}

/* Whether the evaluation ends: assert(0) is a choice between two calls, or a block. */
static bool completes(const struct unit *unit, const struct expr *expr)
{
    enum truth truth;

    expr = bare(expr);
    switch (expr->kind) {
    case EXPR_CALL:
        return returns_from(expr);
    case EXPR_COMMA:
        return completes(unit, expr->kid[0]) && completes(unit, expr->kid[1]);
    case EXPR_CONDITIONAL:
        truth = truth_of(unit, expr->kid[0]);
        return (truth != NEVER && (!expr->kid[1] || completes(unit, expr->kid[1]))) ||
               (truth != ALWAYS && completes(unit, expr->kid[2]));
    case EXPR_BLOCK:
        return ending_reached(unit, expr->body);
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
    enum truth truth = truth_of(unit, stmt->expr);

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
        return (stmt->expr && truth_of(unit, stmt->expr) != ALWAYS) || breaks(unit, stmt->body);
    case STMT_DO:
        return breaks(unit, stmt->body) ||
               (truth_of(unit, stmt->expr) != ALWAYS &&
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
        (last->expr && truth_of(unit, last->expr) != ALWAYS))
        return false;
    for (uint32_t i = last->range.first; i < last->range.end; i++) {
        enum token_kind kind = unit->tokens.list[i].kind;

        if (kind == TOKEN_BREAK || kind == TOKEN_GOTO || kind == TOKEN_ASM ||
            kind == TOKEN_DIRECTIVE)
            return false;
    }
    return true;
}
