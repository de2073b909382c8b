/* symbols.h: addresses of code as names and lines, for people.
 *
 * addr2line(1) knows the lines, also of functions that are static or inlined, if it is installed
 * and the program has them; else the dynamic linker knows the name of some, and the rest are the
 * file and the offset. Slow, allocates, starts a process: for UNSYNC_DEBUG=1 only. Any thread. */
#ifndef UNSYNC_LOOP_SYMBOLS_H
#define UNSYNC_LOOP_SYMBOLS_H

#include <stdio.h>

/* Prints a line for each of the addresses of a stack, innermost first: of the annotated functions
 * by their own names, without what leads from one to the other, down to the scheduler. `source` is
 * the annotated file of one of them, or NULL. */
void unsync__symbols_print(FILE *out, void *const *addresses, int count, const char *source);

#endif
