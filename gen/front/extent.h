/*
 * Where a declaration of file scope ends, told from its raw tokens: at the ; outside brackets, or
 * at the } of a function's body. Macros are not expanded yet, so it goes by the shape alone; but
 * one that stands for brackets (`#define BEGIN {`) counts as them.
 */
#ifndef GEN_FRONT_EXTENT_H
#define GEN_FRONT_EXTENT_H

#include <stdbool.h>

#include "directive.h"
#include "lex.h"

struct extent {
    bool has_group;   /* a parameter list was seen */
    bool awaits_tag;  /* struct, union or enum: the next brace is its body */
    bool has_assign;  /* = : the next brace is an initialiser */
    bool in_body;     /* inside the function's braces */
    bool ends_in_call; /* a macro brought the end: its arguments are the last */
    uint8_t previous; /* token kind */
};

/* Steps over a token; true: it is the last of the declaration. All zero is the begin. */
bool extent_step(struct extent *extent, struct balance *balance, const struct token *token);

/* The same for the token that the lexer gave last, which may be the name of a macro. */
bool extent_pass(struct extent *extent, struct balance *balance, const struct lexer *lexer,
                 struct source *source, const struct token *token);

#endif
