#include "blocking.h"

#include <string.h>

static const struct blocking rows[] = {
#define BLOCKING(name, when, argument, cure) {name, cure, BLOCKS_##when, argument},
#include "../../annotations/blocking.def"
};

enum { LOCKS_ALWAYS, LOCKS_ASKED };

static const struct {
    const char *name, *unlock;
    bool is_asked;
} locks[] = {
#define LOCK(name, unlock, when) {name, unlock, LOCKS_##when},
#include "../../annotations/blocking.def"
};

#define COUNT(array) (sizeof(array) / sizeof *(array))
_Static_assert(COUNT(rows) < 256, "name->blocking is a byte");

void blocking_words(struct names *names)
{
    for (size_t i = 0; i < COUNT(rows); i++)
        names_intern_text(names, rows[i].name)->blocking = (uint8_t) (i + 1);
    for (size_t i = 0; i < COUNT(locks); i++) {
        names_intern_text(names, locks[i].name)->lock = (uint8_t) (i + 1);
        names_intern_text(names, locks[i].unlock)->lock = (uint8_t) (i + 1);
    }
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

/* A function of the program is another one than that of the header. */
static bool is_own(const struct name *name)
{
    return name->fact && !(name->fact->flags & FACT_SYSTEM) &&
           strncmp(name->text, "unsync_", 7) != 0;
}

/* The function that a local points at from its declaration on, or NULL. */
static const struct expr *pointed(const struct symbol *symbol)
{
    const struct expr *init = NULL;

    if (symbol->kind == SYMBOL_OBJECT && !symbol->redeclared && symbol->declarator->derivations &&
        symbol->declarator->derivations->kind == DERIVE_POINTER)
        init = bare(symbol->declarator->init);
    if (init && init->kind == EXPR_UNARY && init->op == TOKEN_AND)
        init = bare(init->kid[0]);
    return init && init->kind == EXPR_NAME && !init->symbol && init->name->fact &&
           init->name->fact->kind == FACT_FUNCTION ? init : NULL;
}

struct name *blocking_callee(const struct expr *call)
{
    const struct expr *callee = bare(call->kid[0]);

    while (callee->kind == EXPR_UNARY && (callee->op == TOKEN_STAR || callee->op == TOKEN_AND))
        callee = bare(callee->kid[0]);
    if (callee->kind == EXPR_NAME && callee->symbol)
        callee = pointed(callee->symbol);
    return callee && callee->kind == EXPR_NAME ? callee->name : NULL;
}

const struct blocking *blocking_call(const struct expr *call, const struct token *tokens)
{
    const struct name *name = blocking_callee(call);
    const struct blocking *row;

    if (!name || !name->blocking || is_own(name))
        return NULL;
    row = &rows[name->blocking - 1];
    return holds(row, argument_of(call, row->argument), tokens) ? row : NULL;
}

/* ---- locks ---- */

const char *blocking_unlock(const struct name *name, bool *is_asked)
{
    if (!name->lock || is_own(name) || strcmp(locks[name->lock - 1].name, name->text) != 0)
        return NULL;
    *is_asked = locks[name->lock - 1].is_asked;
    return locks[name->lock - 1].unlock;
}

bool blocking_is_unlock(const struct name *name)
{
    return name->lock && !is_own(name) && strcmp(locks[name->lock - 1].unlock, name->text) == 0;
}
