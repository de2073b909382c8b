/*
 * Lengths and tags: the user's expressions of members. Values may come from a broken process, so
 * what is computed of them is computed by unsync__length(): once anything overflows, or is divided
 * by zero, the length is too large whatever follows.
 */
#include <string.h>

#include "../tree/spell.h"
#include "crossing.h"

/* The field that the token names, also as a member of a struct without a name; NULL: none. */
static const struct field *find_field(const struct fields *fields, const struct token *token)
{
    for (const struct field *field = fields->first; field; field = field->next) {
        const struct field *inner = NULL;

        if (strlen(field->name) == token->len &&
            memcmp(field->name, token->text, token->len) == 0)
            return field;
        if (field->shape.kind == SHAPE_GROUP && !*field->name)
            inner = find_field(field->shape.fields, token);
        if (inner)
            return inner;
    }
    return NULL;
}

/* A spell_replace: names of fields as members, the nearest struct first. */
static const char *member_token(void *context, uint32_t index)
{
    const struct crossing *at = context;
    const struct token *token = &at->ir->unit->tokens.list[index];
    enum token_kind before = (enum token_kind) token[-1].kind;
    const struct field *field;

    if (token->kind != TOKEN_NAME || before == TOKEN_DOT || before == TOKEN_ARROW)
        return NULL;
    for (; at; at = at->outer)
        if ((field = find_field(at->fields, token)))
            return crossing_member(at, field);
    return NULL;
}

static const char *words_of(const struct crossing *at, struct range range)
{
    struct buffer out = {0};
    const char *text;

    spell_words(&out, at->ir->unit, range, member_token, (void *) at);
    text = ir_text(at->ir, "%s", out.data);
    buffer_free(&out);
    return text;
}

/* The operator as one character. */
static char operator_of(const struct expr *expr)
{
    switch (expr->op) {
    case TOKEN_PLUS:       return '+';
    case TOKEN_MINUS:      return '-';
    case TOKEN_STAR:       return '*';
    case TOKEN_SLASH:      return '/';
    case TOKEN_PERCENT:    return '%';
    case TOKEN_SHIFT_LEFT: return '<';
    default:               return '>';
    }
}

static const char *number(const struct crossing *at, const struct expr *expr)
{
    if (is_computed(expr))
        return ir_text(at->ir, "unsync__length('%c', %s, %s)", operator_of(expr),
                       number(at, expr->kid[0]), number(at, expr->kid[1]));
    if (expr->kind == EXPR_PAREN)
        return ir_text(at->ir, "(%s)", number(at, expr->kid[0]));
    if (expr->kind == EXPR_CONDITIONAL && expr->kid[1])
        return ir_text(at->ir, "%s ? %s : %s", words_of(at, expr->kid[0]->range),
                       number(at, expr->kid[1]), number(at, expr->kid[2]));
    return words_of(at, expr->range);
}

const char *crossing_length(const struct crossing *at, const struct shape *shape)
{
    const char *text;

    if (at->length)
        return at->length;
    text = number(at, shape->len);
    for (const struct derivation *row = shape->rows; row; row = row->next)
        text = ir_text(at->ir, "unsync__length('*', %s, %s)", text, number(at, row->size));
    return ir_text(at->ir, shape->kind == SHAPE_UNION ? "%s" : "(size_t) (%s)", text);
}

const char *crossing_words(const struct crossing *at, const struct shape *shape)
{
    return words_of(at, shape->len->range);
}
