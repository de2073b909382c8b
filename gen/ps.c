/*
 * Folders are tried in the order in which the library does: $XDG_RUNTIME_DIR/unsync,
 * /tmp/unsync-UID. Sockets that nobody listens on any more are removed on the way.
 */
#include "ps.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { FOLDERS = 3, ANSWER_S = 10 };

struct folders {
    uid_t owner; /* whose they are */
    char paths[FOLDERS][80];
};

/* Is it there, of that kind, the owner's, and nobody else's? */
static bool is_private(const char *path, mode_t kind, uid_t owner)
{
    struct stat status;

    return lstat(path, &status) == 0 && (status.st_mode & S_IFMT) == kind &&
           status.st_uid == owner && !(status.st_mode & (S_IRWXG | S_IRWXO));
}

/* The folders of a user; mine first where the environment says it. */
static struct folders folders_of(uid_t owner)
{
    struct folders folders = {.owner = owner};
    const char *mine = owner == geteuid() ? getenv("XDG_RUNTIME_DIR") : NULL;
    unsigned number = (unsigned) owner;

    if (mine && *mine == '/' && strlen(mine) < sizeof folders.paths[0] - sizeof "/unsync")
        snprintf(folders.paths[0], sizeof folders.paths[0], "%s/unsync", mine);
    snprintf(folders.paths[1], sizeof folders.paths[1], "/run/user/%u/unsync", number);
    snprintf(folders.paths[2], sizeof folders.paths[2], "/tmp/unsync-%u", number);
    return folders;
}

/* Whose program it is: mine, but for root, who may ask all. */
static uid_t owner_of(long pid)
{
    char path[40];
    struct stat status;

    snprintf(path, sizeof path, "/proc/%ld", pid);
    return geteuid() == 0 && stat(path, &status) == 0 ? status.st_uid : geteuid();
}

/* Is that process, of that user, at the other end? */
static bool is_listener(int fd, long pid, uid_t owner)
{
    struct ucred peer;
    socklen_t len = sizeof peer;

    return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) == 0 && peer.pid == pid &&
           peer.uid == owner;
}

/* Connects to the program's socket in a folder; -1: there is none. */
static int connect_in(const struct folders *folders, const char *folder, long pid)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct timeval patience = {.tv_sec = ANSWER_S};
    int fd;

    if (!is_private(folder, S_IFDIR, folders->owner))
        return -1;
    snprintf(address.sun_path, sizeof address.sun_path, "%s/%ld", folder, pid);
    if (!is_private(address.sun_path, S_IFSOCK, folders->owner))
        return -1;
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (connect(fd, (struct sockaddr *) &address, sizeof address) == 0 &&
        is_listener(fd, pid, folders->owner))
        return fd;
    if (errno == ECONNREFUSED)
        unlink(address.sun_path);
    close(fd);
    return -1;
}

static int connect_to(const struct folders *folders, long pid)
{
    int fd = -1;

    for (int i = 0; i < FOLDERS && fd < 0; i++)
        fd = connect_in(folders, folders->paths[i], pid);
    return fd;
}

/* Copies what it says; the exit status. */
static int print_answer(int fd)
{
    char text[4096];
    ssize_t len;

    while ((len = read(fd, text, sizeof text)) > 0)
        fwrite(text, 1, (size_t) len, stdout);
    if (len < 0)
        fprintf(stderr, "unsync ps: error: no answer: %s\n", strerror(errno));
    close(fd);
    return len < 0 || fflush(stdout) != 0;
}

static int show(long pid)
{
    struct folders folders = folders_of(owner_of(pid));
    int fd = connect_to(&folders, pid);

    if (fd >= 0 && send(fd, "?", 1, MSG_NOSIGNAL) == 1)
        return print_answer(fd);
    fprintf(stderr, "unsync ps: error: process %ld has no socket for this\n"
            "hint: start the program with UNSYNC_DEBUG=1\n", pid);
    return 1;
}

/* ---- the list ---- */

static void print_program(long pid)
{
    char path[40], line[200];
    FILE *file;
    size_t len;

    snprintf(path, sizeof path, "/proc/%ld/cmdline", pid);
    file = fopen(path, "re");
    len = file ? fread(line, 1, sizeof line - 1, file) : 0;
    if (file)
        fclose(file);
    for (size_t i = 0; i < len; i++)
        if (!isprint((unsigned char) line[i]))
            line[i] = ' ';
    while (len && line[len - 1] == ' ')
        len--;
    printf("%ld\t%.*s\n", pid, (int) len, line);
}

static void list_folder(const struct folders *folders, const char *path)
{
    DIR *folder = is_private(path, S_IFDIR, folders->owner) ? opendir(path) : NULL;
    struct dirent *entry;

    while (folder && (entry = readdir(folder))) {
        char *end;
        long pid = strtol(entry->d_name, &end, 10);
        int fd = pid > 0 && !*end ? connect_in(folders, path, pid) : -1;

        if (fd < 0)
            continue;
        close(fd);
        print_program(pid);
    }
    if (folder)
        closedir(folder);
}

static int list(void)
{
    struct folders folders = folders_of(geteuid());

    for (int i = 0; i < FOLDERS; i++)
        if (i != 1 || strcmp(folders.paths[0], folders.paths[1]) != 0)
            list_folder(&folders, folders.paths[i]);
    return fflush(stdout) != 0;
}

int ps_main(char **words)
{
    char *end;
    long pid;

    if (!words[0])
        return list();
    pid = strtol(words[0], &end, 10);
    if (pid > 0 && !*end && !words[1])
        return show(pid);
    fputs("unsync ps: error: not a process: usage: unsync ps [PID]\n"
          "hint: without a PID it lists the programs that can be asked\n", stderr);
    return 2;
}
