/*
 * Writes: where the text of the file may change its variables, told from the tokens alone. Read
 * once, and only if a message depends on it.
 */
#ifndef GEN_FRONT_WRITES_H
#define GEN_FRONT_WRITES_H

#include "../tree/ast.h"

struct writes {
    VECTOR(struct write) list;
    bool is_read;
};

/* NULL: nowhere in the file. The first call reads the whole file. */
const struct write *writes_find(struct writes *writes, const struct unit *unit,
                                const struct name *variable);

void writes_close(struct writes *writes);

#endif
