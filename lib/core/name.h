/* name.h: a task in a message: "f (x.uc:3)", its function and where that is marked. What the
 * library itself does (a sleep, a wait of a group) has no place in the user's text: its name alone.
 *
 * For messages, the last thing that a program says: the text stands in one of a few rooms that are
 * used in turn, so a message may name that many. Any thread. */
#ifndef UNSYNC_CORE_NAME_H
#define UNSYNC_CORE_NAME_H

#include <unsync_gen.h>

const char *unsync__name(const struct unsync__kind *kind);
/* "x.uc:3"; with no line what stands in the place of the file: "unsync_wait", "plain C". */
const char *unsync__place(const char *file, int line);

#endif
