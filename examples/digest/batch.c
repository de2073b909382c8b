/* batch.c: each file is read to its end, whatever size the walk saw: it may have changed since. */
#include "batch.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool batch_take(struct batch *batch, const struct tree *tree, size_t *next)
{
    uint64_t bytes = 0;
    batch->rows = tree->rows + *next;
    batch->count = 0;
    batch->len = 0;
    while (*next < tree->count && batch->count < BATCH_FILES) {
        bytes += tree->rows[*next].size;
        if (batch->count > 0 && bytes > BATCH_BYTES) break;
        batch->count++;
        (*next)++;
    }
    return batch->count > 0;
}

static bool reserve(struct batch *batch, size_t more)
{
    if (batch->room - batch->len >= more) return true;
    size_t room = batch->len + more;
    if (room < BATCH_BYTES + BATCH_BYTES / 2) room = BATCH_BYTES + BATCH_BYTES / 2;
    unsigned char *data = realloc(batch->data, room);
    if (data == NULL) return false;
    batch->data = data;
    batch->room = room;
    return true;
}

/* Appends all of an open file. 0, -EFBIG for more than `limit` bytes, or another -errno. */
static int append(struct batch *batch, int file, uint64_t limit)
{
    struct stat status;
    if (fstat(file, &status) < 0) return -errno;
    if (!S_ISREG(status.st_mode)) return -EINVAL;
    size_t begin = batch->len, step = (size_t) status.st_size + 1;
    if ((uint64_t) status.st_size > limit) return -EFBIG;
    for (;; step = BATCH_BYTES) {
        if (!reserve(batch, step)) return -ENOMEM;
        ssize_t got = read(file, batch->data + batch->len, batch->room - batch->len);
        if (got == 0) return 0;
        if (got < 0 && errno != EINTR) return -errno;
        if (got > 0) batch->len += (size_t) got;
        if (batch->len - begin > limit) return -EFBIG;
    }
}

static void read_row(struct batch *batch, size_t at, uint64_t limit)
{
    struct row *row = &batch->rows[at];
    size_t begin = batch->len;
    batch->sizes[at] = 0;
    if (row->failure != NULL) return;
    int file = open(row->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    int code = file < 0 ? -errno : append(batch, file, limit);
    if (file >= 0) close(file);
    if (code < 0) {
        batch->len = begin;
        if (code == -EFBIG)
            row_fail(row, "larger than the limit of %" PRIu64 " bytes", limit);
        else
            row_fail(row, "%s", strerror(-code));
        return;
    }
    row->size = batch->sizes[at] = batch->len - begin;
}

void batch_read(struct batch *batch, uint64_t limit)
{
    for (size_t i = 0; i < batch->count; i++) read_row(batch, i, limit);
}

size_t batch_offset(const struct batch *batch, size_t row)
{
    size_t offset = 0;
    for (size_t i = 0; i < row; i++) offset += batch->sizes[i];
    return offset;
}

void batch_free(struct batch *batch)
{
    free(batch->data);
}
