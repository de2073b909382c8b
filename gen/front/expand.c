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

#include <stdio.h>
#include <string.h>

#include "../base/buffer.h"
#include "lex.h"

/* A macro's body, parameters replaced, that is being read. */
struct context {
    const struct token *list;
    uint32_t count, at;
    struct macro *macro;
    struct context *below;
};

/* Tokens with the contexts above them: the item, or one argument. */
struct stream {
    const struct token *list;
    uint32_t count, at;
    struct context *top;
    bool is_file; /* the list is the user's text */
};

enum {
    CALLS_DEEP_MAX = 200,      /* calls in arguments of calls */
    CALL_TOKENS_MAX = 1000000, /* that one call may become */
    HELD_TOKENS_MAX = 4000000  /* in arguments of calls in arguments, at a time */
};

struct argument {
    token_vector raw, expanded;
    bool is_expanded;
};

struct expander {
    struct unit *unit;
    struct names *names;
    struct token head;  /* the name of the outermost call */
    uint32_t call;      /* its number, 0: outside of calls */
    uint32_t line;      /* its line: which definitions are in force */
    uint32_t counter;   /* __COUNTER__ inside calls */
    uint32_t first_token; /* of the call's expansion, in the vector it goes to */
    VECTOR(uint32_t) spelled; /* positions of argument tokens that # or ## used */
    bool is_off;        /* the item is not compiled */
    uint32_t deep;      /* calls in arguments of calls */
    uint32_t held;      /* tokens in their arguments */
    bool failed;
};

static void expand_stream(struct expander *expander, struct stream *stream, token_vector *out);

/* ---- reading ---- */

static void settle(struct stream *stream)
{
    while (stream->top && stream->top->at == stream->top->count) {
        stream->top->macro->expanding = false;
        stream->top = stream->top->below;
    }
}

/* The next token; false at the end. */
static bool read_token(struct expander *expander, struct stream *stream, struct token *token)
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

/* ---- made tokens ---- */

/* A token of the call that stands nowhere: its text is the arena's. */
static struct token made_token(struct expander *expander, const char *text, size_t len)
{
    struct lexer lexer;
    struct token token;

    lex_open_text(&lexer, expander->names, text, len, expander->head.at);
    lexer.line_start = false;
    lex_next(&lexer, &token);
    token.flags = TOKEN_MADE;
    token.space = 0;
    token.call = expander->call;
    return token;
}

static struct token made_number(struct expander *expander, uint32_t number)
{
    char *text = arena_printf(&expander->unit->arena, "%u", number);

    return made_token(expander, text, strlen(text));
}

static void add_escaped(struct buffer *buffer, const struct token *token)
{
    bool is_literal = token->kind == TOKEN_STRING || token->kind == TOKEN_CHARACTER;

    for (uint32_t i = 0; i < token->len; i++) {
        if (is_literal && (token->text[i] == '"' || token->text[i] == '\\'))
            buffer_char(buffer, '\\');
        buffer_char(buffer, token->text[i]);
    }
}

static struct token stringify(struct expander *expander, const token_vector *argument)
{
    struct buffer buffer = {0};
    struct token token;

    buffer_char(&buffer, '"');
    for (uint32_t i = 0; i < argument->count; i++) {
        if (i && argument->list[i].flags & (TOKEN_SPACED | TOKEN_LINE_START))
            buffer_char(&buffer, ' ');
        add_escaped(&buffer, &argument->list[i]);
    }
    buffer_char(&buffer, '"');
    token = made_token(expander, arena_copy(&expander->unit->arena, buffer.data, buffer.len),
                       buffer.len);
    buffer_free(&buffer);
    return token;
}

/* left ## right. If that is no token the two stay side by side, and the compiler says so. */
static void paste(struct expander *expander, token_vector *out, const struct token *right)
{
    struct token *left = &out->list[out->count - 1], token;
    char *text = arena_printf(&expander->unit->arena, "%.*s%.*s", (int) left->len, left->text,
                              (int) right->len, right->text);

    token = made_token(expander, text, strlen(text));
    if (token.len != left->len + right->len) {
        *vector_push(out) = *right;
        return;
    }
    token.flags |= left->flags & TOKEN_SPACED;
    *left = token;
}

/* ---- arguments ---- */

static void note_spelled(struct expander *expander, const token_vector *argument)
{
    for (uint32_t i = 0; i < argument->count; i++)
        if (argument->list[i].flags & TOKEN_ARGUMENT)
            *vector_push(&expander->spelled) = argument->list[i].at;
}

static void fail_call(struct expander *expander, const struct macro *macro, const char *hint,
                      const char *problem)
{
    struct unit *unit = expander->unit;

    diag_error(unit->diag, (struct span) {expander->head.at, expander->head.len},
               "macro '%s': %s", macro->name->text, problem);
    if (hint)
        diag_hint(unit->diag, "%s", hint);
    expander->failed = true;
}

/* The arguments between the parentheses. False: an error was reported. */
static bool read_arguments(struct expander *expander, struct stream *stream,
                           const struct macro *macro, struct argument *arguments)
{
    uint32_t at = 0, depth = 0;
    struct token token;

    read_token(expander, stream, &token); /* ( */
    while (read_token(expander, stream, &token)) {
        bool is_rest = macro->variadic && at + 1 >= macro->param_count;

        if (token.kind == TOKEN_DIRECTIVE || token.kind == TOKEN_END) {
            fail_call(expander, macro, "move the #if out of the call",
                      "a directive inside its arguments is not understood");
            return false;
        }
        if (token.kind == TOKEN_RPAREN && depth-- == 0)
            return true;
        if (token.kind == TOKEN_LPAREN)
            depth++;
        if (token.kind == TOKEN_COMMA && depth == 0 && !is_rest) {
            if (++at >= macro->param_count) {
                fail_call(expander, macro, NULL, "too many arguments");
                return false;
            }
            continue;
        }
        if (at < macro->param_count) {
            *vector_push(&arguments[at].raw) = token;
            expander->held++;
        } else {
            fail_call(expander, macro, NULL, "it takes no arguments");
            return false;
        }
    }
    fail_call(expander, macro, NULL, "the call is never closed");
    return false;
}

static const token_vector *expanded_argument(struct expander *expander, struct argument *argument)
{
    if (!argument->is_expanded) {
        struct stream stream = {argument->raw.list, argument->raw.count, 0, NULL, false};

        argument->is_expanded = true;
        expander->deep++;
        expand_stream(expander, &stream, &argument->expanded);
        expander->deep--;
    }
    return &argument->expanded;
}

static void free_arguments(struct expander *expander, struct argument *arguments, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        expander->held -= arguments[i].raw.count;
        vector_free(&arguments[i].raw);
        vector_free(&arguments[i].expanded);
    }
}

/* ---- substitution ---- */

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

static int find_param(const struct macro *macro, const struct token *token)
{
    for (uint32_t i = 0; token->name && i < macro->param_count; i++)
        if (macro->params[i].name == token->name)
            return (int) i;
    return -1;
}

static void set_spaced(struct token *token, bool is_spaced)
{
    token->flags = (uint8_t) ((token->flags & ~TOKEN_SPACED) | (is_spaced ? TOKEN_SPACED : 0));
}

/* Appends an operand of the body, pasting its first token if a ## came before. */
static void append(struct substitution *sub, const struct token *list, uint32_t count,
                   bool is_spaced)
{
    uint32_t first = sub->out->count, i = 0;

    if (sub->pastes && !sub->left_is_void && count && first) {
        paste(sub->expander, sub->out, &list[0]);
        i = 1;
    }
    for (; i < count; i++)
        *vector_push(sub->out) = list[i];
    if (!sub->pastes && sub->out->count > first)
        set_spaced(&sub->out->list[first], is_spaced);
    sub->is_void = count == 0 && (!sub->pastes || sub->left_is_void);
    sub->pastes = false;
}

/* A parameter in the body at `at`, of [from, end). */
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
        list = expanded_argument(sub->expander, argument);
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
    struct token token = stringify(sub->expander, &sub->arguments[param].raw);

    note_spelled(sub->expander, &sub->arguments[param].raw);
    append(sub, &token, 1, hash->flags & TOKEN_SPACED);
}

static void substitute(struct substitution *sub, uint32_t at, uint32_t end)
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
                substitute(sub, at + 2, close);
            at = close;
        } else if (param >= 0) {
            append_param(sub, at, end, param);
        } else {
            append_own(sub, &body[at]);
        }
    }
}

/* ---- calls ---- */

static bool is_our_word(const struct name *name)
{
    return name->operation && name->operation != WORD_TASK_OF;
}

/* The macro that the token calls, if it is one that is on. Paints the name of one that is off. */
static struct macro *called_macro(struct expander *expander, struct stream *stream,
                                  struct token *token)
{
    struct macro *macro;

    if (!token->name || !token->name->macro || token->flags & TOKEN_PAINTED || expander->is_off ||
        expander->failed || token->kind == TOKEN_MARK || is_our_word(token->name))
        return NULL;
    if (!expander->call)
        expander->line = source_position(expander->unit->source, token->at).line;
    macro = macro_at(token->name, expander->line);
    if (macro && macro->expanding) {
        token->flags |= TOKEN_PAINTED;
        return NULL;
    }
    return macro && (!macro->function_like || at_paren(stream)) ? macro : NULL;
}

/* Reads the arguments and puts the body on the stack. */
static void enter_macro(struct expander *expander, struct stream *stream, struct macro *macro,
                        bool is_spaced)
{
    struct argument *arguments =
        arena_alloc(&expander->unit->arena, (macro->param_count + 1) * sizeof *arguments);
    token_vector body = {0};
    struct substitution sub = {expander, macro, arguments, &body, false, false, false};

    if (macro->is_unsure) {
        fail_call(expander, macro, "run without --no-cpp, so that the preprocessor decides",
                  "it is defined under an #if");
    } else if (expander->deep > CALLS_DEEP_MAX || expander->held > HELD_TOKENS_MAX) {
        fail_call(expander, macro, NULL, "calls in arguments are nested too deeply");
    } else if (!macro->function_like || read_arguments(expander, stream, macro, arguments)) {
        substitute(&sub, 0, macro->body_count);
        if (body.count > CALL_TOKENS_MAX) {
            fail_call(expander, macro, NULL, "the call expands to too much");
            body.count = 0;
        }
        if (body.count)
            set_spaced(&body.list[0], is_spaced);
        push_context(expander, stream, macro, &body);
    }
    free_arguments(expander, arguments, macro->param_count);
    vector_free(&body);
}

/* __LINE__ and __COUNTER__ inside a call. */
static bool make_dynamic(struct expander *expander, struct token *token)
{
    bool is_spaced = token->flags & TOKEN_SPACED;

    if (!expander->call || !token->name || token->name->text[0] != '_')
        return false;
    if (strcmp(token->name->text, "__LINE__") == 0)
        *token = made_number(expander, expander->line);
    else if (strcmp(token->name->text, "__COUNTER__") == 0)
        *token = made_number(expander, expander->counter++);
    else
        return false;
    set_spaced(token, is_spaced);
    return true;
}

/* The token just read: enters the macro that it calls, or appends it. */
static void expand_token(struct expander *expander, struct stream *stream, struct token *token,
                         token_vector *out)
{
    struct macro *macro = called_macro(expander, stream, token);

    if (macro && out->count - expander->first_token > CALL_TOKENS_MAX) {
        fail_call(expander, macro, NULL, "the call expands to too much");
    } else if (macro) {
        enter_macro(expander, stream, macro, token->flags & TOKEN_SPACED);
    } else {
        make_dynamic(expander, token);
        token->space = 0; /* spell_range() knows where a call's white space is */
        *vector_push(out) = *token;
    }
}

static void expand_stream(struct expander *expander, struct stream *stream, token_vector *out)
{
    uint32_t outer_first = expander->first_token;
    struct token token;

    expander->first_token = 0;
    while (read_token(expander, stream, &token))
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
        read_token(expander, stream, &token);
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
    while (read_token(&expander, &stream, &token)) {
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
