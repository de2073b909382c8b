/* recycle.c: see recycle.h. Memory is what the kernel says of the process, not what it says of
 * itself. */
#define _GNU_SOURCE
#include "recycle.h"

#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>
#include <unsync.h>

/* 0: unknown. */
static uint64_t resident_bytes(pid_t pid)
{
    char path[64], text[256];
    unsigned long long pages = 0;
    snprintf(path, sizeof path, "/proc/%d/statm", (int) pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return 0;
    ssize_t len = read(fd, text, sizeof text - 1);
    close(fd);
    if (len <= 0) return 0;
    text[len] = '\0';
    if (sscanf(text, "%*u %llu", &pages) != 1) return 0;
    return pages * (uint64_t) sysconf(_SC_PAGESIZE);
}

static uint64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return (uint64_t) now.tv_sec * 1000 + (uint64_t) now.tv_nsec / 1000000;
}

void unsync__service_begin(struct unsync__service *service, pid_t pid)
{
    service->runs = 0;
    service->since_ms = now_ms();
    service->began_bytes = resident_bytes(pid);
}

static bool has_grown(const struct unsync__service *service, pid_t pid, uint64_t bytes)
{
    uint64_t now = resident_bytes(pid);
    return service->began_bytes != 0 && now > service->began_bytes &&
           now - service->began_bytes >= bytes;
}

bool unsync__service_is_over(struct unsync__service *service, pid_t pid,
                             const struct unsync__limits *limits, int *why)
{
    service->runs++;
    *why = UNSYNC_WORKER_RECYCLED;
    if (limits->recycle_runs != 0 && service->runs >= limits->recycle_runs) return true;
    *why = UNSYNC_WORKER_RECYCLED_AGE;
    if (limits->recycle_ms != 0 && now_ms() - service->since_ms >= limits->recycle_ms) return true;
    *why = UNSYNC_WORKER_RECYCLED_GROWTH;
    return limits->recycle_bytes != 0 && has_grown(service, pid, limits->recycle_bytes);
}
