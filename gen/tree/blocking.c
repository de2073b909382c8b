#include "blocking.h"

#include <string.h>

static const struct blocking rows[] = {
#define BLOCKING(name, when, argument, cure) {name, cure, BLOCKS_##when, argument},
#include "../../annotations/blocking.def"
};

static const struct {
    const char *name, *unlock;
} locks[] = {
#define LOCK(name, unlock) {name, unlock},
#include "../../annotations/blocking.def"
};

#define COUNT(array) (sizeof(array) / sizeof *(array))
_Static_assert(COUNT(rows) < 256, "name->blocking is a byte");

void blocking_words(struct names *names)
{
    for (size_t i = 0; i < COUNT(rows); i++)
        names_intern_text(names, rows[i].name)->blocking = (uint8_t) (i + 1);
}

/* ---- conditions ---- */

static const struct expr *bare(const struct expr *expr)
{
    while (expr && (expr->kind == EXPR_PAREN || expr->kind == EXPR_CAST))
        expr = expr->kid[0];
    return expr;
}

static const struct expr *argument_of(const struct expr *call, uint32_t number)
{
    const struct expr *argument = call->list;

    while (argument && --number)
        argument = argument->next;
    return bare(argument);
}

static bool is_zero(const struct expr *expr, const struct token *tokens)
{
    const struct token *token = &tokens[expr->range.first];

    return expr->kind == EXPR_NUMBER && token->len == 1 && *token->text == '0';
}

static bool holds(const struct blocking *row, const struct expr *argument,
                  const struct token *tokens)
{
    switch (row->when) {
    case BLOCKS_ZERO:
        return argument && is_zero(argument, tokens);
    case BLOCKS_NONZERO:
        return argument && !is_zero(argument, tokens);
    case BLOCKS_SINGLE:
        return argument && !(argument->kind == EXPR_BINARY && argument->op == TOKEN_OR);
    case BLOCKS_STDIN:
        return argument && argument->kind == EXPR_NAME &&
               strcmp(argument->name->text, "stdin") == 0;
    default:
        return true;
    }
}

const struct blocking *blocking_call(const struct expr *call, const struct token *tokens)
{
    const struct expr *callee = bare(call->kid[0]);
    const struct name *name = callee->kind == EXPR_NAME && !callee->symbol ? callee->name : NULL;
    const struct blocking *row;

    if (!name || !name->blocking)
        return NULL;
    row = &rows[name->blocking - 1];
    if (name->fact && !(name->fact->flags & FACT_SYSTEM) && strncmp(name->text, "unsync_", 7) != 0)
        return NULL;
    return holds(row, argument_of(call, row->argument), tokens) ? row : NULL;
}

/* ---- locks ---- */

const char *blocking_unlock(const char *name)
{
    for (size_t i = 0; i < COUNT(locks); i++)
        if (strcmp(locks[i].name, name) == 0)
            return locks[i].unlock;
    return NULL;
}

bool blocking_is_unlock(const char *name)
{
    for (size_t i = 0; i < COUNT(locks); i++)
        if (strcmp(locks[i].unlock, name) == 0)
            return true;
    return false;
}
