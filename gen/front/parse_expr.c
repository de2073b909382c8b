/*
 * Expressions, as in C11 6.5 with the GNU extensions, and our words. Binary operators climb a table
 * of precedences; the rest is one function a rule. A name is bound to its symbol while its scope is
 * open.
 */
#include "expr_node.h"

static struct expr *parse_cast(struct parser *parser);
static struct expr *parse_unary(struct parser *parser);

/* ---- postfix expressions ---- */

/* An argument may be a type: an unknown macro without a preprocessor, or one of the builtins. */
static struct expr *parse_argument(struct parser *parser)
{
    return at_type_name(parser, 0) ? parse_type_argument(parser) : parse_assignment(parser);
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
    return finish_expr(parser, expr, first);
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

/* __extension__ is as transparent as parentheses are. */
static struct expr *parse_operator(struct parser *parser)
{
    bool is_transparent = here(parser)->kind == TOKEN_EXTENSION;
    struct expr *expr = new_expr(parser, is_transparent ? EXPR_PAREN : EXPR_UNARY);
    uint32_t first = take(parser);

    expr->kid[0] = expr->op == TOKEN_PLUS_PLUS || expr->op == TOKEN_MINUS_MINUS
                       ? parse_unary(parser)
                       : parse_cast(parser);
    return finish_expr(parser, expr, first);
}

/*
 * ( type ) at the cursor: a compound literal if a brace follows, else NULL and the cursor is back.
 */
static struct expr *parse_literal(struct parser *parser)
{
    struct expr *expr = new_expr(parser, EXPR_LITERAL);
    uint32_t first = take(parser);

    expr->type = parse_type_name(parser);
    expect(parser, TOKEN_RPAREN, "after the type");
    if (at_kind(parser, TOKEN_LBRACE)) {
        expr->kid[0] = parse_initializer(parser);
        return parse_suffixes(parser, finish_expr(parser, expr, first));
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
        return finish_expr(parser, expr, first);
    }
    expr->kid[0] = parse_literal(parser);
    if (expr->kid[0]->kind == EXPR_CAST) { /* no brace followed: just the type */
        expr->type = expr->kid[0]->type;
        expr->kid[0] = NULL;
    }
    return finish_expr(parser, expr, first);
}

static struct expr *parse_label_address(struct parser *parser)
{
    struct expr *expr = new_expr(parser, EXPR_LABEL_ADDRESS);
    uint32_t first = take(parser);

    expr->name = here(parser)->name;
    expr->token = expect(parser, TOKEN_NAME, "as the label's name");
    return finish_expr(parser, expr, first);
}

/*
 * `await (x).y`: is it `await ((x).y)`, as an operator binds, or `(await(x)).y`, as the spelling
 * for plain compilers reads? Both are written in good faith, so neither is taken.
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
    fail_at(parser, DIAG_AWAIT_TWO_WAYS, word->token,
            "write (await x).y to use a part of the result, await ((x).y) to wait for that part",
            "this '%s (...)' can be read in two ways",
            parser->tokens[word->token].name->text);
}

/* `yield;`, `x = yield;`: of a generator without values. */
static bool ends_expression(enum token_kind kind)
{
    return kind == TOKEN_SEMICOLON || kind == TOKEN_RPAREN || kind == TOKEN_COMMA ||
           kind == TOKEN_RBRACE || kind == TOKEN_RBRACKET || kind == TOKEN_COLON;
}

static struct expr *parse_word(struct parser *parser, enum expr_kind kind)
{
    struct expr *expr = new_expr(parser, kind);
    uint32_t first = take(parser);

    parser->awaits = first + 1;
    *vector_push(&parser->unit->awaits) = first;
    if (kind == EXPR_YIELD) {
        if (!ends_expression((enum token_kind) here(parser)->kind))
            expr->kid[0] = parse_assignment(parser);
        return finish_expr(parser, expr, first);
    }
    expr->kid[0] = parse_cast(parser);
    refuse_ambiguous(parser, expr);
    return finish_expr(parser, expr, first);
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
        finish_expr(parser, expr, expr->token);
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
        left = finish_expr(parser, expr, left->range.first);
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
    return finish_expr(parser, expr, condition->range.first);
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
    return finish_expr(parser, expr, left->range.first);
}

struct expr *parse_expression(struct parser *parser)
{
    struct expr *left = parse_assignment(parser);

    while (at_kind(parser, TOKEN_COMMA)) {
        struct expr *expr = new_expr(parser, EXPR_COMMA);

        take(parser);
        expr->kid[0] = left;
        expr->kid[1] = parse_assignment(parser);
        left = finish_expr(parser, expr, left->range.first);
    }
    return left;
}
