/*
 * Pooling: what a @thread function with options of its pool has beside others: the record that the
 * lane finds by the kind, its key, and the copy that an abandoned job runs on.
 */
#ifndef GEN_EMIT_POOLING_H
#define GEN_EMIT_POOLING_H

#include "writer.h"

/* Assertions about the types that are copied, on the lines of the parameters. */
void emit_pooling_checks(struct buffer *out, const struct ir *ir, const struct function *function);

/* unsync__f_pooled and unsync__f_kind; of one that may be abandoned, unsync__f_job_kind too. */
void emit_pooled(struct writer *writer, const struct function *function);

/* In a starter, whose arguments are in the frame: the key, and the copy. */
void emit_start(struct writer *writer, const struct function *function);

#endif
