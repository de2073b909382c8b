/* takeover.c: turns a freshly exec'ed copy of the program into a worker, or into the replay of a
 * recorded call, before its main.
 *
 * glibc's start code calls __libc_start_main(main, ...). That name is defined here too, comes first
 * in the order of lookup, and in a worker puts the worker's loop in the place of main; constructors
 * run as ever. In a fully static program glibc's own definition wins, and the last constructor does
 * it. In a plugin of a foreign program neither happens: workers of such a program cannot be.
 *
 * All of this must hold, so that nobody is taken over by accident or by an attacker: not AT_SECURE;
 * the variable names a socket whose other end was made by the parent process; the parent runs this
 * same file. This file is linked into every program, so it needs nothing but libc. */
#define _GNU_SOURCE
#include "takeover.h"

#include <dlfcn.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

int unsync__takeover_socket = -1;
bool unsync__takeover_hooked, unsync__takeover_named;
const char *unsync__takeover_replay;

#pragma weak unsync__worker_main /* a program without @cpu_bound functions has none */
#pragma weak unsync__replay_main

enum { REFUSED = 125 };

/* Only a parent could have set this up; to run main would be worse than to end. */
__attribute__((noreturn)) static void refuse(const char *why)
{
    fprintf(stderr, "unsync: not a worker: %s\n", why);
    _exit(REFUSED);
}

/* Is it a socket whose other end belongs to the parent process? *same_user: which runs as this
 * user. */
static bool is_parents_socket(int fd, bool *same_user)
{
    struct ucred peer;
    int domain;
    socklen_t len = sizeof domain, peer_len = sizeof peer;
    if (getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &len) != 0 || domain != AF_UNIX)
        return false;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &peer_len) != 0) return false;
    *same_user = peer.uid == geteuid();
    return peer.pid == getppid();
}

/* A daemon that has given up privileges may not be looked at by its own user: then that it is the
 * same user must do, who could not win anything here. */
static bool is_parents_program(bool same_user)
{
    char path[64];
    struct stat mine, parents;
    snprintf(path, sizeof path, "/proc/%d/exe", (int) getppid());
    if (stat("/proc/self/exe", &mine) != 0) return false;
    if (stat(path, &parents) != 0) return (errno == EACCES || errno == EPERM) && same_user;
    return mine.st_dev == parents.st_dev && mine.st_ino == parents.st_ino;
}

/* The socket of a worker; -1: not one. */
static int find_socket(void)
{
    const char *text = getenv(UNSYNC__TAKEOVER_VARIABLE);
    char *end;
    if (text == NULL) return -1;
    long fd = strtol(text, &end, 10);
    bool named = strcmp(end, " named") == 0;
    bool valid = end != text && (*end == '\0' || named) && fd > STDERR_FILENO && fd < 1 << 20;
    unsetenv(UNSYNC__TAKEOVER_VARIABLE); /* nobody that this process starts shall see it */
    bool same_user = false;
    if (!valid || !is_parents_socket((int) fd, &same_user)) return -1;
    if (getauxval(AT_SECURE) != 0) refuse("the program has privileges of its own");
    if (!named && !is_parents_program(same_user)) refuse("the parent process runs another program");
    if (unsync__worker_main == NULL) refuse("the program has no @cpu_bound function");
    fcntl((int) fd, F_SETFD, FD_CLOEXEC);
    unsync__takeover_named = named;
    return (int) fd;
}

/* What a user asks for, so not of a program with privileges that the user has not. */
static const char *find_replay(void)
{
    const char *path = secure_getenv(UNSYNC__REPLAY_VARIABLE);
    if (path == NULL || *path == '\0') return NULL;
    if (unsync__replay_main == NULL) {
        fprintf(stderr, "unsync: UNSYNC_REPLAY=%s: the program has no @cpu_bound function\n", path);
        _exit(REFUSED);
    }
    unsetenv(UNSYNC__REPLAY_VARIABLE); /* the text itself stays */
    return path;
}

static void decide(void)
{
    unsync__takeover_hooked = true;
    unsync__takeover_socket = find_socket();
    if (unsync__takeover_socket < 0) unsync__takeover_replay = find_replay();
}

static bool is_taken(void)
{
    return unsync__takeover_socket >= 0 || unsync__takeover_replay != NULL;
}

static int serve(int argc, char **argv, char **environment)
{
    (void) argc;
    (void) argv;
    (void) environment;
    return unsync__takeover_socket >= 0 ? unsync__worker_main() : unsync__replay_main();
}

/* --- Two ways in ------------------------------------------------------------------------------ */

typedef int main_function(int argc, char **argv, char **environment);
typedef int start_function(main_function *main, int argc, char **argv, void (*init)(void),
                           void (*fini)(void), void (*rtld_fini)(void), void *stack_end);

start_function __libc_start_main __attribute__((weak));

int __libc_start_main(main_function *main, int argc, char **argv, void (*init)(void),
                      void (*fini)(void), void (*rtld_fini)(void), void *stack_end)
{
    start_function *next;
    *(void **) &next = dlsym(RTLD_NEXT, "__libc_start_main");
    if (next == NULL) refuse("there is no __libc_start_main to go on with");
    decide();
    return next(is_taken() ? serve : main, argc, argv, init, fini, rtld_fini,
                stack_end);
}

static int find_interpreter(struct dl_phdr_info *info, size_t size, void *found)
{
    (void) size;
    for (int i = 0; i < info->dlpi_phnum; i++)
        if (info->dlpi_phdr[i].p_type == PT_INTERP) *(bool *) found = true;
    return 1; /* the first object is the program */
}

/* Stands in an archive behind the program's own objects: so its constructors have run. */
__attribute__((constructor)) static void decide_in_static_program(void)
{
    bool dynamic = false;
    dl_iterate_phdr(find_interpreter, &dynamic);
    if (dynamic || unsync__takeover_hooked) return;
    decide();
    if (is_taken()) exit(serve(0, NULL, NULL));
}
