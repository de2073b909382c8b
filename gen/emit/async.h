/*
 * Async: a function on the event loop: its frame, the resume function with the user's body, the starter.
 */
#ifndef GEN_EMIT_ASYNC_H
#define GEN_EMIT_ASYNC_H

#include "writer.h"

void emit_async(struct writer *writer, const struct function *function);

#endif
