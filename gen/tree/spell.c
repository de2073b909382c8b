/*
 * Printing keeps the user's white space and comments; a token that stands nowhere in the file gets
 * a blank where its macro has one, or where two tokens would run into one.
 */
#include "spell.h"

#include <stdlib.h>
#include <string.h>

#include "../base/memory.h"

struct speller {
    struct buffer *out;
    const struct unit *unit;
    spell_replace *replace;
    void *context;
    const char *last_end; /* behind the last token, where it stands in its text */
    bool is_first;        /* nothing was printed yet: no white space before it */
    bool after_directive; /* a line end is due */
};

static const char *replacement(const struct speller *speller, uint32_t index)
{
    return speller->replace ? speller->replace(speller->context, index) : NULL;
}

/* ---- white space ---- */

static bool is_word(char c)
{
    return c == '_' || c == '$' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || (unsigned char) c >= 0x80;
}

static bool ends_in_number(const struct buffer *out)
{
    size_t i = out->len;

    while (i && (is_word(out->data[i - 1]) || out->data[i - 1] == '.'))
        i--;
    return out->data[i] >= '0' && out->data[i] <= '9';
}

/* Whether what was printed and what comes next must not touch. */
static bool would_join(const struct buffer *out, char right)
{
    char left = out->data[out->len - 1];

    if (strchr("eEpP", left) && (right == '+' || right == '-')) /* 0xe +1 */
        return ends_in_number(out);
    if (right == '.')
        return left == '.' || (left >= '0' && left <= '9');
    if (is_word(left))
        return is_word(right) || right == '"' || right == '\'';
    if (left == '.')
        return right >= '0' && right <= '9';
    return strchr("+-&|<>=*/%^!#:", left) && strchr("+-&|<>=*/:#%", right);
}

static void print_space(struct speller *speller, const struct token *token, const char *next)
{
    struct buffer *out = speller->out;
    const char *space = token->text - token->space;
    size_t before = out->len, len = token->space;

    if (speller->after_directive && !memchr(space, '\n', len))
        buffer_char(out, '\n');
    speller->after_directive = false;
    if (speller->is_first) {
        speller->is_first = false;
        return;
    }
    buffer_add(out, space, len);
    if (out->len != before || !out->len || next == speller->last_end)
        return;
    if (token->flags & TOKEN_SPACED || would_join(out, *next))
        buffer_char(out, ' ');
}

/* A directive begins a line. */
static void print_directive(struct speller *speller, const struct token *token)
{
    struct buffer *out = speller->out;

    if (!speller->is_first)
        buffer_add(out, token->text - token->space, token->space);
    for (size_t i = out->len; i && out->data[i - 1] != '\n'; i--)
        if (out->data[i - 1] != ' ' && out->data[i - 1] != '\t') {
            buffer_char(out, '\n');
            break;
        }
    buffer_add(out, token->text, token->len);
    speller->is_first = false;
    speller->after_directive = true;
}

static void print_text(struct speller *speller, const struct token *token, const char *text,
                       size_t len)
{
    if (token->kind == TOKEN_DIRECTIVE) {
        print_directive(speller, token);
        return;
    }
    if (!len)
        return;
    print_space(speller, token, text);
    buffer_add(speller->out, text, len);
    speller->last_end = text == token->text ? text + len : NULL;
}

/* ---- replacements ---- */

/* The part of a text that is between the marks; all of it if there are none. */
static struct span own_part(const char *text, size_t len)
{
    const char *open = memchr(text, SPELL_OPEN, len), *close;

    if (!open)
        return (struct span) {0, (uint32_t) len};
    open++;
    close = memchr(open, SPELL_CLOSE, text + len - open);
    return (struct span) {(uint32_t) (open - text), (uint32_t) (close - open)};
}

/* Adds a text without its marks, what is between them in parentheses if asked. */
static void add_part(struct buffer *out, const char *text, size_t len, bool is_shielded)
{
    struct span part = own_part(text, len);
    bool is_marked = part.len < len;
    size_t end = part.at + part.len + is_marked;

    buffer_add(out, text, part.at - is_marked);
    buffer_text(out, is_shielded ? "(" : "");
    buffer_add(out, text + part.at, part.len);
    buffer_text(out, is_shielded ? ")" : "");
    buffer_add(out, text + end, len - end);
}

static void print_part(struct speller *speller, const struct token *token, const char *text,
                       size_t len, bool is_shielded)
{
    struct buffer part = {0};

    add_part(&part, text, len, is_shielded);
    print_text(speller, token, part.data, part.len);
    buffer_free(&part);
}

static void print_token(struct speller *speller, const struct token *token, const char *instead)
{
    if (!instead)
        print_text(speller, token, token->text, token->len);
    else if (!strchr(instead, SPELL_OPEN))
        print_text(speller, token, instead, strlen(instead));
    else
        print_part(speller, token, instead, strlen(instead), false);
}

/* ---- names that must not be called ---- */

/* The macro that the compiler would take the token for, if it may still expand it here. */
static struct macro *macro_of(const struct unit *unit, const struct token *token)
{
    if (!token->name || !token->name->macro)
        return NULL;
    return macro_at(token->name, source_position(unit->source, token->at).line);
}

/* Whether what stands for the token (NULL: it itself) ends in its name. */
static bool ends_in_name(const struct token *token, const char *instead)
{
    struct span part = {0, token->len};
    const char *end = token->text + token->len;

    if (instead) {
        part = own_part(instead, strlen(instead));
        end = instead + part.at + part.len;
    }
    return part.len >= token->len && memcmp(end - token->len, token->text, token->len) == 0 &&
           (part.len == token->len || !is_word(*(end - token->len - 1)));
}

/*
 * The name of a function-like macro that C does not expand, before a parenthesis that another call
 * brought: `add ARGS` calls the function. Where ARGS is printed expanded, or all of it stands in an
 * argument of a macro of ours, `add (a)` would call the macro.
 */
static bool is_parted(const struct unit *unit, uint32_t index)
{
    const struct token *token = &unit->tokens.list[index];
    const struct macro *macro;

    if (token[1].kind != TOKEN_LPAREN || !token[1].call || token[1].call == token->call ||
        token->flags & TOKEN_PAINTED || (token->name && word_is_ours(token->name)))
        return false;
    macro = macro_of(unit, token);
    return macro && macro->function_like;
}

/* ---- macro calls ---- */

/* The raw token of the call at that position of the file. */
static uint32_t raw_index(const struct unit *unit, struct range raw, uint32_t at)
{
    while (raw.end - raw.first > 1) {
        uint32_t middle = raw.first + (raw.end - raw.first) / 2;

        if (unit->raw.list[middle].at <= at)
            raw.first = middle;
        else
            raw.end = middle;
    }
    return raw.first;
}

/* Whether the text stays one argument of a call. */
static bool is_one_argument(const char *text)
{
    int depth = 0;

    for (; *text && depth >= 0; text++) {
        depth += *text == '(';
        depth -= *text == ')';
        if (*text == ',' && depth == 0)
            return false;
    }
    return depth == 0;
}

/*
 * Whether the call may be printed as written: fills what[i] with what stands for its i-th raw
 * token. what[i] == NULL: not seen yet; the token's own text: it stays.
 */
static bool find_replacements(const struct speller *speller, const struct call *call,
                              const char **what)
{
    const struct unit *unit = speller->unit;

    for (uint32_t i = call->expanded.first; i < call->expanded.end; i++) {
        const struct token *token = &unit->tokens.list[i], *raw;
        const char *instead = replacement(speller, i), **slot;
        uint32_t index;

        if (!(token->flags & TOKEN_ARGUMENT) || token->flags & TOKEN_MADE) {
            if (instead)
                return false;
            continue;
        }
        index = raw_index(unit, call->raw, token->at);
        raw = &unit->raw.list[index];
        slot = &what[index - call->raw.first];
        if (instead && (raw->flags & TOKEN_MADE || raw->at != token->at ||
                        !is_one_argument(instead)))
            return false;
        instead = instead ? instead : raw->text;
        if (*slot && *slot != instead && (*slot == raw->text || instead == raw->text ||
                                          strcmp(*slot, instead) != 0))
            return false;
        *slot = instead;
    }
    return true;
}

static bool print_call(struct speller *speller, const struct call *call)
{
    const struct unit *unit = speller->unit;
    uint32_t count = call->raw.end - call->raw.first;
    const char **what = memory_new(count * sizeof *what);
    bool is_same = (call->expanded.first == call->expanded.end ||
                    !is_parted(unit, call->expanded.end - 1)) &&
                   find_replacements(speller, call, what);

    for (uint32_t i = 0; is_same && i < count; i++) {
        const struct token *raw = &unit->raw.list[call->raw.first + i];

        print_token(speller, raw, what[i] == raw->text ? NULL : what[i]);
    }
    free(what);
    return is_same;
}

/*
 * The compiler would expand the name once more, which C does not (it came out of its own
 * expansion): the name of a function-like macro is put in parentheses; for another nothing helps,
 * and the text is refused.
 */
static bool must_shield(const struct unit *unit, uint32_t index)
{
    const struct token *token = &unit->tokens.list[index];
    const struct macro *macro = macro_of(unit, token);

    if (!macro || (!macro->function_like && !(token->flags & TOKEN_PAINTED)))
        return false;
    if (macro->function_like)
        return unit->tokens.list[index + 1].kind == TOKEN_LPAREN;
    diag_report(unit->diag, DIAG_MACRO_CALL, unit_span(unit, index),
               "the macro '%s' names itself, so its call cannot be taken apart", token->name->text);
    diag_hint(unit->diag, "use it in a statement of its own");
    return false;
}

/* A token of an expansion; the first has the white space of the call's name. */
static void print_expanded(struct speller *speller, const struct call *call, uint32_t index)
{
    const struct unit *unit = speller->unit;
    struct token token = unit->tokens.list[index];
    const char *instead = replacement(speller, index), *text = instead ? instead : token.text;
    size_t len = instead ? strlen(instead) : token.len;
    bool is_shielded = ends_in_name(&token, instead) && must_shield(unit, index);

    if (index == call->expanded.first)
        token = unit->raw.list[call->raw.first];
    if (is_shielded || (instead && strchr(instead, SPELL_OPEN)))
        print_part(speller, &token, text, len, is_shielded);
    else
        print_text(speller, &token, text, len);
}

static void print_own(struct speller *speller, uint32_t index)
{
    const struct token *token = &speller->unit->tokens.list[index];
    const char *instead = replacement(speller, index);

    if (is_parted(speller->unit, index) && ends_in_name(token, instead))
        print_part(speller, token, instead ? instead : token->text,
                   instead ? strlen(instead) : token->len, true);
    else
        print_token(speller, token, instead);
}

void spell_range(struct buffer *out, const struct unit *unit, struct range range,
                 spell_replace *replace, void *context)
{
    struct speller speller = {out, unit, replace, context, NULL, true, false};

    for (uint32_t i = range.first; i < range.end; i++) {
        const struct token *token = &unit->tokens.list[i];
        const struct call *call = token->call ? &unit->calls.list[token->call - 1] : NULL;

        if (call && call->expanded.first == i && call->expanded.end <= range.end &&
            print_call(&speller, call))
            i = call->expanded.end - 1;
        else if (call)
            print_expanded(&speller, call, i);
        else
            print_own(&speller, i);
    }
    if (speller.after_directive)
        buffer_char(out, '\n');
}

void spell_words(struct buffer *out, const struct unit *unit, struct range range,
                 spell_replace *replace, void *context)
{
    const struct token *tokens = unit->tokens.list;
    bool is_first = true;

    for (uint32_t i = range.first; i < range.end; i++) {
        const char *text = replace(context, i);

        if (text && !*text)
            continue;
        if (!text && tokens[i].kind == TOKEN_DIRECTIVE) {
            buffer_printf(out, "\n%.*s\n", (int) tokens[i].len, tokens[i].text);
            is_first = true;
            continue;
        }
        if (!is_first && (tokens[i].flags & (TOKEN_SPACED | TOKEN_LINE_START) || tokens[i].call))
            buffer_char(out, ' ');
        is_first = false;
        add_part(out, text ? text : tokens[i].text, text ? strlen(text) : tokens[i].len,
                 ends_in_name(&tokens[i], text) &&
                     (tokens[i].call ? must_shield(unit, i) : is_parted(unit, i)));
    }
}

void spell_token(struct buffer *out, const struct unit *unit, uint32_t index)
{
    const struct token *token = &unit->tokens.list[index];

    buffer_add(out, token->text, token->len);
}
