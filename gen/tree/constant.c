#include "constant.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "declare.h"

/* `is_int`: of type int, so that it may be computed with; else of some other integer type. */
struct value {
    int64_t number;
    bool is_known, is_int;
};

static const struct value unknown = {0, false, false};

static struct value evaluate(const struct unit *unit, const struct expr *expr);

static struct value int_value(int64_t number)
{
    if (number < INT32_MIN || number > INT32_MAX)
        return unknown;
    return (struct value) {number, true, true};
}

/* ---- leaves ---- */

/* Of a decimal, octal, hexadecimal or binary number with any suffix; a 0.5 is none. */
static struct value number_value(const struct token *token)
{
    char text[32], *end;
    struct value value = {0, true, false};
    bool is_binary;

    if (token->len >= sizeof text)
        return unknown;
    memcpy(text, token->text, token->len);
    text[token->len] = '\0';
    is_binary = text[0] == '0' && (text[1] == 'b' || text[1] == 'B');
    errno = 0;
    value.number = strtoll(is_binary ? text + 2 : text, &end, is_binary ? 2 : 0);
    if (errno || end[strspn(end, "uUlL")])
        return unknown;
    value.is_int = !*end && value.number <= INT32_MAX;
    return value;
}

/* 'a', '\0', '\n'; not the other escapes, L'a' or what needs more than a byte. */
static struct value character_value(const struct token *token)
{
    static const char letters[] = "0abtnvfr\\'\"?", codes[] = "\0\a\b\t\n\v\f\r\\'\"?";
    const char *text = token->text, *letter;

    if (token->len == 3 && text[0] == '\'' && text[1] > 0)
        return int_value(text[1]);
    if (token->len != 4 || text[0] != '\'' || text[1] != '\\')
        return unknown;
    letter = strchr(letters, text[2]);
    return letter ? int_value(codes[letter - letters]) : unknown;
}

/* Of type int, if the enum says no other. */
static struct value enumerator_value(int32_t number, bool is_fixed)
{
    struct value value = int_value(number);

    value.is_int = !is_fixed;
    return value;
}

/* An enumerator of a block or of the file. */
static struct value name_value(const struct expr *expr)
{
    const struct symbol *symbol = expr->symbol;
    const struct fact *fact = expr->name->fact;

    if (symbol)
        return symbol->kind == SYMBOL_ENUMERATOR && symbol->is_valued && !symbol->redeclared
                   ? enumerator_value(symbol->value, symbol->is_fixed) : unknown;
    return fact && fact->kind == FACT_ENUMERATOR && fact->flags & FACT_VALUED
               ? enumerator_value(fact->value, fact->flags & FACT_FIXED) : unknown;
}

/* ---- operators ---- */

static struct value unary_value(const struct unit *unit, const struct expr *expr)
{
    struct value value = evaluate(unit, expr->kid[0]);

    if (!value.is_known)
        return unknown;
    if (expr->op == TOKEN_NOT)
        return int_value(!value.number);
    if (!value.is_int)
        return unknown;
    switch ((enum token_kind) expr->op) {
    case TOKEN_MINUS: return int_value(-value.number);
    case TOKEN_PLUS:  return value;
    case TOKEN_TILDE: return int_value(~value.number);
    default:          return unknown;
    }
}

/* The same in every integer type that both values fit. */
static struct value compared(enum token_kind op, int64_t a, int64_t b)
{
    switch (op) {
    case TOKEN_EQUAL_EQUAL:   return int_value(a == b);
    case TOKEN_NOT_EQUAL:     return int_value(a != b);
    case TOKEN_LESS:          return int_value(a < b);
    case TOKEN_GREATER:       return int_value(a > b);
    case TOKEN_LESS_EQUAL:    return int_value(a <= b);
    case TOKEN_GREATER_EQUAL: return int_value(a >= b);
    default:                  return unknown;
    }
}

static struct value computed(enum token_kind op, int64_t a, int64_t b)
{
    bool shifts = a >= 0 && b >= 0 && b < 31;

    switch (op) {
    case TOKEN_PLUS:        return int_value(a + b);
    case TOKEN_MINUS:       return int_value(a - b);
    case TOKEN_STAR:        return int_value(a * b);
    case TOKEN_SLASH:       return b ? int_value(a / b) : unknown;
    case TOKEN_PERCENT:     return b ? int_value(a % b) : unknown;
    case TOKEN_AND:         return int_value(a & b);
    case TOKEN_OR:          return int_value(a | b);
    case TOKEN_XOR:         return int_value(a ^ b);
    case TOKEN_SHIFT_LEFT:  return shifts ? int_value(a << b) : unknown;
    case TOKEN_SHIFT_RIGHT: return shifts ? int_value(a >> b) : unknown;
    default:                return compared(op, a, b);
    }
}

static struct value binary_value(const struct unit *unit, const struct expr *expr)
{
    struct value a, b;
    enum truth truth;

    if (expr->op == TOKEN_AND_AND || expr->op == TOKEN_OR_OR) {
        truth = constant_truth(unit, expr);
        return truth == MAYBE ? unknown : int_value(truth == ALWAYS);
    }
    a = evaluate(unit, expr->kid[0]);
    b = evaluate(unit, expr->kid[1]);
    if (!a.is_known || !b.is_known)
        return unknown;
    if (a.is_int && b.is_int)
        return computed(expr->op, a.number, b.number);
    return a.number >= 0 && b.number >= 0 ? compared(expr->op, a.number, b.number) : unknown;
}

static struct value conditional_value(const struct unit *unit, const struct expr *expr)
{
    enum truth truth = constant_truth(unit, expr->kid[0]);
    const struct expr *chosen = truth == NEVER ? expr->kid[2]
                                : expr->kid[1] ? expr->kid[1] : expr->kid[0];
    struct value value = truth == MAYBE ? unknown : evaluate(unit, chosen);

    value.is_int = false; /* the other one may have another type */
    return value;
}

/* What every integer type has, bool too. */
static struct value cast_value(const struct unit *unit, const struct expr *expr)
{
    struct value value = evaluate(unit, expr->kid[0]);

    if (value.number < 0 || value.number > 1)
        return unknown;
    value.is_int = false;
    return value;
}

static struct value evaluate(const struct unit *unit, const struct expr *expr)
{
    switch (expr->kind) {
    case EXPR_PAREN:       return evaluate(unit, expr->kid[0]);
    case EXPR_NUMBER:      return number_value(&unit->tokens.list[expr->range.first]);
    case EXPR_CHARACTER:   return character_value(&unit->tokens.list[expr->range.first]);
    case EXPR_NAME:        return name_value(expr);
    case EXPR_UNARY:       return unary_value(unit, expr);
    case EXPR_BINARY:      return binary_value(unit, expr);
    case EXPR_CONDITIONAL: return conditional_value(unit, expr);
    case EXPR_CAST:        return cast_value(unit, expr);
    default:               return unknown;
    }
}

bool constant_value(const struct unit *unit, const struct expr *expr, int64_t *number)
{
    struct value value = evaluate(unit, expr);

    if (value.is_known)
        *number = value.number;
    return value.is_known;
}

/* ---- sizes ---- */

static bool has_size(const struct unit *unit, const struct specs *specs,
                     const struct derivation *step);

/* A struct of GNU C may be empty. */
static bool has_member(const struct unit *unit, const struct tag *tag)
{
    for (const struct decl *member = tag->members; member; member = member->next)
        for (const struct declarator *one = member->declarators; one; one = one->next)
            if (!one->width && has_size(unit, member->specs, one->derivations))
                return true;
    return false;
}

/* Whether it is surely more than 0. */
static bool has_size(const struct unit *unit, const struct specs *specs,
                     const struct derivation *step)
{
    int64_t count;

    for (; step && step->kind == DERIVE_ARRAY; step = step->next)
        if (!step->size || !constant_value(unit, step->size, &count) || count < 1)
            return false;
    if (step)
        return true;
    switch (remaining_class(specs, NULL)) {
    case CLASS_SCALAR: case CLASS_VOID: case CLASS_FUNCTION:
        return true;
    case CLASS_AGGREGATE:
        return specs->tag && has_member(unit, specs->tag);
    default:
        return false;
    }
}

static enum truth size_truth(const struct unit *unit, const struct expr *expr)
{
    const struct expr *operand = expr_bare(expr->kid[0]);
    bool is_something = expr->op == TOKEN_ALIGNOF;

    if (expr->type)
        is_something |= has_size(unit, expr->type->specs, expr->type->declarator->derivations);
    else if (operand->kind == EXPR_NAME && operand->symbol && operand->symbol->decl)
        is_something |= !operand->symbol->redeclared &&
                        has_size(unit, operand->symbol->decl->specs,
                                 operand->symbol->declarator->derivations);
    else
        is_something |= operand->kind == EXPR_NUMBER || operand->kind == EXPR_CHARACTER ||
                        operand->kind == EXPR_STRING;
    return is_something ? ALWAYS : MAYBE;
}

/* ---- conditions ---- */

/* One side of && or || may decide, whatever the other is. */
static enum truth either(const struct unit *unit, const struct expr *expr, enum truth deciding)
{
    enum truth left = constant_truth(unit, expr->kid[0]);
    enum truth right = constant_truth(unit, expr->kid[1]);

    if (left == deciding || right == deciding)
        return deciding;
    return left == MAYBE || right == MAYBE ? MAYBE : left;
}

/* true and false are names where no header has made macros of them. */
static enum truth name_truth(const struct expr *expr)
{
    if (strcmp(expr->name->text, "true") == 0)
        return ALWAYS;
    return strcmp(expr->name->text, "false") == 0 ? NEVER : MAYBE;
}

enum truth constant_truth(const struct unit *unit, const struct expr *expr)
{
    struct value value;

    while (expr->kind == EXPR_PAREN)
        expr = expr->kid[0];
    if (expr->kind == EXPR_STRING) /* assert(!"reached") */
        return ALWAYS;
    if (expr->kind == EXPR_SIZEOF)
        return size_truth(unit, expr);
    if (expr->kind == EXPR_UNARY && expr->op == TOKEN_NOT) {
        enum truth inner = constant_truth(unit, expr->kid[0]);

        return inner == MAYBE ? MAYBE : inner == ALWAYS ? NEVER : ALWAYS;
    }
    if (expr->kind == EXPR_BINARY && (expr->op == TOKEN_AND_AND || expr->op == TOKEN_OR_OR))
        return either(unit, expr, expr->op == TOKEN_AND_AND ? NEVER : ALWAYS);
    value = evaluate(unit, expr->kind == EXPR_CAST ? expr->kid[0] : expr);
    if (expr->kind == EXPR_CAST && (value.number < 0 || value.number > 127)) /* to char? */
        return MAYBE;
    if (value.is_known)
        return value.number ? ALWAYS : NEVER;
    return expr->kind == EXPR_NAME && !expr->symbol ? name_truth(expr) : MAYBE;
}

/* ---- enumerators ---- */

void constant_enumerator(const struct unit *unit, struct enumerator *one,
                         const struct enumerator *before)
{
    one->number = before ? before->number + 1 : 0;
    one->is_valued = !before || before->is_valued;
    if (one->value)
        one->is_valued = constant_value(unit, one->value, &one->number);
    one->is_valued &= one->number >= INT32_MIN && one->number <= INT32_MAX;
    if (one->symbol) {
        one->symbol->is_valued = one->is_valued;
        one->symbol->is_fixed = one->is_fixed;
        one->symbol->value = (int32_t) one->number;
    }
}
