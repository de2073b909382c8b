/* show.h: a msgpack value as text for people: ["a\n", 3, nil]. Of a long one only the beginning.
 * Bytes that would do something to a terminal are written as \x1b. */
#ifndef UNSYNC_WIRE_SHOW_H
#define UNSYNC_WIRE_SHOW_H

#include <stddef.h>
#include <stdio.h>

/* The first value of the text, and how many bytes it has; "?" and 0 if it is none. */
size_t unsync__show_value(FILE *out, const void *text, size_t len);

#endif
