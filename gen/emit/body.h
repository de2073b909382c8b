/*
 * Body: a function's ops, and plain ranges of the user's tokens, as text on the right lines.
 */
#ifndef GEN_EMIT_BODY_H
#define GEN_EMIT_BODY_H

#include "writer.h"

/* All ops of the function. */
void emit_ops(struct writer *writer, const struct function *function);

/* The tokens with the white space before the first of them. */
void emit_range(struct writer *writer, struct range range);

#endif
