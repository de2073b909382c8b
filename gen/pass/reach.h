/*
 * Reach: the end of the file, when all functions are known. Blocking calls and uses of variables
 * are reported where an annotated function has them, or calls a plain function of the file that has
 * them, directly or through others. Nothing else is looked at: a plain function that no annotated
 * one calls is never read.
 */
#ifndef GEN_PASS_REACH_H
#define GEN_PASS_REACH_H

#include "../base/diag.h"
#include "effects.h"

/* What only the text of the file can tell; asked for when there is something to say. */
struct reach_source {
    void *context;
    /* Appends the effects of a plain function to the list. */
    void (*read)(void *context, struct effects *effects, const struct actor *actor);
    /* Where the file first writes a variable outside of its declaration, or NULL. */
    const struct write *(*find_write)(void *context, const struct name *variable);
};

void reach_unit(struct diag *diag, struct effects *effects, const struct reach_source *source);

#endif
