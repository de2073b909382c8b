/*
 * A macro's body with its arguments in it: # and ## take them as they were written, everything else
 * takes them expanded.
 */
#include <string.h>

#include "expander.h"

/* One macro call whose body is being copied. */
struct substitution {
    struct expander *expander;
    const struct macro *macro;
    struct argument *arguments;
    token_vector *out;
    bool pastes;       /* a ## came before */
    bool left_is_void; /* ... and what stood before it was empty */
    bool is_void;      /* the last operand was empty */
};

static void note_spelled(struct expander *expander, const token_vector *argument)
{
    for (uint32_t i = 0; i < argument->count; i++)
        if (argument->list[i].flags & TOKEN_ARGUMENT)
            *vector_push(&expander->spelled) = argument->list[i].at;
}

static int find_param(const struct macro *macro, const struct token *token)
{
    for (uint32_t i = 0; token->name && i < macro->param_count; i++)
        if (macro->params[i] == token->name)
            return (int) i;
    return -1;
}

/* Appends an operand of the body, pasting its first token if a ## came before. */
static void append(struct substitution *sub, const struct token *list, uint32_t count,
                   bool is_spaced)
{
    uint32_t first = sub->out->count, i = 0;

    if (sub->pastes && !sub->left_is_void && count && first) {
        make_pasted(sub->expander, sub->out, &list[0]);
        i = 1;
    }
    for (; i < count; i++)
        *vector_push(sub->out) = list[i];
    if (!sub->pastes && sub->out->count > first)
        token_set_spaced(&sub->out->list[first], is_spaced);
    sub->is_void = count == 0 && (!sub->pastes || sub->left_is_void);
    sub->pastes = false;
}

/* The parameter in the body at `at`; the body goes to `end`. */
static void append_param(struct substitution *sub, uint32_t at, uint32_t end, int param)
{
    const struct token *body = sub->macro->body, *token = &body[at];
    struct argument *argument = &sub->arguments[param];
    bool before_paste = at + 1 < end && body[at + 1].kind == TOKEN_HASH_HASH;
    bool is_rest = sub->macro->variadic && (uint32_t) param + 1 == sub->macro->param_count;
    const token_vector *list = &argument->raw;

    if (sub->pastes && is_rest && at >= 2 && body[at - 2].kind == TOKEN_COMMA) {
        sub->pastes = false; /* GNU: , ## __VA_ARGS__ drops the comma if there is nothing */
        if (!list->count && sub->out->count)
            sub->out->count--;
    } else if (sub->pastes || before_paste) {
        note_spelled(sub->expander, list);
    } else {
        list = argument_expanded(sub->expander, argument);
    }
    append(sub, list->list, list->count, token->flags & TOKEN_SPACED);
}

/* The index of the ) that closes the ( at `open`, or `end`. */
static uint32_t closing(const struct token *body, uint32_t open, uint32_t end)
{
    uint32_t depth = 0;

    for (uint32_t i = open; i < end; i++) {
        if (body[i].kind == TOKEN_LPAREN)
            depth++;
        if (body[i].kind == TOKEN_RPAREN && --depth == 0)
            return i;
    }
    return end;
}

static bool is_va_opt(const struct macro *macro, uint32_t at, uint32_t end)
{
    const struct token *token = &macro->body[at];

    return macro->variadic && token->name && at + 1 < end &&
           macro->body[at + 1].kind == TOKEN_LPAREN &&
           strcmp(token->name->text, "__VA_OPT__") == 0;
}

/* A token of the body itself, as the call's. */
static void append_own(struct substitution *sub, const struct token *own)
{
    struct token token = *own;

    token.at = sub->expander->head.at;
    token.call = sub->expander->call;
    token.space = 0;
    token.flags &= TOKEN_SPACED;
    append(sub, &token, 1, token.flags & TOKEN_SPACED);
}

static void append_string(struct substitution *sub, const struct token *hash, int param)
{
    struct token token = make_string(sub->expander, &sub->arguments[param].raw);

    note_spelled(sub->expander, &sub->arguments[param].raw);
    append(sub, &token, 1, hash->flags & TOKEN_SPACED);
}

static void copy_body(struct substitution *sub, uint32_t at, uint32_t end)
{
    const struct macro *macro = sub->macro;
    const struct token *body = macro->body;

    for (; at < end; at++) {
        int param = find_param(macro, &body[at]);

        if (body[at].kind == TOKEN_HASH_HASH) {
            sub->pastes = true;
            sub->left_is_void = sub->is_void;
        } else if (body[at].kind == TOKEN_HASH && macro->function_like && at + 1 < end &&
                   find_param(macro, &body[at + 1]) >= 0) {
            append_string(sub, &body[at], find_param(macro, &body[at + 1]));
            at++;
        } else if (is_va_opt(macro, at, end)) {
            uint32_t close = closing(body, at + 1, end);

            if (sub->arguments[macro->param_count - 1].raw.count)
                copy_body(sub, at + 2, close);
            at = close;
        } else if (param >= 0) {
            append_param(sub, at, end, param);
        } else {
            append_own(sub, &body[at]);
        }
    }
}

void substitute(struct expander *expander, const struct macro *macro, struct argument *arguments,
                token_vector *out)
{
    struct substitution sub = {.expander = expander, .macro = macro, .arguments = arguments,
                               .out = out};

    copy_body(&sub, 0, macro->body_count);
}
