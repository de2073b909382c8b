/*
 * Expressions, as in C11 6.5 with the GNU extensions, and our words. Binary operators climb a table of
 * precedences; the rest is one function a rule. A name is bound to its symbol while its scope is open.
 */
#include "parse.h"

#include <string.h>

/* ---- nodes ---- */

static void deepen(struct expr *expr, const struct expr *child)
{
    if (child && expr->depth <= child->depth)
        expr->depth = child->depth + 1;
}

/* Ends a node after its last token was taken. */
static struct expr *finish(struct parser *parser, struct expr *expr, uint32_t first)
{
    expr->range = range_from(parser, first);
    expr->has_await = has_await_since(parser, first);
    expr->has_directive = has_directive_since(parser, first);
    expr->depth = 1;
    for (int i = 0; i < 3; i++)
        deepen(expr, expr->kid[i]);
    for (const struct expr *item = expr->list; item; item = item->next)
        deepen(expr, item);
    if (expr->depth > EXPR_DEPTH_MAX)
        fail_at(parser, first, NULL, "this expression is too large (more than %d operators deep)",
                EXPR_DEPTH_MAX);
    return expr;
}

static struct expr *new_expr(struct parser *parser, enum expr_kind kind)
{
    struct expr *expr = ARENA_NEW(parser->arena, struct expr);

    expr->kind = kind;
    expr->token = parser->at;
    expr->op = (enum token_kind) here(parser)->kind;
    return expr;
}

static struct expr *parse_cast(struct parser *parser);
static struct expr *parse_unary(struct parser *parser);

/* ---- primary expressions ---- */

static bool at_string(const struct parser *parser)
{
    static const char *const made[] = {"__FILE__", "__DATE__", "__TIME__", "__BASE_FILE__",
                                       "__TIMESTAMP__"};
    const struct token *token = here(parser);

    if (token->kind == TOKEN_STRING)
        return true;
    if (token->kind == TOKEN_NAME && token->name->text[0] == '_')
        for (size_t i = 0; i < sizeof made / sizeof *made; i++)
            if (strcmp(token->name->text, made[i]) == 0)
                return true;
    return false;
}

static struct expr *parse_string(struct parser *parser)
{
    struct expr *expr = new_expr(parser, EXPR_STRING);
    uint32_t first = parser->at;

    while (at_string(parser))
        take(parser);
    return finish(parser, expr, first);
}

static struct expr *parse_leaf(struct parser *parser, enum expr_kind kind)
{
    struct expr *expr = new_expr(parser, kind);
    uint32_t first = parser->at;

    if (kind == EXPR_NAME) {
        expr->name = here(parser)->name;
        expr->symbol = expr->name->binding;
    }
    take(parser);
    return finish(parser, expr, first);
}

/* The cursor is on the ( of ({ ... }). */
static struct expr *parse_block_expression(struct parser *parser)
{
    struct expr *expr = new_expr(parser, EXPR_BLOCK);
    uint32_t first = take(parser);

    expr->body = parse_compound(parser);
    expect(parser, TOKEN_RPAREN, "after the statement expression");
    return finish(parser, expr, first);
}

static struct expr *parse_paren(struct parser *parser)
{
    struct expr *expr;
    uint32_t first;

    if (kind_ahead(parser, 1) == TOKEN_LBRACE)
        return parse_block_expression(parser);
    expr = new_expr(parser, EXPR_PAREN);
    first = take(parser);
    expr->kid[0] = parse_expression(parser);
    expect(parser, TOKEN_RPAREN, "after the expression");
    return finish(parser, expr, first);
}

static struct expr *parse_association(struct parser *parser)
{
    struct expr *expr = new_expr(parser, EXPR_ASSOCIATION);
    uint32_t first = parser->at;

    if (!take_if(parser, TOKEN_DEFAULT))
        expr->type = parse_type_name(parser);
    expect(parser, TOKEN_COLON, "in _Generic");
    expr->kid[0] = parse_assignment(parser);
    return finish(parser, expr, first);
}

static struct expr *parse_generic(struct parser *parser)
{
    struct expr *expr = new_expr(parser, EXPR_GENERIC), **end = &expr->list;
    uint32_t first = take(parser);

    expect(parser, TOKEN_LPAREN, "after _Generic");
    expr->kid[0] = parse_assignment(parser);
    while (take_if(parser, TOKEN_COMMA)) {
        *end = parse_association(parser);
        end = &(*end)->next;
    }
    expect(parser, TOKEN_RPAREN, "at the end of _Generic");
    return finish(parser, expr, first);
}

static struct expr *type_argument(struct parser *parser)
{
    struct expr *expr = new_expr(parser, EXPR_TYPE);
    uint32_t first = parser->at;

    expr->type = parse_type_name(parser);
    return finish(parser, expr, first);
}

static struct designator *parse_designators(struct parser *parser);

/* __builtin_offsetof(type, member.member[index]) */
static struct expr *parse_offsetof(struct parser *parser)
{
    struct expr *expr = new_expr(parser, EXPR_OFFSETOF);
    struct designator *member = ARENA_NEW(parser->arena, struct designator);
    uint32_t first = take(parser);

    expect(parser, TOKEN_LPAREN, "after __builtin_offsetof");
    expr->type = parse_type_name(parser);
    expect(parser, TOKEN_COMMA, "in __builtin_offsetof");
    member->name = here(parser)->name;
    member->token = expect(parser, TOKEN_NAME, "in __builtin_offsetof");
    member->range = range_from(parser, member->token);
    member->next = parse_designators(parser);
    expr->designators = member;
    expect(parser, TOKEN_RPAREN, "at the end of __builtin_offsetof");
    return finish(parser, expr, first);
}

static struct expr *parse_va_arg(struct parser *parser)
{
    struct expr *expr = new_expr(parser, EXPR_VA_ARG);
    uint32_t first = take(parser);

    expect(parser, TOKEN_LPAREN, "after va_arg");
    expr->kid[0] = parse_assignment(parser);
    expect(parser, TOKEN_COMMA, "in va_arg");
    expr->type = parse_type_name(parser);
    expect(parser, TOKEN_RPAREN, "at the end of va_arg");
    return finish(parser, expr, first);
}

/* __builtin_types_compatible_p(type, type), as a call without a callee's symbol. */
static struct expr *parse_types_compatible(struct parser *parser)
{
    struct expr *expr = new_expr(parser, EXPR_CALL);
    uint32_t first = parser->at;

    expr->kid[0] = parse_leaf(parser, EXPR_NAME);
    expect(parser, TOKEN_LPAREN, "after __builtin_types_compatible_p");
    expr->list = type_argument(parser);
    expect(parser, TOKEN_COMMA, "in __builtin_types_compatible_p");
    expr->list->next = type_argument(parser);
    expect(parser, TOKEN_RPAREN, "at the end of __builtin_types_compatible_p");
    return finish(parser, expr, first);
}

static struct expr *parse_primary(struct parser *parser)
{
    if (at_string(parser))
        return parse_string(parser);
    switch (here(parser)->kind) {
    case TOKEN_NAME:             return parse_leaf(parser, EXPR_NAME);
    case TOKEN_NUMBER:           return parse_leaf(parser, EXPR_NUMBER);
    case TOKEN_CHARACTER:        return parse_leaf(parser, EXPR_CHARACTER);
    case TOKEN_LPAREN:           return parse_paren(parser);
    case TOKEN_GENERIC:          return parse_generic(parser);
    case TOKEN_OFFSETOF:         return parse_offsetof(parser);
    case TOKEN_VA_ARG:           return parse_va_arg(parser);
    case TOKEN_TYPES_COMPATIBLE: return parse_types_compatible(parser);
    default:                     fail_expected(parser, "an expression");
    }
}

/* ---- postfix expressions ---- */

/* An argument may be a type: an unknown macro without a preprocessor, or one of the builtins. */
static struct expr *parse_argument(struct parser *parser)
{
    return at_type_name(parser, 0) ? type_argument(parser) : parse_assignment(parser);
}

static void parse_arguments(struct parser *parser, struct expr *call)
{
    struct expr **end = &call->list;

    take(parser);
    if (!at_kind(parser, TOKEN_RPAREN))
        do {
            *end = parse_argument(parser);
            end = &(*end)->next;
        } while (take_if(parser, TOKEN_COMMA));
    expect(parser, TOKEN_RPAREN, "after the arguments");
}

static void parse_member(struct parser *parser, struct expr *expr)
{
    take(parser);
    expr->name = here(parser)->name;
    expr->token = expect(parser, TOKEN_NAME, "as the member's name");
}

static struct expr *parse_suffix(struct parser *parser, struct expr *operand, enum expr_kind kind)
{
    struct expr *expr = new_expr(parser, kind);
    uint32_t first = operand->range.first;

    expr->kid[0] = operand;
    switch (kind) {
    case EXPR_INDEX:
        take(parser);
        expr->kid[1] = parse_expression(parser);
        expect(parser, TOKEN_RBRACKET, "after the index");
        break;
    case EXPR_CALL:
        parse_arguments(parser, expr);
        break;
    case EXPR_MEMBER:
        parse_member(parser, expr);
        break;
    default:
        take(parser);
    }
    return finish(parser, expr, first);
}

static struct expr *parse_suffixes(struct parser *parser, struct expr *expr)
{
    for (;;) {
        switch (here(parser)->kind) {
        case TOKEN_LBRACKET:
            expr = parse_suffix(parser, expr, EXPR_INDEX);
            break;
        case TOKEN_LPAREN:
            expr = parse_suffix(parser, expr, EXPR_CALL);
            break;
        case TOKEN_DOT: case TOKEN_ARROW:
            expr = parse_suffix(parser, expr, EXPR_MEMBER);
            break;
        case TOKEN_PLUS_PLUS: case TOKEN_MINUS_MINUS:
            expr = parse_suffix(parser, expr, EXPR_POSTFIX);
            break;
        default:
            return expr;
        }
    }
}

/* ---- unary expressions and casts ---- */

static struct expr *parse_operator(struct parser *parser)
{
    struct expr *expr = new_expr(parser, EXPR_UNARY);
    uint32_t first = take(parser);

    expr->kid[0] = expr->op == TOKEN_PLUS_PLUS || expr->op == TOKEN_MINUS_MINUS
                       ? parse_unary(parser)
                       : parse_cast(parser);
    return finish(parser, expr, first);
}

/* ( type ) at the cursor: a compound literal if a brace follows, else NULL and the cursor is back. */
static struct expr *parse_literal(struct parser *parser)
{
    struct expr *expr = new_expr(parser, EXPR_LITERAL);
    uint32_t first = take(parser);

    expr->type = parse_type_name(parser);
    expect(parser, TOKEN_RPAREN, "after the type");
    if (at_kind(parser, TOKEN_LBRACE)) {
        expr->kid[0] = parse_initializer(parser);
        return parse_suffixes(parser, finish(parser, expr, first));
    }
    expr->kind = EXPR_CAST;
    return expr;
}

static struct expr *parse_sizeof(struct parser *parser)
{
    struct expr *expr = new_expr(parser, EXPR_SIZEOF);
    uint32_t first = take(parser);

    if (!at_kind(parser, TOKEN_LPAREN) || !at_type_name(parser, 1)) {
        expr->kid[0] = parse_unary(parser);
        return finish(parser, expr, first);
    }
    expr->kid[0] = parse_literal(parser);
    if (expr->kid[0]->kind == EXPR_CAST) { /* no brace followed: just the type */
        expr->type = expr->kid[0]->type;
        expr->kid[0] = NULL;
    }
    return finish(parser, expr, first);
}

static struct expr *parse_label_address(struct parser *parser)
{
    struct expr *expr = new_expr(parser, EXPR_LABEL_ADDRESS);
    uint32_t first = take(parser);

    expr->name = here(parser)->name;
    expr->token = expect(parser, TOKEN_NAME, "as the label's name");
    return finish(parser, expr, first);
}

/*
 * `await (x).y`: is it `await ((x).y)`, as an operator binds, or `(await(x)).y`, as the spelling for
 * plain compilers reads? Both are written in good faith, so neither is taken.
 */
static void refuse_ambiguous(struct parser *parser, const struct expr *word)
{
    const struct expr *outer = NULL, *expr = word->kid[0];

    while (expr->kind == EXPR_MEMBER || expr->kind == EXPR_INDEX || expr->kind == EXPR_POSTFIX ||
           expr->kind == EXPR_CALL) {
        outer = expr;
        expr = expr->kid[0];
    }
    if (!outer || outer->kind == EXPR_CALL || expr->kind != EXPR_PAREN)
        return;
    fail_at(parser, word->token,
            "write (await x).y to use a part of the result, await ((x).y) to wait for that part",
            "this '%s (...)' can be read in two ways",
            parser->tokens[word->token].name->text);
}

static struct expr *parse_word(struct parser *parser, enum expr_kind kind)
{
    struct expr *expr = new_expr(parser, kind);
    uint32_t first = take(parser);

    parser->awaits = first + 1;
    *vector_push(&parser->unit->awaits) = first;
    expr->kid[0] = kind == EXPR_YIELD ? parse_assignment(parser) : parse_cast(parser);
    refuse_ambiguous(parser, expr);
    return finish(parser, expr, first);
}

static struct expr *parse_unary(struct parser *parser)
{
    struct expr *expr;

    nest_enter(parser);
    switch (here(parser)->kind) {
    case TOKEN_PLUS_PLUS: case TOKEN_MINUS_MINUS: case TOKEN_AND: case TOKEN_STAR:
    case TOKEN_PLUS: case TOKEN_MINUS: case TOKEN_TILDE: case TOKEN_NOT: case TOKEN_REAL:
    case TOKEN_IMAG: case TOKEN_EXTENSION:
        expr = parse_operator(parser);
        break;
    case TOKEN_SIZEOF: case TOKEN_ALIGNOF:
        expr = parse_sizeof(parser);
        break;
    case TOKEN_AND_AND:
        expr = parse_label_address(parser);
        break;
    default:
        if (at_word(parser, WORD_AWAIT))
            expr = parse_word(parser, EXPR_AWAIT);
        else if (at_word(parser, WORD_CATCH))
            expr = parse_word(parser, EXPR_CATCH);
        else
            expr = parse_suffixes(parser, parse_primary(parser));
    }
    nest_leave(parser);
    return expr;
}

static struct expr *parse_cast(struct parser *parser)
{
    struct expr *expr;

    if (!at_kind(parser, TOKEN_LPAREN) || !at_type_name(parser, 1))
        return parse_unary(parser);
    nest_enter(parser);
    expr = parse_literal(parser);
    if (expr->kind == EXPR_CAST) {
        expr->kid[0] = parse_cast(parser);
        finish(parser, expr, expr->token);
    }
    nest_leave(parser);
    return expr;
}

/* ---- binary expressions ---- */

static int precedence(enum token_kind kind)
{
    switch (kind) {
    case TOKEN_STAR: case TOKEN_SLASH: case TOKEN_PERCENT:
        return 10;
    case TOKEN_PLUS: case TOKEN_MINUS:
        return 9;
    case TOKEN_SHIFT_LEFT: case TOKEN_SHIFT_RIGHT:
        return 8;
    case TOKEN_LESS: case TOKEN_GREATER: case TOKEN_LESS_EQUAL: case TOKEN_GREATER_EQUAL:
        return 7;
    case TOKEN_EQUAL_EQUAL: case TOKEN_NOT_EQUAL:
        return 6;
    case TOKEN_AND:
        return 5;
    case TOKEN_XOR:
        return 4;
    case TOKEN_OR:
        return 3;
    case TOKEN_AND_AND:
        return 2;
    case TOKEN_OR_OR:
        return 1;
    default:
        return 0;
    }
}

/* Operators of at least `lowest`, from left to right. */
static struct expr *parse_binary(struct parser *parser, int lowest)
{
    struct expr *left = parse_cast(parser);
    int level;

    while ((level = precedence((enum token_kind) here(parser)->kind)) >= lowest) {
        struct expr *expr = new_expr(parser, EXPR_BINARY);

        take(parser);
        expr->kid[0] = left;
        expr->kid[1] = parse_binary(parser, level + 1);
        left = finish(parser, expr, left->range.first);
    }
    return left;
}

struct expr *parse_constant(struct parser *parser)
{
    struct expr *condition = parse_binary(parser, 1), *expr;

    if (!at_kind(parser, TOKEN_QUESTION))
        return condition;
    nest_enter(parser);
    expr = new_expr(parser, EXPR_CONDITIONAL);
    take(parser);
    expr->kid[0] = condition;
    if (!at_kind(parser, TOKEN_COLON))
        expr->kid[1] = parse_expression(parser);
    expect(parser, TOKEN_COLON, "in the conditional expression");
    expr->kid[2] = parse_constant(parser);
    nest_leave(parser);
    return finish(parser, expr, condition->range.first);
}

static bool is_assignment(enum token_kind kind)
{
    return kind >= TOKEN_ASSIGN && kind <= TOKEN_OR_ASSIGN;
}

struct expr *parse_assignment(struct parser *parser)
{
    struct expr *left, *expr;

    if (at_word(parser, WORD_YIELD))
        return parse_word(parser, EXPR_YIELD);
    if (at_word(parser, WORD_YIELD_FROM))
        return parse_word(parser, EXPR_YIELD_FROM);
    left = parse_constant(parser);
    if (!is_assignment((enum token_kind) here(parser)->kind))
        return left;
    nest_enter(parser);
    expr = new_expr(parser, EXPR_ASSIGN);
    take(parser);
    expr->kid[0] = left;
    expr->kid[1] = parse_assignment(parser);
    nest_leave(parser);
    return finish(parser, expr, left->range.first);
}

struct expr *parse_expression(struct parser *parser)
{
    struct expr *left = parse_assignment(parser);

    while (at_kind(parser, TOKEN_COMMA)) {
        struct expr *expr = new_expr(parser, EXPR_COMMA);

        take(parser);
        expr->kid[0] = left;
        expr->kid[1] = parse_assignment(parser);
        left = finish(parser, expr, left->range.first);
    }
    return left;
}

/* ---- initialisers ---- */

static struct designator *parse_designator(struct parser *parser)
{
    struct designator *designator = ARENA_NEW(parser->arena, struct designator);
    uint32_t first = take(parser); /* . or [ */

    if (parser->tokens[first].kind == TOKEN_DOT) {
        designator->name = here(parser)->name;
        designator->token = expect(parser, TOKEN_NAME, "as the member's name");
    } else {
        designator->index = parse_constant(parser);
        if (take_if(parser, TOKEN_ELLIPSIS))
            designator->high = parse_constant(parser);
        expect(parser, TOKEN_RBRACKET, "after the index");
    }
    designator->range = range_from(parser, first);
    return designator;
}

static struct designator *parse_designators(struct parser *parser)
{
    struct designator *list = NULL, **end = &list;

    while (at_kind(parser, TOKEN_DOT) || at_kind(parser, TOKEN_LBRACKET)) {
        *end = parse_designator(parser);
        end = &(*end)->next;
    }
    return list;
}

static struct expr *parse_init_item(struct parser *parser)
{
    struct expr *expr = new_expr(parser, EXPR_INIT_ITEM);
    uint32_t first = parser->at;

    if (at_kind(parser, TOKEN_NAME) && kind_ahead(parser, 1) == TOKEN_COLON) { /* old: name: x */
        expr->designators = ARENA_NEW(parser->arena, struct designator);
        expr->designators->name = here(parser)->name;
        expr->designators->token = take(parser);
        expr->designators->range = range_from(parser, first);
        take(parser);
    } else if ((expr->designators = parse_designators(parser))) {
        take_if(parser, TOKEN_ASSIGN); /* old: [1] x */
    }
    expr->kid[0] = parse_initializer(parser);
    return finish(parser, expr, first);
}

struct expr *parse_initializer(struct parser *parser)
{
    struct expr *expr, **end;
    uint32_t first;

    if (!at_kind(parser, TOKEN_LBRACE))
        return parse_assignment(parser);
    nest_enter(parser);
    expr = new_expr(parser, EXPR_INIT_LIST);
    end = &expr->list;
    first = take(parser);
    while (!at_kind(parser, TOKEN_RBRACE)) {
        *end = parse_init_item(parser);
        end = &(*end)->next;
        if (!take_if(parser, TOKEN_COMMA))
            break;
    }
    expect(parser, TOKEN_RBRACE, "at the end of the initialiser");
    nest_leave(parser);
    return finish(parser, expr, first);
}
