/* spin.c: see spin.h. The clock is read once in many looks. */
#define _GNU_SOURCE
#include "spin.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <time.h>

#include "line.h"

enum { WINDOW_NS = 30000, LOOKS = 16, RELAXES = 24 };

static atomic_uint processors; /* 0: not asked yet */
static struct {
    _Alignas(UNSYNC__LINE) atomic_uint count;
} looking; /* threads; written all the time */

static unsigned count_processors(void)
{
    unsigned count = atomic_load_explicit(&processors, memory_order_relaxed);
    if (count > 0) return count;
    cpu_set_t set;
    count = sched_getaffinity(0, sizeof set, &set) == 0 ? (unsigned) CPU_COUNT(&set) : 1;
    atomic_store_explicit(&processors, count, memory_order_relaxed);
    return count;
}

unsigned unsync__spin_most(void)
{
    return count_processors() - 1;
}

static void relax(void)
{
#if defined __x86_64__ || defined __i386__
    __builtin_ia32_pause();
#elif defined __aarch64__
    __asm__ volatile("yield");
#else
    sched_yield();
#endif
}

static uint64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t) now.tv_sec * 1000000000u + (uint64_t) now.tv_nsec;
}

static bool look(bool (*is_there)(void *what), void *what)
{
    uint64_t end = now_ns() + WINDOW_NS;
    do
        for (int i = 0; i < LOOKS; i++) {
            if (is_there(what)) return true;
            relax();
        }
    while (now_ns() < end);
    return false;
}

bool unsync__spin(bool (*is_there)(void *what), void *what)
{
    if (is_there(what)) return true;
    if (unsync__spin_most() == 0) return false;
    bool found = atomic_fetch_add(&looking.count, 1) < count_processors() && look(is_there, what);
    atomic_fetch_sub(&looking.count, 1);
    return found;
}

void unsync__spin_rest(void)
{
    for (int i = 0; i < RELAXES; i++) relax();
}
