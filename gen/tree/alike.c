#include "alike.h"

#include <string.h>

#include "../base/buffer.h"

/* ---- keywords ---- */

/* How often each of them stands in the specifiers. */
struct words {
    int is_unsigned, is_signed, longs, shorts, chars, doubles, floats, bools, ints, others;
};

static void count_word(struct words *words, const struct token *token)
{
    switch ((enum token_kind) token->kind) {
    case TOKEN_UNSIGNED: words->is_unsigned++; break;
    case TOKEN_SIGNED:   words->is_signed++; break;
    case TOKEN_LONG:     words->longs++; break;
    case TOKEN_SHORT:    words->shorts++; break;
    case TOKEN_CHAR:     words->chars++; break;
    case TOKEN_DOUBLE:   words->doubles++; break;
    case TOKEN_FLOAT:    words->floats++; break;
    case TOKEN_BOOL:     words->bools++; break;
    case TOKEN_INT:      words->ints++; break;
    default:             words->others++; break;
    }
}

/* One spelling for each type: `long unsigned int` is "=unsigned long". */
static const char *basic_text(const struct unit *unit, const struct specs *specs)
{
    static const char *const sizes[] = {"=int", "=long", "=long long", "=short"};
    static const char *const unsigned_sizes[] = {"=unsigned", "=unsigned long",
                                                 "=unsigned long long", "=unsigned short"};
    struct words words = {0};

    for (const struct piece *piece = specs->pieces; piece; piece = piece->next) {
        if (piece->kind != PIECE_TYPE)
            continue;
        for (uint32_t i = piece->range.first; i < piece->range.end; i++)
            count_word(&words, &unit->tokens.list[i]);
    }
    if (words.others || words.longs > 2)
        return "?";
    if (words.bools)
        return "=bool";
    if (words.floats || words.doubles)
        return words.floats ? "=float" : words.longs ? "=long double" : "=double";
    if (words.chars)
        return words.is_unsigned ? "=unsigned char" : words.is_signed ? "=signed char" : "=char";
    return (words.is_unsigned ? unsigned_sizes : sizes)[words.shorts ? 3 : words.longs];
}

/* ---- types ---- */

/* What the specifiers name, or "?". */
static const char *base_text(struct arena *arena, const struct unit *unit,
                             const struct specs *specs)
{
    bool is_struct = specs->kind == TYPE_STRUCT;

    if (specs->qualifiers & QUALIFIER_ATOMIC)
        return "?";
    if (specs->kind == TYPE_VOID)
        return "=void";
    if (specs->kind == TYPE_BASIC)
        return basic_text(unit, specs);
    if ((is_struct || specs->kind == TYPE_UNION) && specs->tag->name)
        return arena_printf(arena, "=%s %s", is_struct ? "struct" : "union",
                            specs->tag->name->text);
    return "?";
}

static void add_qualifiers(struct buffer *text, uint32_t qualifiers)
{
    if (qualifiers & QUALIFIER_CONST)
        buffer_char(text, 'c');
    if (qualifiers & QUALIFIER_VOLATILE)
        buffer_char(text, 'v');
}

/* The steps behind the first one; what a function takes and gives is left out. */
static void add_type(struct buffer *text, struct arena *arena, const struct unit *unit,
                     const struct specs *specs, const struct derivation *step, bool is_outermost)
{
    const char *base = base_text(arena, unit, specs);

    for (; step && step->kind != DERIVE_FUNCTION; step = step->next, is_outermost = false) {
        buffer_char(text, step->kind == DERIVE_POINTER ? '*' : '[');
        if (!is_outermost)
            add_qualifiers(text, step->qualifiers);
    }
    if (step) {
        buffer_char(text, '(');
        return;
    }
    if (!is_outermost && *base != '?')
        add_qualifiers(text, specs->qualifiers);
    buffer_text(text, base);
}

static const char *keep(struct arena *arena, struct buffer *text)
{
    const char *kept = arena_copy(arena, text->data, text->len);

    buffer_free(text);
    return kept;
}

const char *alike_text(struct arena *arena, const struct unit *unit, const struct specs *specs,
                       const struct derivation *step)
{
    struct buffer text = {0};

    add_type(&text, arena, unit, specs, step, true);
    return keep(arena, &text);
}

const char *alike_parameter(struct arena *arena, const struct unit *unit, const struct param *param)
{
    const struct derivation *step = param->declarator->derivations;
    struct buffer text = {0};

    if (step && step->kind != DERIVE_POINTER) {
        buffer_char(&text, '*');
        if (step->kind == DERIVE_FUNCTION)
            buffer_char(&text, '(');
        else
            add_type(&text, arena, unit, param->specs, step->next, false);
    } else {
        add_type(&text, arena, unit, param->specs, step, true);
    }
    return keep(arena, &text);
}

bool alike_differ(const char *a, const char *b)
{
    while (*a && *a == *b && *a != '?' && *a != '=' && *a != '(') {
        a++;
        b++;
    }
    if (*a == '?' || *b == '?' || (*a == '(' && *b == '('))
        return false;
    return strcmp(a, b) != 0;
}

/* ---- functions ---- */

/* Without marks and storage classes. */
static struct range type_range(const struct specs *specs)
{
    struct range range = {specs->range.end, specs->range.end};

    for (const struct piece *piece = specs->pieces; piece; piece = piece->next)
        if ((piece->kind == PIECE_TYPE || piece->kind == PIECE_QUALIFIER) &&
            piece->range.first < range.first)
            range.first = piece->range.first;
    return range;
}

static bool has_directive(const struct unit *unit, struct range range)
{
    for (uint32_t i = range.first; i < range.end; i++)
        if (unit->tokens.list[i].kind == TOKEN_DIRECTIVE)
            return true;
    return false;
}

const struct signature *alike_signature(struct arena *arena, const struct unit *unit,
                                        const struct specs *specs,
                                        const struct declarator *declarator)
{
    const struct derivation *type = declarator_function(declarator);
    struct signature *signature = ARENA_NEW(arena, struct signature);
    struct signature_type *types;
    uint32_t count = 0;

    if (!type || type->is_identifiers || type->is_variadic || (!type->params && !type->is_void) ||
        has_directive(unit, declarator->range) || has_directive(unit, specs->range))
        return NULL;
    for (const struct param *param = type->params; param; param = param->next)
        count++;
    signature->count = count;
    signature->span = unit_span(unit, declarator->token);
    signature->result_span = unit_range_span(unit, type_range(specs));
    signature->result = alike_text(arena, unit, specs, type->next);
    signature->types = types = arena_alloc(arena, count * sizeof *types);
    for (const struct param *param = type->params; param; param = param->next, types++) {
        types->text = alike_parameter(arena, unit, param);
        types->span = unit_range_span(unit, param->range);
    }
    return signature;
}
