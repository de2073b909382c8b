/* ask.c: see ask.h. */
#define _GNU_SOURCE
#include "ask.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 8 };

static struct sockaddr_un address = {.sun_family = AF_UNIX};
static pid_t owner; /* of the socket: a fork is not */

/* Is it there, a folder, mine, and closed to others? */
static bool is_private(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == geteuid() &&
           (status.st_mode & (S_IRWXG | S_IRWXO)) == 0;
}

static bool make_private(const char *path)
{
    return (mkdir(path, S_IRWXU) == 0 || errno == EEXIST) && is_private(path);
}

static bool choose_folder(char *folder, size_t room)
{
    const char *runtime = secure_getenv("XDG_RUNTIME_DIR");
    if (runtime != NULL && *runtime == '/' && is_private(runtime)) {
        int len = snprintf(folder, room, "%s/unsync", runtime);
        if (len > 0 && (size_t) len < room && make_private(folder)) return true;
    }
    snprintf(folder, room, "/tmp/unsync-%u", (unsigned) geteuid());
    return make_private(folder);
}

/* Of programs that have ended without a chance to. */
static void sweep(const char *folder)
{
    DIR *entries = opendir(folder);
    for (struct dirent *entry; entries != NULL && (entry = readdir(entries)) != NULL;) {
        char *end;
        long pid = strtol(entry->d_name, &end, 10);
        bool gone = pid > 0 && *end == '\0' && kill((pid_t) pid, 0) != 0 && errno == ESRCH;
        if (gone) unlinkat(dirfd(entries), entry->d_name, 0);
    }
    if (entries != NULL) closedir(entries);
}

/* The mode of a socket's file is that of the socket when it is bound. */
static bool bind_here(int fd)
{
    unlink(address.sun_path); /* of an earlier process with this pid: it cannot be in use */
    return fchmod(fd, S_IRUSR | S_IWUSR) == 0 &&
           bind(fd, (struct sockaddr *) &address, sizeof address) == 0 &&
           chmod(address.sun_path, S_IRUSR | S_IWUSR) == 0 && listen(fd, BACKLOG) == 0;
}

int unsync__ask_open(const char **why)
{
    char folder[sizeof address.sun_path - sizeof "/4194304"];
    *why = "no folder for it that is private";
    if (!choose_folder(folder, sizeof folder)) return -1;
    sweep(folder);
    owner = getpid();
    snprintf(address.sun_path, sizeof address.sun_path, "%s/%d", folder, (int) owner);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd >= 0 && bind_here(fd)) return fd;
    *why = strerror(errno);
    if (fd >= 0) close(fd);
    return -1;
}

int unsync__ask_accept(int listener)
{
    struct ucred peer;
    socklen_t len = sizeof peer;
    struct timeval patience = {.tv_sec = 1};
    int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    if (fd < 0) return -1;
    bool may = getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) == 0 &&
               (peer.uid == geteuid() || peer.uid == 0);
    if (may && setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience) == 0 &&
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == 0)
        return fd;
    close(fd);
    return -1;
}

void unsync__ask_close(int listener)
{
    if (listener < 0) return;
    close(listener);
    if (owner == getpid()) unlink(address.sun_path);
}
