/*
 * Job: a function of the lanes that block, on a thread or in a worker process: the user's body as a
 * C function, and what runs it as a task or here and now.
 */
#ifndef GEN_EMIT_JOB_H
#define GEN_EMIT_JOB_H

#include "writer.h"

/* What the compiler is to find of its parameters, on lines of the user's file. */
void emit_user_checks(struct writer *writer, const struct function *function);

void emit_job(struct writer *writer, const struct function *function);

#endif
