/*
 * Stray: the words of annotated bodies in a function without a mark, or in an initialiser of file
 * scope. There they are ordinary names; but two names in a row are no C, and the compiler would
 * speak of missing semicolons.
 */
#ifndef GEN_FRONT_STRAY_H
#define GEN_FRONT_STRAY_H

#include "../tree/ast.h"

/* Three tokens of plain text in a row, and where they stand. */
struct stray {
    const struct token *before, *word, *after;
    bool in_body;                /* of a function */
    const struct token *begin;   /* ... the first of its declaration */
    const struct token *function; /* ... its name */
};

/* Reports the word if it is meant as one of ours. */
void stray_see(struct unit *unit, const struct stray *stray);

#endif
