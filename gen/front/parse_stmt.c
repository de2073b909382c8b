/*
 * Statements, as in C11 6.8 with the GNU extensions, and defer. Directives between statements
 * become statements themselves.
 */
#include "parse.h"

static struct stmt *parse_statement(struct parser *parser);

static struct stmt *new_stmt(struct parser *parser, enum stmt_kind kind)
{
    struct stmt *stmt = ARENA_NEW(parser->arena, struct stmt);

    stmt->kind = kind;
    stmt->token = parser->at;
    stmt->range.end = parser->labels; /* until finish(): labels before it */
    return stmt;
}

static struct stmt *finish(struct parser *parser, struct stmt *stmt, uint32_t first)
{
    stmt->has_label = parser->labels != stmt->range.end;
    stmt->range = range_from(parser, first);
    stmt->has_await = has_await_since(parser, first);
    stmt->has_directive = has_directive_since(parser, first);
    return stmt;
}

static struct expr *parse_condition(struct parser *parser)
{
    struct expr *expr;

    expect(parser, TOKEN_LPAREN, "before the condition");
    expr = parse_expression(parser);
    expect(parser, TOKEN_RPAREN, "after the condition");
    return expr;
}

/* ---- one function a statement; the cursor is on its first token ---- */

static struct stmt *parse_if(struct parser *parser)
{
    struct stmt *stmt = new_stmt(parser, STMT_IF);
    uint32_t first = take(parser);

    stmt->expr = parse_condition(parser);
    stmt->body = parse_statement(parser);
    if (take_if(parser, TOKEN_ELSE))
        stmt->otherwise = parse_statement(parser);
    return finish(parser, stmt, first);
}

/* while and switch */
static struct stmt *parse_while(struct parser *parser, enum stmt_kind kind)
{
    struct stmt *stmt = new_stmt(parser, kind);
    uint32_t first = take(parser);

    stmt->expr = parse_condition(parser);
    stmt->body = parse_statement(parser);
    return finish(parser, stmt, first);
}

static struct stmt *parse_do(struct parser *parser)
{
    struct stmt *stmt = new_stmt(parser, STMT_DO);
    uint32_t first = take(parser);

    stmt->body = parse_statement(parser);
    expect(parser, TOKEN_WHILE, "after the body of do");
    stmt->expr = parse_condition(parser);
    expect(parser, TOKEN_SEMICOLON, "after do ... while");
    return finish(parser, stmt, first);
}

static struct stmt *parse_declaration(struct parser *parser)
{
    struct stmt *stmt = new_stmt(parser, STMT_DECL);
    uint32_t first = parser->at;

    stmt->decl = parse_block_declaration(parser);
    return finish(parser, stmt, first);
}

static struct stmt *parse_expression_statement(struct parser *parser)
{
    struct stmt *stmt = new_stmt(parser, STMT_EXPR);
    uint32_t first = parser->at;

    if (take_if(parser, TOKEN_SEMICOLON)) {
        stmt->kind = STMT_EMPTY;
        return finish(parser, stmt, first);
    }
    stmt->expr = parse_expression(parser);
    if (!at_kind(parser, TOKEN_SEMICOLON))
        fail_expected(parser, "';' after the expression");
    take(parser);
    return finish(parser, stmt, first);
}

static struct stmt *parse_for(struct parser *parser)
{
    struct stmt *stmt = new_stmt(parser, STMT_FOR);
    struct scope_mark scope = scope_open(parser);
    uint32_t first = take(parser);

    stmt->scope = parser->scope;
    expect(parser, TOKEN_LPAREN, "after for");
    if (at_declaration(parser))
        stmt->init = parse_declaration(parser);
    else if (!take_if(parser, TOKEN_SEMICOLON))
        stmt->init = parse_expression_statement(parser);
    if (!at_kind(parser, TOKEN_SEMICOLON))
        stmt->expr = parse_expression(parser);
    expect(parser, TOKEN_SEMICOLON, "after the condition of for");
    if (!at_kind(parser, TOKEN_RPAREN))
        stmt->step = parse_expression(parser);
    expect(parser, TOKEN_RPAREN, "after the head of for");
    stmt->body = parse_statement(parser);
    scope_close(parser, scope);
    return finish(parser, stmt, first);
}

static struct stmt *parse_goto(struct parser *parser)
{
    struct stmt *stmt = new_stmt(parser, STMT_GOTO);
    uint32_t first = take(parser);

    if (take_if(parser, TOKEN_STAR)) {
        stmt->kind = STMT_GOTO_COMPUTED;
        stmt->expr = parse_expression(parser);
    } else {
        stmt->name = here(parser)->name;
        stmt->token = expect(parser, TOKEN_NAME, "as the label's name");
    }
    expect(parser, TOKEN_SEMICOLON, "after goto");
    return finish(parser, stmt, first);
}

/* continue and break */
static struct stmt *parse_jump(struct parser *parser, enum stmt_kind kind)
{
    struct stmt *stmt = new_stmt(parser, kind);
    uint32_t first = take(parser);

    expect(parser, TOKEN_SEMICOLON, kind == STMT_BREAK ? "after break" : "after continue");
    return finish(parser, stmt, first);
}

static struct stmt *parse_return(struct parser *parser)
{
    struct stmt *stmt = new_stmt(parser, STMT_RETURN);
    uint32_t first = take(parser);

    if (!at_kind(parser, TOKEN_SEMICOLON))
        stmt->expr = parse_expression(parser);
    if (!at_kind(parser, TOKEN_SEMICOLON))
        fail_expected(parser, "';' after return");
    take(parser);
    return finish(parser, stmt, first);
}

/* What a label stands before: a statement, a declaration, or the end of the block. */
static struct stmt *parse_labelled(struct parser *parser)
{
    struct piece *ignored = NULL;

    if (at_kind(parser, TOKEN_RBRACE)) {
        struct stmt *empty = new_stmt(parser, STMT_EMPTY);

        empty->has_label = false;
        empty->range = (struct range) {parser->last_end, parser->last_end};
        return empty;
    }
    if (at_declaration(parser))
        return parse_declaration(parser);
    parse_attributes(parser, &ignored); /* L: __attribute__((unused)); */
    return parse_statement(parser);
}

static struct stmt *parse_label(struct parser *parser)
{
    struct stmt *stmt = new_stmt(parser, STMT_LABEL);
    uint32_t first = take(parser);

    parser->labels++;
    stmt->name = parser->tokens[first].name;
    take(parser); /* the colon */
    stmt->body = parse_labelled(parser);
    return finish(parser, stmt, first);
}

static struct stmt *parse_case(struct parser *parser)
{
    struct stmt *stmt = new_stmt(parser, STMT_CASE);
    uint32_t first = take(parser);

    parser->labels++;
    stmt->expr = parse_constant(parser);
    if (take_if(parser, TOKEN_ELLIPSIS))
        stmt->high = parse_constant(parser);
    expect(parser, TOKEN_COLON, "after case");
    stmt->body = parse_labelled(parser);
    return finish(parser, stmt, first);
}

static struct stmt *parse_default(struct parser *parser)
{
    struct stmt *stmt = new_stmt(parser, STMT_DEFAULT);
    uint32_t first = take(parser);

    parser->labels++;
    expect(parser, TOKEN_COLON, "after default");
    stmt->body = parse_labelled(parser);
    return finish(parser, stmt, first);
}

/* [name] "constraint" (expression), ... */
static struct expr **parse_operands(struct parser *parser, struct expr **end)
{
    while (at_kind(parser, TOKEN_STRING) || at_kind(parser, TOKEN_LBRACKET)) {
        if (at_kind(parser, TOKEN_LBRACKET))
            take_group(parser);
        while (take_if(parser, TOKEN_STRING))
            ;
        if (take_if(parser, TOKEN_LPAREN)) { /* a clobber has none */
            *end = parse_expression(parser);
            end = &(*end)->next;
            expect(parser, TOKEN_RPAREN, "after the operand");
        }
        if (!take_if(parser, TOKEN_COMMA))
            break;
    }
    return end;
}

static struct stmt *parse_asm(struct parser *parser)
{
    struct stmt *stmt = new_stmt(parser, STMT_ASM);
    struct expr **end = &stmt->operands;
    uint32_t first = take(parser);

    while (take_if(parser, TOKEN_VOLATILE) || take_if(parser, TOKEN_INLINE) ||
           take_if(parser, TOKEN_GOTO))
        ;
    expect(parser, TOKEN_LPAREN, "after asm");
    while (take_if(parser, TOKEN_STRING))
        ;
    while (take_if(parser, TOKEN_COLON))
        end = parse_operands(parser, end);
    while (take_if(parser, TOKEN_NAME) || take_if(parser, TOKEN_COMMA)) /* labels of asm goto */
        ;
    expect(parser, TOKEN_RPAREN, "at the end of asm");
    expect(parser, TOKEN_SEMICOLON, "after asm");
    return finish(parser, stmt, first);
}

static struct stmt *parse_assertion(struct parser *parser)
{
    struct stmt *stmt = new_stmt(parser, STMT_STATIC_ASSERT);
    uint32_t first = parser->at;

    stmt->expr = parse_static_assert(parser);
    expect(parser, TOKEN_SEMICOLON, "after _Static_assert");
    return finish(parser, stmt, first);
}

static struct stmt *parse_local_label(struct parser *parser)
{
    struct stmt *stmt = new_stmt(parser, STMT_LOCAL_LABEL);
    uint32_t first = take(parser);

    do
        expect(parser, TOKEN_NAME, "as the label's name");
    while (take_if(parser, TOKEN_COMMA));
    expect(parser, TOKEN_SEMICOLON, "after __label__");
    return finish(parser, stmt, first);
}

/* Attributes that belong to no declaration: alone before a ;, or before a statement. */
static struct stmt *parse_attribute_statement(struct parser *parser)
{
    struct stmt *stmt = new_stmt(parser, STMT_ATTRIBUTE);
    struct piece *ignored = NULL;
    uint32_t first = parser->at;

    parse_attributes(parser, &ignored);
    if (!ignored)
        fail_expected(parser, "a statement");
    take_if(parser, TOKEN_SEMICOLON);
    return finish(parser, stmt, first);
}

static struct stmt *parse_pragma(struct parser *parser)
{
    struct stmt *stmt = new_stmt(parser, STMT_DIRECTIVE);
    uint32_t first = take(parser);

    if (!at_kind(parser, TOKEN_LPAREN))
        fail_expected(parser, "'(' after _Pragma");
    take_group(parser);
    finish(parser, stmt, first);
    stmt->has_directive = true;
    return stmt;
}

/* `({ ... });`: a block in the spelling that is plain C. */
static bool at_block_in_parens(struct parser *parser)
{
    uint32_t i = parser->at, depth = 0;

    if (!at_kind(parser, TOKEN_LPAREN) || kind_ahead(parser, 1) != TOKEN_LBRACE)
        return false;
    do {
        depth += parser->tokens[i].kind == TOKEN_LPAREN;
        depth -= parser->tokens[i].kind == TOKEN_RPAREN;
    } while (depth && parser->tokens[i++].kind != TOKEN_END);
    return !depth && parser->tokens[i - 1].kind == TOKEN_RBRACE &&
           parser->tokens[i + 1].kind == TOKEN_SEMICOLON;
}

static struct stmt *parse_defer(struct parser *parser)
{
    struct stmt *stmt = new_stmt(parser, STMT_DEFER);
    uint32_t first = take(parser);

    if (at_block_in_parens(parser)) {
        take(parser);
        stmt->body = parse_compound(parser);
        expect(parser, TOKEN_RPAREN, "after the deferred block");
        expect(parser, TOKEN_SEMICOLON, "after the deferred block");
    } else {
        stmt->body = parse_statement(parser);
    }
    return finish(parser, stmt, first);
}

/* ---- blocks ---- */

/* The directives between the last token taken and the cursor, as statements. */
static struct stmt **add_directives(struct parser *parser, struct stmt **end)
{
    for (uint32_t i = parser->last_end; i < parser->at; i++) {
        struct stmt *stmt = ARENA_NEW(parser->arena, struct stmt);

        stmt->kind = STMT_DIRECTIVE;
        stmt->token = i;
        stmt->range = (struct range) {i, i + 1};
        stmt->has_directive = true;
        *end = stmt;
        end = &stmt->next;
    }
    return end;
}

struct stmt *parse_compound(struct parser *parser)
{
    struct stmt *stmt = new_stmt(parser, STMT_COMPOUND), **end = &stmt->body;
    struct scope_mark scope = scope_open(parser);
    uint32_t first = expect(parser, TOKEN_LBRACE, "at the begin of the block");

    stmt->scope = parser->scope;
    for (;;) {
        end = add_directives(parser, end);
        if (at_kind(parser, TOKEN_RBRACE))
            break;
        if (at_kind(parser, TOKEN_END))
            fail_at(parser, DIAG_UNCLOSED, first, likely_cause(parser), "this '{' is never closed");
        *end = at_declaration(parser) ? parse_declaration(parser) : parse_statement(parser);
        end = &(*end)->next;
    }
    take(parser);
    scope_close(parser, scope);
    return finish(parser, stmt, first);
}

static struct stmt *parse_named(struct parser *parser)
{
    if (kind_ahead(parser, 1) == TOKEN_COLON)
        return parse_label(parser);
    if (at_word(parser, WORD_DEFER))
        return parse_defer(parser);
    return parse_expression_statement(parser);
}

static struct stmt *parse_by_kind(struct parser *parser)
{
    switch (here(parser)->kind) {
    case TOKEN_LBRACE:        return parse_compound(parser);
    case TOKEN_IF:            return parse_if(parser);
    case TOKEN_SWITCH:        return parse_while(parser, STMT_SWITCH);
    case TOKEN_WHILE:         return parse_while(parser, STMT_WHILE);
    case TOKEN_DO:            return parse_do(parser);
    case TOKEN_FOR:           return parse_for(parser);
    case TOKEN_GOTO:          return parse_goto(parser);
    case TOKEN_CONTINUE:      return parse_jump(parser, STMT_CONTINUE);
    case TOKEN_BREAK:         return parse_jump(parser, STMT_BREAK);
    case TOKEN_RETURN:        return parse_return(parser);
    case TOKEN_CASE:          return parse_case(parser);
    case TOKEN_DEFAULT:       return parse_default(parser);
    case TOKEN_ASM:           return parse_asm(parser);
    case TOKEN_STATIC_ASSERT: return parse_assertion(parser);
    case TOKEN_LABEL:         return parse_local_label(parser);
    case TOKEN_PRAGMA:        return parse_pragma(parser);
    case TOKEN_ATTRIBUTE: case TOKEN_LBRACKET:
        return parse_attribute_statement(parser);
    case TOKEN_NAME:          return parse_named(parser);
    default:                  return parse_expression_statement(parser);
    }
}

static struct stmt *parse_statement(struct parser *parser)
{
    struct stmt *stmt;

    nest_enter(parser);
    stmt = parse_by_kind(parser);
    nest_leave(parser);
    return stmt;
}
