/*
 * Generator: what a @generator is to its callers, and the functions that make, ask and close it.
 * Its body is a resume function like that of a task (async.c); unsync__next in unsync_gen_yield.h
 * calls it.
 */
#ifndef GEN_EMIT_GENERATOR_H
#define GEN_EMIT_GENERATOR_H

#include "writer.h"

/* The handle type and the prototypes of f, f_next, f_send, f_close. */
void emit_generator_interface(struct writer *writer, const struct function *function);

void emit_generator(struct writer *writer, const struct function *function);

#endif
