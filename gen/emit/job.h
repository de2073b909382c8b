/*
 * Job: a function of the lanes that block, on a thread or in a worker process: the user's body as a
 * C function, and what runs it as a task or here and now.
 */
#ifndef GEN_EMIT_JOB_H
#define GEN_EMIT_JOB_H

#include "writer.h"

void emit_job(struct writer *writer, const struct function *function);

#endif
