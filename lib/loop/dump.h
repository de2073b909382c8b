/* dump.h: the tree of tasks as text: who is there, in what state, where it waits, how old it is.
 *
 * Tasks that are alike and stand beside each other are counted after the first ones, and what is
 * very deep is left out, so that a program with a million tasks has a dump that can be read. Loop
 * thread. */
#ifndef UNSYNC_LOOP_DUMP_H
#define UNSYNC_LOOP_DUMP_H

#include <stdio.h>
#include <unsync_gen.h>

void unsync__dump(FILE *out);
/* At the end of the program, with UNSYNC_DEBUG=1: who is still below `top`, one line each, on
 * standard error. */
void unsync__dump_left(const struct unsync__task *top);
/* "x.uc:12" where the task goes on; the place of its mark if it has not begun or that is not known.
 * */
void unsync__dump_place(const struct unsync__task *task, const char **file, int *line);

#endif
