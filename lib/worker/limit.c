/* limit.c: see limit.h. Memory is RLIMIT_DATA, set to the size of now plus the limit: address space
 * that is only reserved does not count. Whether a request was refused is read from errno at the
 * moment of death, on the thread that dies. Descriptors are numbered from the lowest, so that the
 * next free number plus the limit is the number that may not be reached. */
#define _GNU_SOURCE
#include "limit.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../base/alloc.h"
#include "../wire/box.h"
#include "registry.h"
#include "takeover.h"
#include "timer.h"

enum { DATA_WORD = 5, FILES_ROOM = 8, RESULT_ROOM = 1 << 20 };

struct held {
    int resource;
    bool active;          /* a body is held to it */
    bool left;            /* it is set, from the last body, and no body runs */
    struct rlimit before; /* as it was without; while it is active or left */
};
static struct held data = {.resource = RLIMIT_DATA}, files = {.resource = RLIMIT_NOFILE},
                   file_size = {.resource = RLIMIT_FSIZE};
static int statm = -1;  /* open from the start: a body may be kept from opening files */
static uint64_t page_bytes;
static bool is_watched; /* exit() is */
static bool is_last;    /* of the bodies that this worker runs */

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

/* `room` is what the runtime itself needs beyond it, behind the last body: there it is hard. */
static void hold(struct held *held, uint64_t most, uint64_t room)
{
    if (!held->left && getrlimit(held->resource, &held->before) != 0) return;
    struct rlimit *before = &held->before, limit = *before;
    if (most < limit.rlim_cur) limit.rlim_cur = most;
    if (is_last && most + room < limit.rlim_max) limit.rlim_max = most + room;
    if (setrlimit(held->resource, &limit) != 0) return;
    held->active = true;
    held->left = false;
    before->rlim_max = limit.rlim_max; /* it is not to be had back */
    if (before->rlim_cur > limit.rlim_max) before->rlim_cur = limit.rlim_max;
}

static void let_go(struct held *held)
{
    if (!held->active && !held->left) return;
    held->active = held->left = false;
    setrlimit(held->resource, &held->before);
}

/* --- Memory ----------------------------------------------------------------------------------- */

/* Bytes of data that the process has mapped; 0: unknown. */
static uint64_t data_bytes(void)
{
    char text[256];
    ssize_t len = statm < 0 ? -1 : pread(statm, text, sizeof text - 1, 0);
    if (len <= 0) return 0;
    text[len] = '\0';
    const char *at = text;
    for (int words = 0; words < DATA_WORD && at != NULL; words++)
        if ((at = strchr(at, ' ')) != NULL) at++;
    return at == NULL ? 0 : strtoull(at, NULL, 10) * page_bytes;
}

bool unsync__limit_was_refused(int error)
{
    return data.active && error == ENOMEM && unsync__box_is_mine();
}

static void at_exit(void)
{
    if (unsync__limit_was_refused(errno)) unsync__box->refused = 1;
}

static void hold_memory(uint64_t now, uint64_t bytes)
{
    if (now == 0 || (unsync__box->lacks & UNSYNC__LACKS_MEMORY)) return;
    if (bytes > UINT64_MAX / 4) bytes = UINT64_MAX / 4;
    hold(&data, now + bytes, bytes + RESULT_ROOM);
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
    hold(&files, (uint64_t) next + count, FILES_ROOM);
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

/* Without it not even root raises a hard limit. */
static void drop_capability(void)
{
    struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3];
    if (syscall(SYS_capget, &head, sets) != 0) return;
    sets[0].effective &= ~(1u << CAP_SYS_RESOURCE);
    sets[0].permitted &= ~(1u << CAP_SYS_RESOURCE);
    sets[0].inheritable &= ~(1u << CAP_SYS_RESOURCE);
    syscall(SYS_capset, &head, sets);
}

/* For memory that the runtime needs between two bodies, as for arguments and results. */
static bool relieve(void)
{
    if (!data.left || syscall(SYS_gettid) != getpid()) return false;
    let_go(&data);
    return true;
}

void unsync__limits_open(void)
{
    page_bytes = (uint64_t) sysconf(_SC_PAGESIZE);
    unsync__registry_each(open_for, NULL);
    unsync__timers_open();
    unsync__alloc_relief = relieve;
}

/* The limit of memory stays when a body is over: calls of one function come in a row, and to set it
 * is most of what it costs. */
void unsync__limits_begin(const struct unsync__limits *limits)
{
    is_last = limits->recycle_runs == 1;
    if (is_last && (limits->open_files | limits->file_bytes | limits->memory_bytes) != 0)
        drop_capability();
    if (limits->open_files != 0) hold_files(limits->open_files);
    if (limits->file_bytes != 0) {
        signal(SIGXFSZ, SIG_IGN); /* the write is to fail, not the process */
        hold(&file_size, limits->file_bytes, 0);
    }
    if (limits->memory_bytes != 0)
        hold_memory(data_bytes(), limits->memory_bytes);
    else
        let_go(&data);
    unsync__timers_begin(limits);
}

void unsync__limits_end(const struct unsync__limits *limits)
{
    unsync__timers_end(limits);
    data.left = data.left || data.active;
    data.active = false;
    let_go(&file_size);
    let_go(&files);
}

void unsync__limits_rest(void)
{
    unsync__timers_rest();
    if (data.left) let_go(&data); /* a stream that waits is in the middle of its run */
}

void unsync__limits_keep(const struct unsync__limits *limits)
{
    static uint64_t kept, began;
    if (limits->memory_bytes <= kept) return;
    kept = limits->memory_bytes;
    if (began == 0) began = data_bytes();
    let_go(&data);
    hold_memory(began, kept);
}
