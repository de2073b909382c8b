/* failure.h: what a failed task carries: code, message and the places that it passed.
 *
 * A failure is one heap object, moved from child to parent by each await, which adds its place; so
 * an error costs memory only when there is one. Without memory a static object stands in: its code
 * is right, its message says that the rest was lost. Loop thread, or the thread that runs the
 * job. */
#ifndef UNSYNC_CORE_FAILURE_H
#define UNSYNC_CORE_FAILURE_H

#include <stdarg.h>
#include <stdio.h>
#include <unsync_gen.h>

/* Gives `task` a failure and the flag; an earlier failure is replaced. `file` NULL: the place is
 * the mark of the task's function. The message is copied; `file` and names of functions are not. */
__attribute__((format(printf, 5, 6))) void unsync__failure_set(struct unsync__task *task,
                                                               const char *file, int line, int code,
                                                               const char *format, ...);
__attribute__((format(printf, 5, 0))) void unsync__failure_set_list(struct unsync__task *task,
                                                                    const char *file, int line,
                                                                    int code, const char *format,
                                                                    va_list arguments);
/* Adds a place to the trace; past a bound it is only counted. With `copy` the strings are
 * copied. */
void unsync__failure_add_place(struct unsync__task *task, const char *function, const char *file,
                               int line, bool copy);
/* Moves the child's failure to the task and adds the place of the await. */
void unsync__failure_move(struct unsync__task *task, struct unsync__task *child, const char *file,
                          int line);
/* The same, without a place: the task and the child are one for the user. */
void unsync__failure_take(struct unsync__task *task, struct unsync__task *child);
/* Gives the task a copy of the child's failure; the child keeps its own. */
void unsync__failure_copy(struct unsync__task *task, const struct unsync__task *child);
/* Frees the task's failure, if it has one, and clears the flag. */
void unsync__failure_clear(struct unsync__task *task);
/* What an operation gives that was not done, because its job has to end: it has failed as
 * UNSYNC_ECANCELED. */
extern struct unsync__task unsync__not_done;
/* Prints "NAME failed: message (CODE)" and the trace. */
void unsync__failure_print(FILE *out, const struct unsync__task *task);

#endif
