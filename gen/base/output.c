#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "memory.h"

/* ---- a signal in the middle ---- */

static const int endings[] = {SIGHUP, SIGINT, SIGTERM};

/* What the handler removes: names of temporary files, of which nested jobs may have several. */
static char *volatile pending[8];

static void remove_pending(int number)
{
    for (size_t i = 0; i < sizeof pending / sizeof *pending; i++)
        if (pending[i])
            unlink(pending[i]);
    raise(number); /* its action is the default again */
}

static void catch_endings(void)
{
    struct sigaction action = {.sa_handler = remove_pending,
                               .sa_flags = (int) SA_RESETHAND}, old;

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (sigaction(endings[i], NULL, &old) == 0 && old.sa_handler == SIG_DFL)
            sigaction(endings[i], &action, NULL);
}

/* Puts `to` in the place of `from`. */
static void replace_pending(const char *from, char *to)
{
    for (size_t i = 0; i < sizeof pending / sizeof *pending; i++)
        if (pending[i] == from) {
            pending[i] = to;
            return;
        }
}

/* ---- the file ---- */

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

static bool is_replaced(const char *path)
{
    struct stat status;

    return path &&
           (stat(path, &status) < 0 || S_ISREG(status.st_mode) || S_ISDIR(status.st_mode));
}

static int open_named(struct output *output)
{
    char *name = temporary_name(output->path);
    int file = mkstemp(name);

    if (file < 0) {
        free(name);
        return -1;
    }
    catch_endings();
    output->temporary = name;
    replace_pending(NULL, name);
    return fchmod(file, default_mode()) < 0 ? (close(file), -1) : file;
}

static int open_anonymous(void)
{
    FILE *stream = tmpfile();
    int file = stream ? dup(fileno(stream)) : -1;

    if (stream)
        fclose(stream);
    return file;
}

static void open_file(struct output *output)
{
    output->file = is_replaced(output->path) ? open_named(output) : open_anonymous();
    output->has_file = output->file >= 0;
    if (!output->has_file)
        output->error = errno;
}

static int write_all(int file, const char *bytes, size_t len)
{
    while (len) {
        ssize_t done = write(file, bytes, len);

        if (done < 0 && errno != EINTR)
            return -1;
        bytes += done > 0 ? done : 0;
        len -= done > 0 ? (size_t) done : 0;
    }
    return 0;
}

/* From the anonymous file to where it belongs. */
static int copy_out(struct output *output)
{
    int to = output->path ? open(output->path, O_WRONLY | O_CLOEXEC) : STDOUT_FILENO;
    char block[16 * 1024];
    ssize_t len = to < 0 || lseek(output->file, 0, SEEK_SET) < 0 ? -1 : 1;

    while (len > 0) {
        len = read(output->file, block, sizeof block);
        if (len > 0 && write_all(to, block, (size_t) len) < 0)
            len = -1;
    }
    if (output->path && to >= 0 && close(to) < 0)
        len = -1;
    return len < 0 ? -1 : 0;
}

static int put_in_place(struct output *output)
{
    if (!output->temporary)
        return copy_out(output);
    output->has_file = false;
    if (close(output->file) < 0 || rename(output->temporary, output->path) < 0)
        return -1;
    replace_pending(output->temporary, NULL);
    free(output->temporary);
    output->temporary = NULL;
    return 0;
}

/* ---- what the others call ---- */

void output_open(struct output *output, const char *path)
{
    *output = (struct output) {.path = path};
}

void output_add(struct output *output, const char *bytes, size_t len)
{
    if (!output->has_file && !output->error)
        open_file(output);
    if (!output->error && write_all(output->file, bytes, len) < 0)
        output->error = errno;
}

int output_commit(struct output *output)
{
    output_add(output, "", 0);
    if (!output->error && put_in_place(output) < 0)
        output->error = errno;
    if (output->error)
        fprintf(stderr, "unsync: error: cannot write %s: %s\n",
                output->path ? output->path : "standard output", strerror(output->error));
    return output->error ? -1 : 0;
}

void output_close(struct output *output)
{
    if (output->has_file)
        close(output->file);
    if (output->temporary) {
        unlink(output->temporary);
        replace_pending(output->temporary, NULL);
        free(output->temporary);
    }
    *output = (struct output) {0};
}

int output_write(const char *path, const struct buffer *buffer)
{
    struct output output;
    int failed;

    output_open(&output, path);
    output_add(&output, buffer->data ? buffer->data : "", buffer->len);
    failed = output_commit(&output);
    output_close(&output);
    return failed;
}
