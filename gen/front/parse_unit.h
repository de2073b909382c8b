/*
 * A whole file: text that passes through, and the annotated declarations as a tree.
 */
#ifndef GEN_FRONT_PARSE_UNIT_H
#define GEN_FRONT_PARSE_UNIT_H

#include "../tree/ast.h"

/* Opens a unit of the source; the facts must be collected before parse_unit(). */
void unit_open(struct unit *unit, struct source *source, struct diag *diag, struct names *names,
               const struct facts *facts);
void unit_close(struct unit *unit);

/* Whether a mark or one of our words stands in the source at all: only then are facts needed. */
bool source_holds_marks(const struct source *source, struct names *names);

/*
 * Parses the file; errors are reported and counted, the parser goes on with the next declaration.
 * `take_all`: every function definition counts as annotated (with no mark, and our words mean
 * nothing), a way to try the parser on plain C.
 */
void parse_unit(struct unit *unit, bool take_all);

#endif
