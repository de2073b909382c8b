/*
 * Remote: a function that is @async and @cpu_bound: its tasks run on the loops of workers, many at
 * once. It has two kinds of tasks, of one frame: the caller's, which stands for a call in a worker,
 * and the other one, an ordinary task of a loop, which runs the body there.
 */
#ifndef GEN_EMIT_REMOTE_H
#define GEN_EMIT_REMOTE_H

#include "writer.h"

void emit_remote(struct writer *writer, const struct function *function);

#endif
