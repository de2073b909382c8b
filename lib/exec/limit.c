/* limit.c: see limit.h. The limit is RLIMIT_DATA, set to the size of now plus the limit. Whether a
 * request was refused is read from errno at the moment of death: the handlers run on the thread
 * that died. */
#define _GNU_SOURCE
#include "limit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "wire.h"

static const int deadly[] = {SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGFPE, SIGTRAP};
enum { DEADLY = sizeof deadly / sizeof *deadly };

static bool active;
static int parent = -1;
static struct rlimit before;
static bool handled[DEADLY];

extern void __asan_init(void) __attribute__((weak));
extern void __tsan_init(void) __attribute__((weak));
extern void __msan_init(void) __attribute__((weak));
extern void __hwasan_init(void) __attribute__((weak));

static bool sanitized(void)
{
    return __asan_init != NULL || __tsan_init != NULL || __msan_init != NULL ||
           __hwasan_init != NULL;
}

/* Bytes of data that the process has mapped; 0: unknown. */
static uint64_t data_bytes(void)
{
    char text[256];
    unsigned long long pages = 0;
    int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (fd < 0) return 0;
    ssize_t len = read(fd, text, sizeof text - 1);
    close(fd);
    if (len <= 0) return 0;
    text[len] = '\0';
    if (sscanf(text, "%*u %*u %*u %*u %*u %llu", &pages) != 1) return 0;
    return pages * (uint64_t) sysconf(_SC_PAGESIZE);
}

static void last_breath(int signal)
{
    if (errno == ENOMEM) unsync__wire_send_empty(parent, UNSYNC__REFUSED);
    struct sigaction action = {.sa_handler = SIG_DFL};
    sigaction(signal, &action, NULL);
    raise(signal); /* pending until the handler returns */
}

static void at_exit(void)
{
    if (active && errno == ENOMEM) unsync__wire_send_empty(parent, UNSYNC__REFUSED);
}

/* Only where the program has no handler of its own. */
static void handle_deadly(void)
{
    struct sigaction action = {.sa_handler = last_breath}, now;
    for (int i = 0; i < DEADLY; i++) {
        handled[i] = sigaction(deadly[i], NULL, &now) == 0 && (now.sa_flags & SA_SIGINFO) == 0 &&
                     now.sa_handler == SIG_DFL;
        if (handled[i]) sigaction(deadly[i], &action, NULL);
    }
}

static void leave_deadly(void)
{
    struct sigaction action = {.sa_handler = SIG_DFL}, now;
    for (int i = 0; i < DEADLY; i++)
        if (handled[i] && sigaction(deadly[i], NULL, &now) == 0 && now.sa_handler == last_breath)
            sigaction(deadly[i], &action, NULL);
}

void unsync__limit_begin(uint64_t bytes, int socket)
{
    static bool watched;
    uint64_t now = data_bytes();
    if (bytes == 0 || now == 0 || sanitized() || getrlimit(RLIMIT_DATA, &before) != 0) return;
    struct rlimit limit = before;
    limit.rlim_cur = bytes > UINT64_MAX / 2 ? UINT64_MAX / 2 : now + bytes;
    if (limit.rlim_cur > before.rlim_cur) limit.rlim_cur = before.rlim_cur;
    if (setrlimit(RLIMIT_DATA, &limit) != 0) return;
    parent = socket;
    active = true;
    if (!watched) atexit(at_exit);
    watched = true;
    handle_deadly();
    errno = 0;
}

void unsync__limit_end(void)
{
    if (!active) return;
    active = false;
    leave_deadly();
    setrlimit(RLIMIT_DATA, &before);
}
