/*
 * Async: a function on the event loop: its frame, the resume function with the user's body, the
 * starter.
 */
#ifndef GEN_EMIT_ASYNC_H
#define GEN_EMIT_ASYNC_H

#include "writer.h"

/*
 * unsync__f_kind, or unsync__fWHICH_kind, and unsync__f_resume: the body, which is called again
 * after each suspension.
 */
void emit_resume(struct writer *writer, const struct function *function, const char *which,
                 const char *lane);

/* That function alone. */
void emit_resume_function(struct writer *writer, const struct function *function);

/*
 * In a starter: makes the frame of unsync__f_kind, or of a second kind, and sets the arguments.
 * `failed`: what is returned without memory.
 */
void emit_new(struct writer *writer, const struct function *function, const char *which,
              const char *failed);

/*
 * The function that makes a frame; what `begin` gives for it, with more arguments, is the handle.
 */
void emit_starter(struct writer *writer, const struct function *function, const char *handle,
                  const char *begin, const char *more);

void emit_async(struct writer *writer, const struct function *function);

#endif
