/*
 * A window of tokens goes over the file. `x` may be written by an assignment, ++ or --, by whoever
 * gets its address, and by whoever gets an array. A local or parameter of the same name is told by
 * the type before it, and hides the variable to the end of its function.
 */
#include "writes.h"

#include <string.h>

#include "../base/set.h"
#include "lex.h"

/* The last tokens, the newest at [0]. */
struct window {
    const struct unit *unit;
    struct writes *writes;
    struct lexer lexer;
    struct token before[4];
    VECTOR(const struct name *) init_functions; /* given to unsync_worker_init() */
    struct set hidden; /* names that the function at hand declares */
    uint32_t depth;
    bool in_worker;    /* in a @cpu_bound function: it writes a copy */
};

static bool is_variable(const struct token *token)
{
    const struct fact *fact = token->kind == TOKEN_NAME ? token->name->fact : NULL;

    return fact && fact->kind == FACT_VARIABLE && !(fact->flags & (FACT_SYSTEM | FACT_CONST));
}

/* ---- one name ---- */

/* The kind of the first token behind x, its [...] and its .members. */
static enum token_kind kind_behind(const struct window *window)
{
    struct lexer ahead = window->lexer;
    struct token token;
    int depth = 0;

    do {
        lex_next(&ahead, &token);
        depth += token.kind == TOKEN_LBRACKET;
        depth -= token.kind == TOKEN_RBRACKET;
        if (token.kind == TOKEN_DOT)
            lex_next(&ahead, &token);
        else if (!depth && token.kind != TOKEN_RBRACKET)
            break;
    } while (token.kind != TOKEN_END && token.kind != TOKEN_SEMICOLON);
    return (enum token_kind) token.kind;
}

static enum token_kind kind_next(const struct window *window)
{
    struct lexer ahead = window->lexer;
    struct token token;

    lex_next(&ahead, &token);
    return (enum token_kind) token.kind;
}

static bool assigns(enum token_kind kind)
{
    return (kind >= TOKEN_ASSIGN && kind <= TOKEN_OR_ASSIGN) || kind == TOKEN_PLUS_PLUS ||
           kind == TOKEN_MINUS_MINUS;
}

static bool is_operand(enum token_kind kind)
{
    return kind == TOKEN_NAME || kind == TOKEN_NUMBER || kind == TOKEN_RBRACKET;
}

/* `int x`, `size_t x`: it declares a local. */
static bool is_declared(const struct window *window)
{
    enum token_kind previous = (enum token_kind) window->before[0].kind;

    return previous == TOKEN_NAME ||
           (previous > TOKEN_OR_ASSIGN && previous != TOKEN_RETURN && previous != TOKEN_ELSE &&
            previous != TOKEN_DO && previous != TOKEN_CASE && previous != TOKEN_SIZEOF);
}

/* `sizeof x`, `sizeof (x`, `sizeof *x`. */
static bool is_measured(const struct window *window)
{
    for (int i = 0; i < 3; i++)
        if (window->before[i].kind == TOKEN_SIZEOF)
            return true;
        else if (window->before[i].kind != TOKEN_LPAREN && window->before[i].kind != TOKEN_STAR)
            return false;
    return false;
}

static bool may_write(const struct window *window, const struct token *token)
{
    enum token_kind previous = (enum token_kind) window->before[0].kind;

    if (previous == TOKEN_DOT || previous == TOKEN_ARROW ||
        set_has(&window->hidden, token->name))
        return false;
    if (previous == TOKEN_AND && !is_operand((enum token_kind) window->before[1].kind))
        return true;
    if (!window->depth)
        return false; /* its declaration */
    if (previous == TOKEN_PLUS_PLUS || previous == TOKEN_MINUS_MINUS)
        return true;
    if (previous == TOKEN_STAR && !(token->name->fact->flags & FACT_ARRAY))
        return false; /* what it points at */
    if (assigns(kind_behind(window)))
        return true;
    return token->name->fact->flags & FACT_ARRAY && kind_next(window) != TOKEN_LBRACKET &&
           !is_measured(window);
}

/* `unsync_worker_state(&x`, `unsync_worker_state(x`. */
static bool is_sent(const struct window *window)
{
    int at = window->before[0].kind == TOKEN_AND;

    return window->before[at].kind == TOKEN_LPAREN &&
           window->before[at + 1].kind == TOKEN_NAME &&
           strcmp(window->before[at + 1].name->text, "unsync_worker_state") == 0;
}

static void note_write(struct window *window, const struct token *token, bool sent)
{
    struct write *write =
        (struct write *) writes_find(window->writes, window->unit, token->name);

    if (!write) {
        write = vector_push(&window->writes->list);
        *write = (struct write) {.variable = token->name, .span = {token->at, token->len}};
    }
    write->is_sent |= sent;
}

/* ---- the file ---- */

/* The plain function that the place is in, or NULL. */
static const struct name *function_at(const struct unit *unit, const struct token *token)
{
    uint32_t at = (uint32_t) (token->text - unit->source->text);
    const struct name *found = NULL;

    for (uint32_t i = 0; i < unit->plains.count && unit->plains.list[i].begin <= at; i++)
        found = unit->plains.list[i].name;
    return found;
}

static bool is_init(const struct window *window, const struct token *token)
{
    const struct name *function = function_at(window->unit, token);

    for (uint32_t i = 0; i < window->init_functions.count; i++)
        if (window->init_functions.list[i] == function)
            return true;
    return false;
}

/* `unsync_worker_init(f` */
static void see_init(struct window *window, const struct token *token)
{
    if (token->kind == TOKEN_NAME && window->before[0].kind == TOKEN_LPAREN &&
        window->before[1].kind == TOKEN_NAME &&
        strcmp(window->before[1].name->text, "unsync_worker_init") == 0)
        *vector_push(&window->init_functions) = token->name;
}

static bool is_cpu_bound(const struct window *window, const struct token *token)
{
    return (token->kind == TOKEN_MARK ||
            (token->kind == TOKEN_NAME && window->before[0].kind == TOKEN_COLON)) &&
           token->name && token->name->mark == MARK_CPU_BOUND + 1;
}

static void see_token(struct window *window, const struct token *token)
{
    if (!window->depth &&
        (token->kind == TOKEN_SEMICOLON || window->before[0].kind == TOKEN_RBRACE)) {
        set_clear(&window->hidden);
        window->in_worker = false;
    }
    if (!window->depth && is_cpu_bound(window, token))
        window->in_worker = true;
    if (!is_variable(token) || window->in_worker)
        return;
    if (window->depth && is_declared(window))
        set_add(&window->hidden, token->name);
    else if (window->depth && is_sent(window))
        note_write(window, token, true);
    else if (may_write(window, token))
        note_write(window, token, is_init(window, token));
}

static void go_over(struct window *window, void (*see)(struct window *, const struct token *))
{
    struct token token;

    memset(window->before, 0, sizeof window->before);
    window->depth = 0;
    lex_open(&window->lexer, window->unit->names, window->unit->source);
    for (lex_next(&window->lexer, &token); token.kind != TOKEN_END;
         lex_next(&window->lexer, &token)) {
        if (token.kind == TOKEN_DIRECTIVE)
            continue;
        see(window, &token);
        window->depth += token.kind == TOKEN_LBRACE || token.kind == TOKEN_LPAREN;
        window->depth -= window->depth &&
            (token.kind == TOKEN_RBRACE || token.kind == TOKEN_RPAREN);
        memmove(window->before + 1, window->before, 3 * sizeof *window->before);
        window->before[0] = token;
    }
}

const struct write *writes_find(struct writes *writes, const struct unit *unit,
                                const struct name *variable)
{
    if (!writes->is_read) {
        struct window window = {.unit = unit, .writes = writes};

        writes->is_read = true;
        go_over(&window, see_init);
        go_over(&window, see_token);
        vector_free(&window.init_functions);
        set_free(&window.hidden);
    }
    for (uint32_t i = 0; i < writes->list.count; i++)
        if (writes->list.list[i].variable == variable)
            return &writes->list.list[i];
    return NULL;
}

void writes_close(struct writes *writes)
{
    vector_free(&writes->list);
}
