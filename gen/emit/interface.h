/*
 * Interface: what a marked function is to its callers, and the frame of its tasks: the same in
 * every lane.
 */
#ifndef GEN_EMIT_INTERFACE_H
#define GEN_EMIT_INTERFACE_H

#include "writer.h"

/* The handle type and the prototypes of f, f_try and f_sync, each on the user's line. */
void emit_interface(struct writer *writer, const struct function *function);

/* It has parameters that only C can say: arrays of variable length, [static n]. */
bool needs_cxx_head(const struct function *function);

/* The prototype of f, which returns a handle of that type, on the user's line. */
void emit_prototype(struct writer *writer, const struct function *function, uint32_t line,
                    const char *type);

/* `type name(parameters)`; `more`: a further parameter, or NULL. */
void emit_head(struct writer *writer, const struct function *function, const char *type,
               const char *name, const char *more);

/*
 * The head of a function with the user's result, which may have to stand around its name and
 * parameters.
 */
void emit_own_head(struct writer *writer, const struct function *function, const char *name);

/* The same of the function that has the user's body, with the parameters as named there. */
void emit_body_head(struct writer *writer, const struct function *function, const char *name);

/* "int *", or with a name in it "int (*name)(void)". */
const char *result_type(const struct writer *writer, const struct function *function,
                        const char *name);

/* struct unsync__f_frame: the task, the value, the slots that need nothing of the function. */
void emit_frame(struct writer *writer, const struct function *function);

/*
 * unsync__f_kind; of a second one, behind it, `which` is "_job" or "_here". `more`: how calls cross
 * to a worker, what a pool has to know, or "NULL". Members are not named: the user's macros may be
 * called `name` or `size`.
 */
void emit_kind(struct writer *writer, const struct function *function, const char *which,
               const char *lane, const char *run, const char *more);

/* Milliseconds of the deadline that the frame holds; 0: none. That of a @cpu_bound function is the
 * worker's. */
long long deadline_of(const struct function *function);

/* Moves the arguments into the frame; from then on a deadline counts. */
void emit_arguments(struct writer *writer, const struct function *function);

/* "s, n": the parameters by name, each after `prefix`. */
const char *argument_list(const struct writer *writer, const struct function *function,
                          const char *prefix);

/* `static `, with what keeps the compilers quiet about functions that are not called. */
const char *linkage(const struct function *function);

/* In the starter: the compiler warns of a frame that is large; not of main's, which is one. */
void emit_measure(struct writer *writer, const struct function *function);

/* In the resume function, of a frame whose type is known there alone, said by what leads to it. */
void emit_measure_inner(struct writer *writer, const struct function *function, const char *holder);

/* unsync__f_drop, if a value that nobody takes is disposed of. */
void emit_drop(struct writer *writer, const struct function *function);

#endif
