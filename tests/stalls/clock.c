/* clock.c: preloaded into a program of a test, a clock that jumps once, as it does for a program
 * on a machine that stands still for a while.
 *
 *   STALL_FILE=FILE  which the program and its workers share: how often all of them have looked at
 *                    the clock so far, and by how much it has jumped. Without it nothing happens
 *   STALL_AT=n       the n-th look is the first to see the jump; 0: they are only counted
 *   STALL_MS=n       by how much
 *
 * It is CLOCK_MONOTONIC that jumps, for all of the processes at once, those too that start later.
 * The kernel's does not: what waits there until a time of this clock (an idle thread of the pool,
 * to end) waits longer by the jump. Called by harness/stalls.py. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { NS_A_SECOND = 1000000000 };

typedef struct {
    _Atomic int64_t looks;
    _Atomic int64_t jumped_ns;
} stall;

static stall *shared;
static int64_t jump_at, jump_ns;

static int64_t number(const char *name)
{
    const char *text = getenv(name);
    return text != NULL ? strtoll(text, NULL, 10) : 0;
}

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv("STALL_FILE");
    int file = path == NULL ? -1 : open(path, O_RDWR | O_CLOEXEC);
    if (file < 0) return;
    void *memory = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (memory == MAP_FAILED) return;
    jump_at = number("STALL_AT");
    jump_ns = number("STALL_MS") * 1000000;
    shared = memory;
}

int clock_gettime(clockid_t id, struct timespec *now)
{
    int code = (int) syscall(SYS_clock_gettime, id, now);
    bool jumps = id == CLOCK_MONOTONIC || id == CLOCK_MONOTONIC_COARSE;
    if (code != 0 || shared == NULL || !jumps) return code;
    if (atomic_fetch_add(&shared->looks, 1) + 1 == jump_at) shared->jumped_ns = jump_ns;
    int64_t ns = now->tv_sec * (int64_t) NS_A_SECOND + now->tv_nsec + shared->jumped_ns;
    *now = (struct timespec){ns / NS_A_SECOND, ns % NS_A_SECOND};
    return 0;
}
