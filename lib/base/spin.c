/* spin.c: see spin.h. The clock is read once in many looks. */
#define _GNU_SOURCE
#include "spin.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <time.h>

#include "line.h"

enum { LOOKS = 16, RELAXES = 24, ROUNDS_ALONE = 3 };

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

/* What is waited for may be waiting for this processor: after the time that an answer from another
 * one takes, others that could run are let in between the looks. On a busy machine that is the
 * difference between 20 us and the 3 ms of a time slice; where nobody else runs it costs little. */
static bool look(unsigned window_ns, bool (*is_there)(void *what), void *what)
{
    uint64_t end = now_ns() + window_ns;
    for (unsigned round = 0; round == 0 || now_ns() < end; round++) {
        if (round >= ROUNDS_ALONE) sched_yield();
        for (int i = 0; i < LOOKS; i++) {
            if (is_there(what)) return true;
            relax();
        }
    }
    return false;
}

bool unsync__spin_for(unsigned window_ns, bool (*is_there)(void *what), void *what)
{
    if (is_there(what)) return true;
    if (unsync__spin_most() == 0) return false;
    bool found = atomic_fetch_add(&looking.count, 1) < count_processors() &&
                 look(window_ns, is_there, what);
    atomic_fetch_sub(&looking.count, 1);
    return found;
}

bool unsync__spin(bool (*is_there)(void *what), void *what)
{
    return unsync__spin_for(UNSYNC__SPIN_NS, is_there, what);
}

void unsync__spin_rest(void)
{
    for (int i = 0; i < RELAXES; i++) relax();
}
