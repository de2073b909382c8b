/* options.h: the command line of the digest. Plain C. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tree.h"

struct options {
    const char *root;
    const char *crash; /* the file at which a worker is to crash: a path or a number; or NULL */
    uint64_t limit;    /* bytes of the largest file that is read */
    size_t rows;       /* of the table */
    bool quiet;        /* neither progress nor times */
    bool sums;         /* sha256sum's format instead of the table */
};

/* -1: go on. Else the exit status: --help was printed, or a message about what is wrong. */
int options_read(struct options *options, int argc, char **argv);

/* The number of the row that --crash means, -1 for none; false (and a message) if there is no
 * such. */
bool options_crash_row(const struct options *options, const struct tree *tree, long *row);

#endif
