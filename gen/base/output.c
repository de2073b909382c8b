#include "output.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "memory.h"

static int complain(const char *path)
{
    fprintf(stderr, "unsync: error: cannot write %s: %s\n", path, strerror(errno));
    return -1;
}

/* All bytes, and closes the stream. */
static int write_stream(FILE *out, const struct buffer *buffer)
{
    size_t done = buffer->len ? fwrite(buffer->data, 1, buffer->len, out) : 0;
    int failed = done != buffer->len || fflush(out) != 0;

    if (out != stdout && fclose(out) != 0)
        failed = 1;
    return failed ? -1 : 0;
}

static int write_directly(const char *path, const struct buffer *buffer)
{
    FILE *out = path ? fopen(path, "wb") : stdout;

    if (!out || write_stream(out, buffer) < 0)
        return complain(path ? path : "standard output");
    return 0;
}

/* `dir/name` gives `dir/.name.XXXXXX`. */
static char *temporary_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    int dir_len = slash ? (int) (slash + 1 - path) : 0;
    size_t size = strlen(path) + sizeof "..XXXXXX";
    char *name = memory_new(size);

    snprintf(name, size, "%.*s.%s.XXXXXX", dir_len, path, path + dir_len);
    return name;
}

/* The mode that a newly created file would have. */
static mode_t default_mode(void)
{
    mode_t mask = umask(0);

    umask(mask);
    return 0666 & ~mask;
}

static int write_renamed(const char *path, const struct buffer *buffer)
{
    char *temporary = temporary_name(path);
    int file = mkstemp(temporary), failed = 0;
    FILE *out = file < 0 ? NULL : fdopen(file, "wb");

    if (!out || fchmod(file, default_mode()) < 0 || write_stream(out, buffer) < 0 ||
        rename(temporary, path) < 0) {
        failed = complain(path);
        if (file >= 0)
            unlink(temporary);
    }
    free(temporary);
    return failed;
}

int output_write(const char *path, const struct buffer *buffer)
{
    struct stat status;

    if (!path || (stat(path, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)))
        return write_directly(path, buffer);
    return write_renamed(path, buffer);
}
