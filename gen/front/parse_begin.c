/*
 * What begins here: a declaration, a type name, or an expression? Decided by looking ahead; nothing
 * is taken. Where the facts are complete this is C's own rule. Where they are not, an unknown name
 * is a type only in places where no expression would make sense.
 */
#include "branch.h"
#include "parse.h"

bool begins_specifier(enum token_kind kind)
{
    switch (kind) {
    case TOKEN_AUTO: case TOKEN_CHAR: case TOKEN_CONST: case TOKEN_DOUBLE: case TOKEN_ENUM:
    case TOKEN_EXTERN: case TOKEN_FLOAT: case TOKEN_INLINE: case TOKEN_INT: case TOKEN_LONG:
    case TOKEN_REGISTER: case TOKEN_RESTRICT: case TOKEN_SHORT: case TOKEN_SIGNED:
    case TOKEN_STATIC: case TOKEN_STRUCT: case TOKEN_TYPEDEF: case TOKEN_UNION:
    case TOKEN_UNSIGNED: case TOKEN_VOID: case TOKEN_VOLATILE: case TOKEN_ALIGNAS:
    case TOKEN_ATOMIC: case TOKEN_BOOL: case TOKEN_COMPLEX: case TOKEN_IMAGINARY:
    case TOKEN_NORETURN: case TOKEN_THREAD_LOCAL: case TOKEN_AUTO_TYPE: case TOKEN_TYPEOF:
    case TOKEN_INT128: case TOKEN_BUILTIN_TYPE:
        return true;
    default:
        return false;
    }
}

/* unsync_task_of(T) and its like, where the macro was not expanded. */
bool is_task_of(const struct parser *parser, uint32_t index)
{
    const struct token *token = &parser->tokens[index];

    return token->kind == TOKEN_NAME && token->name->operation >= WORD_TASK_OF &&
           kind_after(parser, index, 1) == TOKEN_LPAREN;
}

/*
 * A name of which nothing is known: without a preprocessor it may be a type all the same, and in
 * the branch of an #if that the preprocessor left out.
 */
bool is_unknown_name(const struct parser *parser, uint32_t index)
{
    const struct token *token = &parser->tokens[index];

    return token->kind == TOKEN_NAME && !token->name->binding && !token->name->fact &&
           !(parser->has_words && token->name->operation) &&
           (!parser->is_complete || branch_depth(parser->unit, index));
}

/* `( name ) operand` and `( name * )`: what an unknown name means behind a parenthesis. */
static bool reads_as_type(const struct parser *parser, uint32_t index)
{
    enum token_kind next = kind_after(parser, index, 1), after = kind_after(parser, index, 2);

    if (next == TOKEN_STAR)
        return after == TOKEN_RPAREN || after == TOKEN_STAR;
    return next == TOKEN_RPAREN &&
           (after == TOKEN_NAME || after == TOKEN_NUMBER || after == TOKEN_STRING ||
            after == TOKEN_CHARACTER || after == TOKEN_SIZEOF || after == TOKEN_NOT ||
            after == TOKEN_TILDE || after == TOKEN_LBRACE);
}

static bool type_name_at(const struct parser *parser, uint32_t index)
{
    enum token_kind kind = (enum token_kind) parser->tokens[index].kind;

    if (kind == TOKEN_EXTENSION)
        return type_name_at(parser, index_after(parser, index, 1));
    if (kind == TOKEN_NAME)
        return is_typedef_name(parser->tokens[index].name) || is_task_of(parser, index) ||
               (is_unknown_name(parser, index) && reads_as_type(parser, index));
    return kind == TOKEN_ATTRIBUTE || begins_specifier(kind);
}

bool at_type_name(const struct parser *parser, uint32_t count)
{
    return type_name_at(parser, index_after(parser, parser->at, count));
}

/* `name name`, and what no expression statement would say of an unknown name: `name *x;`. */
static bool name_declares(const struct parser *parser, uint32_t index)
{
    const struct name *name = parser->tokens[index].name;
    enum token_kind next = kind_after(parser, index, 1);
    uint32_t stars = 1;

    if (next == TOKEN_NAME)
        return !(parser->has_words && name->operation);
    if (next == TOKEN_COLON)
        return false;
    if (is_typedef_name(name) || is_task_of(parser, index))
        return true;
    if (next != TOKEN_STAR || !is_unknown_name(parser, index))
        return false;
    while (kind_after(parser, index, stars) == TOKEN_STAR ||
           kind_after(parser, index, stars) == TOKEN_CONST)
        stars++;
    next = kind_after(parser, index, stars + 1);
    return kind_after(parser, index, stars) == TOKEN_NAME &&
           (next == TOKEN_SEMICOLON || next == TOKEN_ASSIGN || next == TOKEN_COMMA ||
            next == TOKEN_LBRACKET);
}

/* The index after the attribute groups at `index`. */
static uint32_t skip_attributes(const struct parser *parser, uint32_t index)
{
    const struct token *tokens = parser->tokens;

    while (tokens[index].kind == TOKEN_ATTRIBUTE || tokens[index].kind == TOKEN_LBRACKET) {
        int depth = 0;

        if (tokens[index].kind == TOKEN_ATTRIBUTE)
            index = index_after(parser, index, 1);
        do {
            if (tokens[index].kind == TOKEN_LPAREN || tokens[index].kind == TOKEN_LBRACKET)
                depth++;
            if (tokens[index].kind == TOKEN_RPAREN || tokens[index].kind == TOKEN_RBRACKET)
                depth--;
            index = index_after(parser, index, 1);
        } while (depth > 0 && tokens[index].kind != TOKEN_END);
    }
    return index;
}

/* `__extension__` and attributes stand before declarations and before other things. */
static bool declaration_at(const struct parser *parser, uint32_t index)
{
    enum token_kind kind = (enum token_kind) parser->tokens[index].kind;

    if (kind == TOKEN_NAME)
        return name_declares(parser, index);
    if (kind == TOKEN_EXTENSION)
        return declaration_at(parser, index_after(parser, index, 1));
    if (kind == TOKEN_ATTRIBUTE ||
        (kind == TOKEN_LBRACKET && kind_after(parser, index, 1) == TOKEN_LBRACKET))
        return declaration_at(parser, skip_attributes(parser, index));
    return begins_specifier(kind) || kind == TOKEN_MARK;
}

bool at_declaration(const struct parser *parser)
{
    return declaration_at(parser, parser->at) || at_attribute_mark(parser);
}
