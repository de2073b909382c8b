/*
 * Premises: what is known of the conditions of #if inside of a branch of another one. Conditions
 * are the same if their words are: `#ifdef A` is `#if defined(A)`, and `#ifndef A` its opposite.
 */
#ifndef GEN_FRONT_PREMISE_H
#define GEN_FRONT_PREMISE_H

#include "../base/arena.h"
#include "../tree/token.h"

struct premise {
    const char *condition;
    bool holds;
    const struct premise *before;
};

enum answer { ANSWER_NO, ANSWER_YES, ANSWER_UNKNOWN };

/* The list with one more: the condition of the #if or #elif holds, or does not. */
const struct premise *premise_add(struct arena *arena, const struct premise *list,
                                  const struct token *directive, bool holds);

/* Whether the condition of the #if or #elif holds. */
enum answer premise_ask(struct arena *arena, const struct premise *list,
                        const struct token *directive);

#endif
