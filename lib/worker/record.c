/* record.c: see record.h. The text of a file, one value of msgpack after the other: the format, a
 * hash of the program, the signature, the failure's code and message, the time in seconds, what
 * workers are set up with (setup.c), the arguments. */
#define _GNU_SOURCE
#include "record.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../base/environment.h"
#include "../wire/pack.h"
#include "program.h"
#include "setup.h"

enum { FILES_MAX = 100, BYTES_MAX = 16 << 20, HIGH = 100, NAME_ROOM = 200 };

static int folder = -1;
static unsigned files; /* of this program so far */
static uint64_t program;

/* --- The program ------------------------------------------------------------------------------ */

/* FNV-1a. */
static uint64_t hash_file(int fd)
{
    static unsigned char piece[1 << 16];
    uint64_t hash = 14695981039346656037u;
    off_t at = 0;
    ssize_t got;
    while ((got = pread(fd, piece, sizeof piece, at)) > 0) {
        for (ssize_t i = 0; i < got; i++) hash = (hash ^ piece[i]) * 1099511628211u;
        at += got;
    }
    return got < 0 ? 0 : hash | 1;
}

uint64_t unsync__record_program(void)
{
    int fd = unsync__program_open();
    if (fd < 0) return 0;
    uint64_t hash = hash_file(fd);
    close(fd);
    return hash;
}

/* --- The folder ------------------------------------------------------------------------------- */

/* The user's own open() shall not notice. */
static int lift(int fd)
{
    int high = fcntl(fd, F_DUPFD_CLOEXEC, HIGH);
    if (high < 0) return fd;
    close(fd);
    return high;
}

void unsync__record_open(void)
{
    const char *path = unsync__environment("UNSYNC_RECORD");
    if (path == NULL || folder >= 0) return;
    mkdir(path, 0700); /* if it is not there */
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        fprintf(stderr, "unsync: UNSYNC_RECORD=%s is not used: %s\n", path, strerror(errno));
    else
        folder = lift(fd);
}

void unsync__record_close(void)
{
    if (folder >= 0) close(folder);
    folder = -1;
}

/* --- A file ----------------------------------------------------------------------------------- */

/* FUNCTION-PID-TIME-NUMBER.call */
static void make_name(char *name, const char *function, time_t now)
{
    char when[32];
    struct tm parts;
    gmtime_r(&now, &parts);
    strftime(when, sizeof when, "%Y%m%dT%H%M%SZ", &parts);
    snprintf(name, NAME_ROOM, "%.100s-%d-%s-%u.call", function, (int) getpid(), when, files);
}

static int write_all(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t sent = write(fd, bytes, len);
        if (sent < 0 && errno != EINTR) return -errno;
        if (sent < 0) continue;
        bytes += sent;
        len -= (size_t) sent;
    }
    return 0;
}

/* Whole or not at all. */
static int write_file(const char *name, const char *bytes, size_t len)
{
    char draft[NAME_ROOM + 8];
    snprintf(draft, sizeof draft, ".%s.new", name);
    int fd = openat(folder, draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) return -errno;
    int error = write_all(fd, bytes, len);
    if (close(fd) != 0 && error == 0) error = -errno;
    if (error == 0 && renameat(folder, draft, folder, name) != 0) error = -errno;
    if (error != 0) unlinkat(folder, draft, 0);
    return error;
}

static void pack(struct unsync__packer *packer, const struct unsync__task *task, time_t now)
{
    const struct unsync__remote *remote = task->kind->remote;
    if (program == 0) program = unsync__record_program();
    unsync__pack_string(packer, UNSYNC__RECORD_FORMAT);
    unsync__pack_uint(packer, program);
    unsync__pack_string(packer, remote->signature);
    unsync__pack_int(packer, task->failure->code);
    unsync__pack_string(packer, task->failure->message);
    unsync__pack_int(packer, (int64_t) now);
    unsync__setup_pack(packer, remote->limits->fences);
    remote->pack(packer, task);
}

static void keep(struct unsync__packer *packer, const struct unsync__task *task)
{
    char name[NAME_ROOM];
    time_t now = time(NULL);
    pack(packer, task, now);
    make_name(name, task->kind->name, now);
    const char *why = NULL;
    int error = 0;
    if (packer->code != 0)
        why = packer->message;
    else if (packer->handed_count > 0)
        why = "it hands over descriptors (@fd), which no file keeps";
    else if (packer->len > BYTES_MAX)
        why = "the arguments take more than 16 MiB";
    else
        error = write_file(name, packer->bytes + UNSYNC__PACK_HEAD, packer->len);
    if (error != 0) why = strerror(-error);
    if (why != NULL) fprintf(stderr, "unsync: %s was not recorded: %s\n", name, why);
}

void unsync__record_call(const struct unsync__task *task)
{
    struct unsync__packer packer;
    if (folder < 0 || files > FILES_MAX || task->failure->code == UNSYNC_ECANCELED) return;
    if (++files > FILES_MAX) {
        fprintf(stderr, "unsync: UNSYNC_RECORD: %d failed calls were kept, no more are\n",
                FILES_MAX);
        return;
    }
    unsync__packer_init(&packer);
    keep(&packer, task);
    unsync__packer_free(&packer);
}
