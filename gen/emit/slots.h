/*
 * Slots: the members of a frame. Those of blocks and expressions of which none is inside of the
 * other are never needed at the same time: they share storage, as members of an anonymous union.
 */
#ifndef GEN_EMIT_SLOTS_H
#define GEN_EMIT_SLOTS_H

#include "writer.h"

/* The members of that layer, one a line. */
void emit_slots(struct writer *writer, const struct function *function, uint8_t layer);

/*
 * The name of the member, and what people call it: without a field that was renamed, on one line.
 */
const char *slot_field(struct ir *ir, const struct slot *slot);
const char *slot_text(struct ir *ir, const struct slot *slot);

/* The user's words, on one line. */
const char *slot_words(struct ir *ir, struct range range);

#endif
