/*
 * What a DIRECTIVE token says.
 */
#ifndef GEN_FRONT_DIRECTIVE_H
#define GEN_FRONT_DIRECTIVE_H

#include <stdbool.h>
#include <stdint.h>

#include "../base/vector.h"
#include "../tree/token.h"

enum directive {
    DIRECTIVE_IF,      /* #if, #ifdef, #ifndef */
    DIRECTIVE_ELSE,    /* #else, #elif, ... */
    DIRECTIVE_ENDIF,
    DIRECTIVE_DEFINE,
    DIRECTIVE_UNDEF,
    DIRECTIVE_INCLUDE, /* #include, #include_next, #import */
    DIRECTIVE_LINE,    /* #line 12, and the linemarker # 12 "file" */
    DIRECTIVE_OTHER
};

/* Which it is; *rest is what follows the word, *rest_len its length. */
enum directive directive_read(const struct token *token, const char **rest, uint32_t *rest_len);

/* Whether it is #else, #error, #pragma. */
bool directive_is_else(const struct token *token);
bool directive_is_pragma(const struct token *token);
bool directive_is_error(const struct token *token);

/* Whether it is #ifdef or #elifdef, or the negated one of them. */
bool directive_asks_name(const struct token *token, bool *is_negated);

/* Another directive in its place. The text has no line end. */
struct token directive_like(const struct token *other, const char *text);

/* Whether it is `#if 0`: the lexer takes what it leaves out into the same token. */
bool directive_is_dead(const struct token *token);

/*
 * Depth of brackets and braces through conditional branches: each branch of an #if begins at the
 * depth of the #if, and what counts after the #endif is the branch that changes it most, the first
 * of such: what one #if opens in one of its branches another one closes in one.
 */
struct branch {
    int at_if, result;        /* depth at the #if, and after the branch that counts */
    bool has_result;
};

struct balance {
    int depth;
    VECTOR(struct branch) branches;
};

void balance_directive(struct balance *balance, const struct token *token);

/* The name in `"name"` or `<name>`; false: neither. */
bool directive_file(const char *rest, uint32_t len, const char **file, uint32_t *file_len);

#endif
