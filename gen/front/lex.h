/*
 * The lexer: C tokens, whole directives, and the marks, from a text without line splices that ends
 * in a NUL. It never fails: what C does not know is a BAD or OTHER token, and whoever keeps the
 * token says so (text under an #if that is not taken may hold any prose).
 *
 * Marks: `@word` is always a MARK. In a comment only a mark of annotations.def directly after the
 * opening counts, with nothing or its options up to the comment's end: MARK, the options as
 * ordinary tokens, MARK_END. [[unsync::word]] is left to the parser.
 */
#ifndef GEN_FRONT_LEX_H
#define GEN_FRONT_LEX_H

#include <stdbool.h>

#include "../base/intern.h"
#include "../base/source.h"
#include "../tree/token.h"

struct lexer {
    const char *begin, *cursor, *end;
    const char *mark_end;        /* inside a comment mark: its closing, else NULL */
    const struct source *source; /* NULL: a text of no file, positions are `at` */
    struct names *names;
    uint32_t splice;             /* splices before the cursor */
    uint32_t at;
    bool line_start;
};

/* The names must know the words (token_words()). */
void lex_open(struct lexer *lexer, struct names *names, const struct source *source);

/* text[len] must be NUL. Every token's position is `at`. */
void lex_open_text(struct lexer *lexer, struct names *names, const char *text, size_t len,
                   uint32_t at);

/* The next token; END again and again at the end. */
void lex_next(struct lexer *lexer, struct token *token);

/*
 * Goes over tokens that are no bracket, literal, comment, directive or mark; some others are left
 * too. It is many times as quick as to read them.
 */
void lex_skip_plain(struct lexer *lexer);

/* Makes `token`, which this lexer gave, the next one again. */
void lex_back(struct lexer *lexer, const struct token *token);

/* The first raw offset after a token that stands in the file. */
uint32_t lex_token_end(const struct source *source, const struct token *token);

#endif
