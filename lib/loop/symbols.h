/* symbols.h: addresses of code as names and lines, for people.
 *
 * addr2line(1) knows the lines, also of functions that are static or inlined, if it is installed
 * and the program has them; else the dynamic linker knows the name of some, and the rest are the
 * file and the offset. Slow, allocates, starts a process: not for the loop thread, but with
 * UNSYNC_DEBUG=1. Any thread. */
#ifndef UNSYNC_LOOP_SYMBOLS_H
#define UNSYNC_LOOP_SYMBOLS_H

#include <stdint.h>
#include <stdio.h>

/* Prints a line for each of the addresses of a stack, innermost first: of the annotated functions
 * by their own names, without what leads from one to the other, down to the scheduler. `source` is
 * the annotated file of one of them, or NULL. */
void unsync__symbols_print(FILE *out, void *const *addresses, int count, const char *source);

/* Asks for the functions at some places of one file, counted as the file does: for each, `found` is
 * called with its index, the innermost function first of those that were inlined. `place` is
 * FILE:LINE. Both NULL: nothing is known of this one. They may be written on. */
typedef void unsync__symbol_found(void *with, int index, char *function, char *place);
void unsync__symbols_find(const char *path, const uintptr_t *offsets, int count,
                          unsync__symbol_found *found, void *with);
/* A function of the user's under its own name, which is a part of `name`; NULL: it is emitted, and
 * not to be seen. */
const char *unsync__symbols_shown(char *name);
/* ":LINE" of `source` if the place means that; else NULL. */
const char *unsync__symbols_annotated(const char *source, const char *place);

/* Below the folder of the process, the rest of the path is enough. */
const char *unsync__symbols_shortened(const char *path);

#endif
