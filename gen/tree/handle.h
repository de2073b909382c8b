/*
 * Handle: what can be told of a type from its declaration: that it is no task's. A handle hides
 * behind a typedef or a typeof, so what is spelled with keywords, a struct, or a pointer or array
 * is none; of the rest nothing is said here, and the compiler decides.
 */
#ifndef GEN_TREE_HANDLE_H
#define GEN_TREE_HANDLE_H

#include "ast.h"

/* Whether the rest of a type, from `step` (NULL: the specifiers alone) on, is no handle. */
bool handle_excluded(const struct specs *specs, const struct derivation *step);

/* Whether the specifiers are those of a handle of a task whose result is void. */
bool handle_is_valueless(const struct specs *specs);

/* The type of its result, of specifiers that spell unsync_task_of(TYPE); NULL: they do not. */
const struct type_name *handle_result(const struct specs *specs);

#endif
