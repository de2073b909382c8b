/*
 * Plain functions: those without a mark. Their bodies pass through; only where they begin is kept,
 * and one that an annotated function calls is parsed then. And what is declared without the mark
 * that it has elsewhere.
 */
#ifndef GEN_FRONT_PLAIN_H
#define GEN_FRONT_PLAIN_H

#include "../tree/ast.h"
#include "extent.h"

/* What is known of the name that a declaration of file scope declares, while it is read. */
struct declared {
    struct token name;      /* of the function; kind 0: none so far */
    const struct name *task; /* a type name that ends in _task or _generator */
    bool is_typedef;
    bool is_hasty;           /* its body may use a marked function from further down */
};

/* A token outside of brackets, and the one before it. */
void plain_see(struct declared *declared, const struct extent *extent, const struct token *last,
               const struct token *token);

/* A name in the body of a function, and the token before it. */
void plain_see_inside(struct unit *unit, struct declared *declared, const struct token *last,
                      const struct token *token);

/* The declaration is over and carries no mark; `begin` is its first token. */
void plain_end(struct unit *unit, const struct declared *declared, const struct extent *extent,
               const struct token *begin);

/* Reports the declarations that lack a mark; at the end of the file. */
void plain_report_twins(struct unit *unit);

/*
 * Parses the plain function that begins at the offset of the text, into a unit of its own, which
 * unit_close() gives back. Its body, or NULL: it is not understood, about which nothing is said.
 */
struct stmt *plain_parse(struct unit *scratch, const struct unit *unit, uint32_t begin);

#endif
