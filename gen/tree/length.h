/*
 * Length: which types are variable, that is, have a size that is computed when their declaration is
 * reached. No type is inferred: a typeof counts as variable if it mentions something that is.
 * Treated as such, any type works; it costs a block of memory.
 */
#ifndef GEN_TREE_LENGTH_H
#define GEN_TREE_LENGTH_H

#include "ir.h"

/* Whether it is an array of variable length, or points at one, by what its own brackets hold. */
bool declared_variable_length(const struct declarator *declarator);

/* The same, and by its typedef of the block or its typeof. */
bool declared_variable(const struct specs *specs, const struct declarator *declarator);

/* Whether that is so for the type of a variable or parameter, or for a typedef. */
bool symbol_is_variable(const struct symbol *symbol);

/* Whether a size in brackets is to be computed. */
bool size_is_variable(const struct derivation *step);

#endif
