/*
 * Small questions about spellings.
 */
#ifndef GEN_BASE_TEXT_H
#define GEN_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"

/* Edit distance (insert, delete, replace, swap neighbours); more than `limit` gives limit + 1. */
unsigned text_distance(const char *a, const char *b, unsigned limit);

/* Whether `guess` is near enough to what was written to be offered as 'did you mean'. */
bool text_is_near(const char *written, const char *guess);

/* Whether the text ends in the suffix and has more than that. */
bool text_ends_in(const char *text, const char *suffix);

/* How many line ends stand between the two. */
uint32_t text_lines(const char *from, const char *to);

/* A copy of text[0..len) without the backslashes that escape what stands behind them. */
const char *text_unescape(struct arena *arena, const char *text, uint32_t len);

#endif
