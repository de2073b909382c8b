/*
 * A file, an annotated declaration after the other: each as a tree, and the text before it.
 */
#ifndef GEN_FRONT_PARSE_UNIT_H
#define GEN_FRONT_PARSE_UNIT_H

#include "../tree/ast.h"

/* Opens a unit of the source; the facts must be collected before it is read. */
void unit_open(struct unit *unit, struct source *source, struct diag *diag, struct names *names,
               const struct facts *facts);
void unit_close(struct unit *unit);

/* Whether a mark or one of our words stands in the source at all: only then are facts needed. */
bool source_holds_marks(const struct source *source, struct names *names);

/*
 * Begins to read. `take_all`: every function definition counts as annotated (with no mark, and our
 * words mean nothing), a way to try the parser on plain C.
 */
struct unit_reader *unit_read_open(struct unit *unit, bool take_all);

/*
 * Reads up to the end of the next annotated declaration: unit->items is that, after the text before
 * it, and everything in unit->arena from before is void. Errors are reported and counted; the
 * declaration is failed then, or left out. False: the file is over.
 */
bool unit_read(struct unit_reader *reader);

void unit_read_close(struct unit_reader *reader);

#endif
