/*
 * Dump: the tree as indented text, one node a line, for developers and tests.
 */
#ifndef GEN_TREE_DUMP_H
#define GEN_TREE_DUMP_H

#include <stdio.h>

#include "ast.h"

void dump_token(FILE *out, const struct token *token, struct position position);
void dump_unit(FILE *out, const struct unit *unit);

#endif
