/*
 * Writing a file so that it is there whole or not at all: under a temporary name beside it, renamed
 * at the end.
 */
#ifndef GEN_BASE_OUTPUT_H
#define GEN_BASE_OUTPUT_H

#include "buffer.h"

/*
 * Writes the buffer to `path`; NULL: to standard output. What is no regular file (a device, a pipe)
 * is written to directly. Returns 0, or -1 after a message on stderr.
 */
int output_write(const char *path, const struct buffer *buffer);

#endif
