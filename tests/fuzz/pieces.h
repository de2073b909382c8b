/*
 * A text as pieces: each a word, number, literal, directive or punctuator of C with the white space
 * and comments before it. Written for the mutator and on purpose nothing of the generator's lexer:
 * what that gets wrong must not decide what it is tried on.
 */
#ifndef TESTS_FUZZ_PIECES_H
#define TESTS_FUZZ_PIECES_H

#include <stddef.h>
#include <stdint.h>

enum { PIECES_MAX = 16 * 1024 };

struct piece {
    uint32_t at, word, end; /* offsets: of the white space before it, of itself, after it */
    char first;             /* its first character */
};

struct pieces {
    const char *text;
    uint32_t count;
    struct piece list[PIECES_MAX];
};

/* Pieces [first, end). */
struct run {
    uint32_t first, end;
};

void pieces_read(struct pieces *pieces, const char *text, size_t len);

/* From a bracket to after the one that closes it, or to the end. */
struct run pieces_group(const struct pieces *pieces, uint32_t bracket);

/* The statement that begins at or before `at`: up to its `;` or closing brace. */
struct run pieces_statement(const struct pieces *pieces, uint32_t at);

#endif
