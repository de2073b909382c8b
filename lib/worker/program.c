/* program.c: see program.h. The descriptors stand above the low numbers, which belong to the user's
 * own open(); one that the user has closed is noticed by its inode and opened again. */
#define _GNU_SOURCE
#include "program.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>
#include <unsync.h>

#include "../base/alloc.h"
#include "../base/environment.h"
#include "takeover.h"

enum { LOW = 100, ARGUMENTS_MAX = 64 };

struct file {
    int fd; /* -1: none */
    dev_t device;
    ino_t inode;
    char path[4096]; /* to open it again */
};
static struct file self = {.fd = -1, .path = "/proc/self/exe"}, loaded = {.fd = -1},
                   named = {.fd = -1};
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int lift(int fd)
{
    if (fd < 0 || fd >= LOW) return fd;
    int high = fcntl(fd, F_DUPFD_CLOEXEC, LOW);
    if (high < 0) return fd; /* a low limit of descriptors */
    close(fd);
    return high;
}

static int file_open(struct file *file, const char *path, int flags)
{
    struct stat status;
    int fd = lift(open(path, flags | O_CLOEXEC));
    if (fd < 0) return -errno;
    if (fstat(fd, &status) != 0) {
        close(fd);
        return -errno;
    }
    file->fd = fd;
    file->device = status.st_dev;
    file->inode = status.st_ino;
    if (file->path != path) snprintf(file->path, sizeof file->path, "%s", path);
    return 0;
}

/* Is the descriptor still what it was? The user may have closed all that are not his. */
static bool file_stands(const struct file *file)
{
    struct stat status;
    return file->fd >= 0 && fstat(file->fd, &status) == 0 && status.st_dev == file->device &&
           status.st_ino == file->inode;
}

/* --- ld.so ------------------------------------------------------------------------------------ */

static int has_interpreter(struct dl_phdr_info *info, size_t size, void *data)
{
    (void) size;
    for (int i = 0; i < info->dlpi_phnum; i++)
        if (info->dlpi_phdr[i].p_type == PT_INTERP) *(bool *) data = true;
    return 1; /* the first object is the program */
}

/* Started as `ld.so program`: the kernel loaded no interpreter, but the program names one. */
static bool by_loader(void)
{
    bool interpreter = false;
    dl_iterate_phdr(has_interpreter, &interpreter);
    return interpreter && getauxval(AT_BASE) == 0;
}

/* The path of the file that is mapped where the program's headers are. */
static bool mapped_path(char *path, size_t size)
{
    FILE *maps = fopen("/proc/self/maps", "re");
    if (maps == NULL) return false;
    unsigned long at = getauxval(AT_PHDR), from, to;
    char line[4096 + 128];
    bool found = false;
    while (!found && fgets(line, sizeof line, maps) != NULL) {
        char *slash = strchr(line, '/');
        if (slash == NULL || sscanf(line, "%lx-%lx", &from, &to) != 2) continue;
        if (at < from || at >= to) continue;
        slash[strcspn(slash, "\n")] = '\0';
        snprintf(path, size, "%s", slash);
        found = true;
    }
    fclose(maps);
    return found;
}

static bool takes_value(const char *option)
{
    return strcmp(option, "--inhibit-cache") != 0 && strcmp(option, "--list") != 0 &&
           strcmp(option, "--verify") != 0;
}

/* ld.so's own name and options, as this process got them; returns how many there are. */
static size_t loader_arguments(char **argv, size_t most)
{
    FILE *line = fopen("/proc/self/cmdline", "re");
    char *word = NULL;
    size_t room = 0, count = 0;
    bool belongs = true; /* the next word is ld.so's: its name, or an option's value */
    while (line != NULL && count < most && getdelim(&word, &room, '\0', line) > 0) {
        bool option = !belongs && strncmp(word, "--", 2) == 0;
        if (!belongs && !option) break;
        if ((argv[count] = strdup(word)) == NULL) break;
        count++;
        belongs = option && takes_value(word);
    }
    free(word);
    if (line != NULL) fclose(line);
    return count;
}

/* --- What to exec ----------------------------------------------------------------------------- */

void unsync__program_remember(void)
{
    if (unsync__takeover_socket >= 0) return; /* a worker execs nobody */
    pthread_mutex_lock(&lock);
    if (self.fd < 0 && file_open(&self, self.path, O_PATH) == 0 && by_loader() &&
        mapped_path(loaded.path, sizeof loaded.path))
        file_open(&loaded, loaded.path, O_RDONLY);
    pthread_mutex_unlock(&lock);
}

void unsync__program_settle(int loaded_as)
{
    if (by_loader()) close(loaded_as);
}

static int open_named(const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0) return -errno;
    if (!S_ISREG(status.st_mode) || access(path, X_OK) != 0) return -EACCES;
    pthread_mutex_lock(&lock);
    if (named.fd >= 0) close(named.fd);
    named.fd = -1;
    int error = file_open(&named, path, O_PATH);
    pthread_mutex_unlock(&lock);
    return error;
}

int unsync_worker_program(const char *path)
{
    if (path == NULL) return UNSYNC_EINVAL;
    return open_named(path) == 0 ? 0 : UNSYNC_EINVAL;
}

/* UNSYNC_WORKER_PROGRAM, unless the program named one itself. Said once if it is no good. */
static void name_by_environment(void)
{
    const char *path = unsync__environment("UNSYNC_WORKER_PROGRAM");
    if (named.fd >= 0 || path == NULL) return;
    int error = open_named(path);
    if (error != 0)
        fprintf(stderr, "unsync: UNSYNC_WORKER_PROGRAM=%s: %s\n", path, strerror(-error));
}

static void name_once(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, name_by_environment);
}

bool unsync__program_can_serve(void)
{
    name_once();
    return named.fd >= 0 || unsync__takeover_hooked;
}

/* The path of the file if it still is that file, else a name for the descriptor in the worker. */
static char *path_to_load(int loaded_as)
{
    struct stat status;
    char *path = NULL;
    if (stat(loaded.path, &status) == 0 && status.st_dev == loaded.device &&
        status.st_ino == loaded.inode)
        return strdup(loaded.path);
    return asprintf(&path, "/proc/self/fd/%d", loaded_as) < 0 ? NULL : path;
}

static char **arguments(const struct unsync__program *program, int loaded_as)
{
    char **argv = calloc(ARGUMENTS_MAX + 2, sizeof *argv);
    if (argv == NULL) return NULL;
    size_t count = 0;
    if (program->loaded >= 0) {
        count = loader_arguments(argv, ARGUMENTS_MAX);
        argv[count] = path_to_load(loaded_as);
    } else {
        const char *name = program->named ? named.path : program_invocation_name;
        if (asprintf(&argv[0], "%s [worker]", name) < 0) argv[0] = NULL;
    }
    return argv;
}

void unsync__program_get(struct unsync__program *program, int loaded_as)
{
    name_once();
    pthread_mutex_lock(&lock);
    struct file *file = named.fd >= 0 ? &named : &self;
    program->named = file == &named;
    int error = file_stands(file) ? 0 : file_open(file, file->path, O_PATH);
    program->file = error == 0 ? file->fd : error;
    if (loaded.path[0] != '\0' && !file_stands(&loaded)) file_open(&loaded, loaded.path, O_RDONLY);
    program->loaded = file == &self ? loaded.fd : -1;
    program->argv = arguments(program, loaded_as);
    pthread_mutex_unlock(&lock);
}

void unsync__program_path(char *path, size_t size)
{
    pthread_mutex_lock(&lock);
    if (named.fd >= 0)
        snprintf(path, size, "%s", named.path);
    else /* under this name also when the file is deleted */
        snprintf(path, size, "/proc/%d/exe", (int) getpid());
    pthread_mutex_unlock(&lock);
}

int unsync__program_open(void)
{
    name_once();
    pthread_mutex_lock(&lock);
    const char *path = named.fd >= 0 ? named.path : self.path;
    int fd = named.fd < 0 && loaded.fd >= 0 ? fcntl(loaded.fd, F_DUPFD_CLOEXEC, LOW)
                                            : open(path, O_RDONLY | O_CLOEXEC);
    int error = -errno;
    pthread_mutex_unlock(&lock);
    return fd >= 0 ? fd : error;
}

void unsync__program_free(struct unsync__program *program)
{
    if (program->argv == NULL) return;
    for (char **word = program->argv; *word != NULL; word++) free(*word);
    free(program->argv);
    program->argv = NULL;
}
