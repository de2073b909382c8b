/* limit.c: see limit.h. Memory is RLIMIT_DATA, set to the size of now plus the limit: address space
 * that is only reserved does not count. Whether a request was refused is read from errno at the
 * moment of death, on the thread that dies. Descriptors are numbered from the lowest, so that the
 * next free number plus the limit is the number that may not be reached. */
#define _GNU_SOURCE
#include "limit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "../wire/box.h"
#include "registry.h"
#include "takeover.h"
#include "timer.h"

struct held {
    int resource;
    bool active;
    struct rlimit before;
};
static struct held data = {.resource = RLIMIT_DATA}, files = {.resource = RLIMIT_NOFILE},
                   file_size = {.resource = RLIMIT_FSIZE};
static int statm = -1;  /* open from the start: a body may be kept from opening files */
static bool is_watched; /* exit() is */

extern void __asan_init(void) __attribute__((weak));
extern void __tsan_init(void) __attribute__((weak));
extern void __msan_init(void) __attribute__((weak));
extern void __hwasan_init(void) __attribute__((weak));

/* Their own allocators would end the process when the kernel refuses. */
static bool sanitized(void)
{
    return __asan_init != NULL || __tsan_init != NULL || __msan_init != NULL ||
           __hwasan_init != NULL;
}

static void hold(struct held *held, uint64_t most)
{
    if (getrlimit(held->resource, &held->before) != 0) return;
    struct rlimit limit = held->before;
    limit.rlim_cur = most < held->before.rlim_cur ? most : held->before.rlim_cur;
    held->active = setrlimit(held->resource, &limit) == 0;
}

static void let_go(struct held *held)
{
    if (!held->active) return;
    held->active = false;
    setrlimit(held->resource, &held->before);
}

/* --- Memory ----------------------------------------------------------------------------------- */

/* Bytes of data that the process has mapped; 0: unknown. */
static uint64_t data_bytes(void)
{
    char text[256];
    unsigned long long pages = 0;
    ssize_t len = statm < 0 ? -1 : pread(statm, text, sizeof text - 1, 0);
    if (len <= 0) return 0;
    text[len] = '\0';
    if (sscanf(text, "%*u %*u %*u %*u %*u %llu", &pages) != 1) return 0;
    return pages * (uint64_t) sysconf(_SC_PAGESIZE);
}

bool unsync__limit_was_refused(int error)
{
    return data.active && error == ENOMEM && unsync__box_is_mine();
}

static void at_exit(void)
{
    if (unsync__limit_was_refused(errno)) unsync__box->refused = 1;
}

static void hold_memory(uint64_t bytes)
{
    uint64_t now = data_bytes();
    if (now == 0 || (unsync__box->lacks & UNSYNC__LACKS_MEMORY)) return;
    hold(&data, bytes > UINT64_MAX / 2 ? UINT64_MAX / 2 : now + bytes);
    if (!is_watched) atexit(at_exit);
    is_watched = true;
    errno = 0;
}

/* --- Descriptors ------------------------------------------------------------------------------ */

static void hold_files(uint32_t count)
{
    int next = fcntl(unsync__takeover_socket, F_DUPFD_CLOEXEC, 0);
    if (next < 0) return; /* at its limit already */
    close(next);
    hold(&files, (uint64_t) next + count);
}

/* --- All -------------------------------------------------------------------------------------- */

static void open_for(const struct unsync__remote *remote, void *unused)
{
    enum { HIGH = 100 };
    (void) unused;
    if (remote->limits->memory_bytes == 0 || statm >= 0) return;
    int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    statm = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, HIGH);
    if (fd >= 0) close(fd);
    if (statm < 0 || sanitized()) unsync__box->lacks |= UNSYNC__LACKS_MEMORY;
}

void unsync__limits_open(void)
{
    unsync__registry_each(open_for, NULL);
    unsync__timers_open();
}

void unsync__limits_begin(const struct unsync__limits *limits)
{
    if (limits->open_files != 0) hold_files(limits->open_files);
    if (limits->file_bytes != 0) {
        signal(SIGXFSZ, SIG_IGN); /* the write is to fail, not the process */
        hold(&file_size, limits->file_bytes);
    }
    if (limits->memory_bytes != 0) hold_memory(limits->memory_bytes);
    unsync__timers_begin(limits);
}

void unsync__limits_end(const struct unsync__limits *limits)
{
    unsync__timers_end(limits);
    let_go(&data);
    let_go(&file_size);
    let_go(&files);
}
