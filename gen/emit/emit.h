/*
 * Emit: the output file, from the plans and the bytes between the marked items. It grows item by
 * item, as the file is read; what is whole of it goes to the output at once.
 */
#ifndef GEN_EMIT_EMIT_H
#define GEN_EMIT_EMIT_H

#include "../base/output.h"
#include "../tree/ir.h"

struct emitter;

/*
 * `name`: how the emitted file is called in its own #line directives; only its last part is used.
 */
struct emitter *emit_open(struct output *output, struct ir *ir, const char *name);

/* The items at hand. Of a file without annotations that is one, and copied. */
void emit_items(struct emitter *emitter);

/* The rest goes to the output. */
void emit_close(struct emitter *emitter);

#endif
