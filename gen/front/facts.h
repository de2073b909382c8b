/*
 * Collecting facts: the preprocessor's output (or, without one, the file itself) is read once;
 * typedefs, macros, functions and variables of file scope are hung on their names.
 */
#ifndef GEN_FRONT_FACTS_H
#define GEN_FRONT_FACTS_H

#include "../base/arena.h"
#include "../base/source.h"
#include "../tree/facts.h"

/*
 * From the output of `$CC -E -dD`, which must stay where it is while the names are used. What is
 * found lives in the arena.
 */
void facts_from_output(struct facts *facts, struct arena *arena, struct names *names,
                       struct source *output);

/* From the file's own text, both branches of every #if. */
void facts_from_text(struct facts *facts, struct arena *arena, struct names *names,
                     struct source *source);

#endif
