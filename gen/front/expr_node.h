/*
 * Making expression nodes.
 */
#ifndef GEN_FRONT_EXPR_NODE_H
#define GEN_FRONT_EXPR_NODE_H

#include "parse.h"

/* A node whose operator or word is the token at the cursor. */
struct expr *new_expr(struct parser *parser, enum expr_kind kind);

/*
 * Ends a node that begins at token `first`, after its last token was taken: range, depth and what
 * is known of the inside. Gives the node back.
 */
struct expr *finish_expr(struct parser *parser, struct expr *expr, uint32_t first);

#endif
