/*
 * Tokens: what the lexer makes and the tree refers to.
 *
 * A token of an annotated function lives in unit.tokens, after macro expansion. It either stands in
 * the file (call == 0, or it came in through a macro argument: TOKEN_ARGUMENT) or was brought by
 * the macro call number `call`. Text that is printed from tokens goes through gen/tree/spell.h,
 * which puts a macro call that nobody touched back as the user wrote it.
 */
#ifndef GEN_TREE_TOKEN_H
#define GEN_TREE_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#include "../base/intern.h"
#include "../base/source.h"
#include "../base/vector.h"

enum token_kind {
#define TOKEN(id, description) TOKEN_##id,
#define PUNCTUATOR(id, spelling) TOKEN_##id,
#define KEYWORD(id, spelling) TOKEN_##id,
#include "token.def"
    TOKEN_KIND_COUNT
};

/* struct name.operation: a word of ours. */
enum word {
    WORD_NONE,
#define WORD(id, spelling) WORD_##id,
#include "token.def"
};

enum token_flag {
    TOKEN_LINE_START = 1, /* first of its line */
    TOKEN_SPACED = 2,     /* white space or a comment stands before it */
    TOKEN_SPLICED = 4,    /* its raw bytes hold a line splice; text does not */
    TOKEN_ARGUMENT = 8,   /* of a macro call, but written as an argument: `at` is its own */
    TOKEN_PAINTED = 16,   /* a macro's name that must not be expanded again (C11 6.10.3.4p2) */
    TOKEN_MADE = 32,      /* by # or ##: stands nowhere in the file; in unit.raw: used by them */
};

struct token {
    const char *text;  /* exact spelling without splices, not NUL-terminated */
    struct name *name; /* NAME, keywords and MARK (the word after the @); else NULL */
    uint32_t at;       /* raw offset in the file; of a macro body's token: of the call's name */
    uint32_t len;      /* bytes of text */
    uint32_t space;    /* bytes of white space and comments before text, readable at text - space;
                          0 for a token of a macro body (TOKEN_SPACED says if one blank is due) */
    uint32_t call;     /* 0, or 1 + index in unit.calls of the outermost macro call it came from */
    uint8_t kind;      /* enum token_kind */
    uint8_t flags;     /* enum token_flag */
};

typedef VECTOR(struct token) token_vector;

/* Tokens [first, end) of unit.tokens. Empty: first == end, both where it would stand. */
struct range {
    uint32_t first, end;
};

/* Fills the table with the keywords, the marks of annotations.def and our words. */
void token_words(struct names *names);

/* Whether the name is await, catch, defer, yield or yield_from: no macro, whatever defines it. */
bool word_is_ours(const struct name *name);

/* How a kind is called in a message: "';'", "'while'", "name". */
const char *token_kind_text(enum token_kind kind);

#endif
