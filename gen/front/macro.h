/*
 * Macro definitions, read from the text of a #define.
 */
#ifndef GEN_FRONT_MACRO_H
#define GEN_FRONT_MACRO_H

#include "../base/arena.h"
#include "../tree/facts.h"

/*
 * Defines what `text` (after the word define) says, in force after `line`. NULL: it is no
 * definition. The text is copied; the macro and its tokens are the arena's.
 */
struct macro *macro_define(struct arena *arena, struct names *names, const char *text, uint32_t len,
                           uint32_t line);

/* `#undef text` on `line`. */
void macro_undef(struct names *names, const char *text, uint32_t len, uint32_t line);

#endif
