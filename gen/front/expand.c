/*
 * The algorithm of C11 6.10.3 as preprocessors do it: a stack of contexts (macro bodies that are
 * being read) above the raw tokens; a macro is off while its body is on the stack, and its name,
 * read meanwhile, is painted for ever. Arguments are expanded as a text of their own before they go
 * into the body, but for those of # and ##.
 *
 * __LINE__ and __COUNTER__ are made into numbers inside macro calls only, where they may be pasted
 * into names; elsewhere they are left to the compiler.
 */
#include "expand.h"

#include <string.h>

#include "expander.h"
#include "lex.h"

void expander_fail(struct expander *expander, const struct macro *macro, const char *hint,
                   const char *problem)
{
    struct unit *unit = expander->unit;

    diag_report(unit->diag, DIAG_MACRO_CALL, (struct span) {expander->head.at, expander->head.len},
               "macro '%s': %s", macro->name->text, problem);
    if (hint)
        diag_hint(unit->diag, "%s", hint);
    expander->failed = true;
}

/* ---- reading ---- */

static void settle(struct stream *stream)
{
    while (stream->top && stream->top->at == stream->top->count) {
        stream->top->macro->expanding = false;
        stream->top = stream->top->below;
    }
}

bool stream_read(struct expander *expander, struct stream *stream, struct token *token)
{
    settle(stream);
    if (stream->top) {
        *token = stream->top->list[stream->top->at++];
        return true;
    }
    if (stream->at == stream->count)
        return false;
    *token = stream->list[stream->at++];
    if (stream->is_file && expander->call) {
        token->call = expander->call;
        token->flags |= TOKEN_ARGUMENT;
    }
    return true;
}

static bool at_paren(struct stream *stream)
{
    settle(stream);
    if (stream->top)
        return stream->top->list[stream->top->at].kind == TOKEN_LPAREN;
    return stream->at < stream->count && stream->list[stream->at].kind == TOKEN_LPAREN;
}

static void push_context(struct expander *expander, struct stream *stream, struct macro *macro,
                         const token_vector *body)
{
    struct context *context = ARENA_NEW(&expander->unit->arena, struct context);
    struct token *list = arena_alloc(&expander->unit->arena, body->count * sizeof *list);

    if (body->count)
        memcpy(list, body->list, body->count * sizeof *list);
    context->list = list;
    context->count = body->count;
    context->macro = macro;
    context->below = stream->top;
    stream->top = context;
    macro->expanding = true;
}

/* ---- calls ---- */

/* `#define stdin stdin` says nothing. */
static bool is_itself(const struct macro *macro)
{
    return !macro->function_like && macro->body_count == 1 && macro->body[0].name == macro->name;
}

/* The macro that the token calls, if it is one that is on. Paints the name of one that is off. */
static struct macro *called_macro(struct expander *expander, struct stream *stream,
                                  struct token *token)
{
    struct macro *macro;

    if (!token->name || !token->name->macro || token->flags & TOKEN_PAINTED || expander->is_off ||
        expander->failed || token->kind == TOKEN_MARK || word_is_ours(token->name))
        return NULL;
    if (!expander->call)
        expander->line = source_position(expander->unit->source, token->at).line;
    macro = macro_at(token->name, expander->line);
    if (macro && macro->expanding) {
        token->flags |= TOKEN_PAINTED;
        return NULL;
    }
    if (!macro || is_itself(macro))
        return NULL;
    return !macro->function_like || at_paren(stream) ? macro : NULL;
}

/* Reads the arguments and puts the body on the stack. */
static void enter_macro(struct expander *expander, struct stream *stream, struct macro *macro,
                        bool is_spaced)
{
    struct argument *arguments =
        arena_alloc(&expander->unit->arena, (macro->param_count + 1) * sizeof *arguments);
    token_vector body = {0};

    if (macro->is_unsure) {
        expander_fail(expander, macro, "run without --no-cpp, so that the preprocessor decides",
                      "it is defined under an #if");
    } else if (expander->deep > CALLS_DEEP_MAX || expander->held > HELD_TOKENS_MAX) {
        expander_fail(expander, macro, NULL, "calls in arguments are nested too deeply");
    } else if (!macro->function_like || arguments_read(expander, stream, macro, arguments)) {
        substitute(expander, macro, arguments, &body);
        if (body.count > CALL_TOKENS_MAX) {
            expander_fail(expander, macro, NULL, "the call expands to too much");
            body.count = 0;
        }
        if (body.count)
            token_set_spaced(&body.list[0], is_spaced);
        push_context(expander, stream, macro, &body);
    }
    arguments_free(expander, arguments, macro->param_count);
    vector_free(&body);
}

/* __LINE__ and __COUNTER__ inside a call. */
static bool make_dynamic(struct expander *expander, struct token *token)
{
    bool is_spaced = token->flags & TOKEN_SPACED;

    if (!expander->call || !token->name || token->name->text[0] != '_')
        return false;
    if (strcmp(token->name->text, "__LINE__") == 0)
        *token = make_number(expander, expander->line);
    else if (strcmp(token->name->text, "__COUNTER__") == 0)
        *token = make_number(expander, expander->counter++);
    else
        return false;
    token_set_spaced(token, is_spaced);
    return true;
}

/* The token just read: enters the macro that it calls, or appends it. */
static void expand_token(struct expander *expander, struct stream *stream, struct token *token,
                         token_vector *out)
{
    struct macro *macro = called_macro(expander, stream, token);

    if (macro && out->count - expander->first_token > CALL_TOKENS_MAX) {
        expander_fail(expander, macro, NULL, "the call expands to too much");
    } else if (macro) {
        enter_macro(expander, stream, macro, token->flags & TOKEN_SPACED);
    } else {
        make_dynamic(expander, token);
        token->space = 0; /* spell_range() knows where a call's white space is */
        *vector_push(out) = *token;
    }
}

void expand_stream(struct expander *expander, struct stream *stream, token_vector *out)
{
    uint32_t outer_first = expander->first_token;
    struct token token;

    expander->first_token = 0;
    while (stream_read(expander, stream, &token))
        expand_token(expander, stream, &token, out);
    settle(stream);
    expander->first_token = outer_first;
}

/* ---- the item ---- */

/* The raw token at that position of the file. */
static struct token *find_raw(struct unit *unit, struct range range, uint32_t at)
{
    while (range.first < range.end) {
        uint32_t middle = range.first + (range.end - range.first) / 2;
        struct token *token = &unit->raw.list[middle];

        if (token->at == at)
            return token;
        if (token->at < at)
            range.first = middle + 1;
        else
            range.end = middle;
    }
    return NULL;
}

/* The call is over: its raw tokens are kept, those that # or ## used are flagged. */
static void close_call(struct expander *expander, const struct stream *stream, uint32_t first)
{
    struct unit *unit = expander->unit;
    struct call *call = &unit->calls.list[expander->call - 1];

    call->raw.first = unit->raw.count;
    for (uint32_t i = first; i < stream->at; i++)
        *vector_push(&unit->raw) = stream->list[i];
    call->raw.end = unit->raw.count;
    call->expanded.end = unit->tokens.count;
    for (uint32_t i = 0; i < expander->spelled.count; i++) {
        struct token *token = find_raw(unit, call->raw, expander->spelled.list[i]);

        if (token)
            token->flags |= TOKEN_MADE;
    }
    expander->spelled.count = 0;
    expander->call = 0;
}

/* An outermost call: everything until its last context is read belongs to it. */
static void expand_call(struct expander *expander, struct stream *stream, struct token *head,
                        struct macro *macro)
{
    struct unit *unit = expander->unit;
    uint32_t first = stream->at - 1;
    struct token token;

    *vector_push(&unit->calls) =
        (struct call) {.name = head->name, .expanded = {unit->tokens.count, 0}};
    expander->call = unit->calls.count;
    expander->head = *head;
    expander->first_token = unit->tokens.count;
    enter_macro(expander, stream, macro, false);
    for (settle(stream); stream->top; settle(stream)) {
        stream_read(expander, stream, &token);
        expand_token(expander, stream, &token, &unit->tokens);
    }
    close_call(expander, stream, first);
}

bool expand_tokens(struct unit *unit, const struct token *raw, uint32_t count, bool is_known)
{
    struct expander expander = {.unit = unit, .names = unit->names, .counter = 100000};
    struct stream stream = {raw, count, 0, NULL, true};
    struct token token;

    expander.is_off = !is_known && unit->facts->complete;
    while (stream_read(&expander, &stream, &token)) {
        struct macro *macro = called_macro(&expander, &stream, &token);

        if (macro) {
            expand_call(&expander, &stream, &token, macro);
            continue;
        }
        if (token.kind == TOKEN_DIRECTIVE)
            *vector_push(&unit->directives) = unit->tokens.count;
        *vector_push(&unit->tokens) = token;
    }
    token = (struct token) {.text = "", .kind = TOKEN_END};
    if (count)
        token.at = lex_token_end(unit->source, &raw[count - 1]) - 1;
    *vector_push(&unit->tokens) = token;
    vector_free(&expander.spelled);
    return !expander.failed;
}
