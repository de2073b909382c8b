/* batch.h: some neighbouring files of a tree with their contents, so that one call of the process
 * lane is worth its way. Plain C.
 *
 * A batch is BATCH_FILES files or about BATCH_BYTES bytes, whichever is less; a file that is
 * larger is a batch alone. Its memory is used again for the next batch. */
#ifndef BATCH_H
#define BATCH_H

#include "tree.h"

enum { BATCH_FILES = 256, BATCH_BYTES = 512 * 1024 };

struct batch {
    struct row *rows; /* a stretch of the tree's */
    size_t count;
    unsigned char *data; /* what is in the files, one after the other */
    size_t len, room;    /* bytes */
    uint64_t sizes[BATCH_FILES]; /* bytes of each file in `data`; 0 for a failed row */
};

/* Gives the batch the rows of the tree from *next on and moves *next; false if there are no
 * more. */
bool batch_take(struct batch *batch, const struct tree *tree, size_t *next);

/* Reads the files. One that cannot be read, or has more than `limit` bytes, is a failed row.
 * Blocks. */
void batch_read(struct batch *batch, uint64_t limit);

/* Where the content of a row begins in `data`. */
size_t batch_offset(const struct batch *batch, size_t row);

void batch_free(struct batch *batch);

#endif
