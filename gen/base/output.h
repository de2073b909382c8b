/*
 * Writing a file so that it is there whole or not at all: under a temporary name beside it, renamed
 * at the end. A signal that ends the program removes it.
 *
 * What is no regular file (standard output, a device, a pipe) gets nothing before the end either:
 * what it is to get is kept in an anonymous file until then.
 */
#ifndef GEN_BASE_OUTPUT_H
#define GEN_BASE_OUTPUT_H

#include <stdbool.h>

#include "buffer.h"

struct output {
    const char *path; /* NULL: standard output */
    char *temporary;  /* its name; NULL: not made, or anonymous */
    int file;         /* open once has_file */
    bool has_file;
    int error;        /* errno of the first thing that went wrong, 0: none */
};

void output_open(struct output *output, const char *path);

/* Appends; what goes wrong is said by output_commit(). */
void output_add(struct output *output, const char *bytes, size_t len);

/* Puts the file in its place. Returns 0, or -1 after a message on stderr. */
int output_commit(struct output *output);

/* As if it had never been opened; after output_commit() too. */
void output_close(struct output *output);

/* All of that for a buffer. */
int output_write(const char *path, const struct buffer *buffer);

#endif
