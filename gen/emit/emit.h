/* Emit: the whole output file, from the plans and the bytes between the marked items. */
#ifndef GEN_EMIT_EMIT_H
#define GEN_EMIT_EMIT_H

#include "../base/buffer.h"
#include "../tree/ir.h"

/* `output`: how the emitted file is called in its own #line directives; only its last part is used. */
void emit_unit(struct buffer *out, const struct ir *ir, const char *output);

#endif
