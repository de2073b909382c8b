/* seed.c: see seed.h. The numbers are those of SplitMix64 (Steele, Lea, Flood, "Fast splittable
 * pseudorandom number generators", 2014): any 64 bits are a good seed. A failure is a status other
 * than 0, a report of a sanitizer, or a deadly signal: also those that end a program which hangs
 * (timeout(1) sends SIGTERM), but for SIGINT and SIGQUIT, which are others' business. All of it is
 * caught only if there is a seed. */
#define _GNU_SOURCE
#include "seed.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "../base/environment.h"

bool unsync__seeded;
static uint64_t state;
static char text[80]; /* what is said at a failure */
static atomic_bool hushed;

extern void __sanitizer_set_death_callback(void (*callback)(void)) __attribute__((weak));

size_t unsync__seed_below(size_t bound)
{
    state += 0x9e3779b97f4a7c15u;
    uint64_t mixed = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
    return (size_t) ((mixed ^ (mixed >> 31)) % bound);
}

void unsync__seed_hush(void)
{
    atomic_store(&hushed, true);
}

/* --- A failure says the seed ------------------------------------------------------------------ */

static void say(void)
{
    if (atomic_exchange(&hushed, true)) return;
    if (write(STDERR_FILENO, text, strlen(text)) < 0) { /* nobody listens */
    }
}

static void exits(int status, void *unused)
{
    (void) unused;
    if (status != 0) say();
}

/* A stack that has overflowed cannot run a handler: the loop thread's has another one for that. */
static void open_stack(void)
{
    static _Alignas(64) char bytes[32768];
    stack_t before, mine = {.ss_sp = bytes, .ss_size = sizeof bytes};
    if (sigaltstack(NULL, &before) == 0 && (before.ss_flags & SS_DISABLE))
        sigaltstack(&mine, NULL);
}

/* The handler is gone when it runs: what it raises comes when it returns. */
static void dies(int number)
{
    int before = errno;
    say();
    raise(number);
    errno = before;
}

static void watch_failures(void)
{
    static const int deadly[] = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE,  SIGILL, SIGTRAP,
                                 SIGSYS,  SIGTERM, SIGHUP, SIGALRM, SIGXCPU};
    static bool watched;
    if (watched) return;
    watched = true;
    on_exit(exits, NULL);
    open_stack();
    if (__sanitizer_set_death_callback != NULL) __sanitizer_set_death_callback(say);
    for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++) {
        struct sigaction before, mine = {.sa_handler = dies,
                                         .sa_flags = (int) SA_RESETHAND | SA_ONSTACK};
        if (sigaction(deadly[i], NULL, &before) == 0 && before.sa_handler == SIG_DFL)
            sigaction(deadly[i], &mine, NULL);
    }
}

/* --- Opening ---------------------------------------------------------------------------------- */

/* Any seed, short enough to be typed. */
static uint64_t some_seed(void)
{
    uint32_t seed;
    if (getrandom(&seed, sizeof seed, 0) != sizeof seed) seed = (uint32_t) getpid();
    return seed;
}

static bool read_seed(const char *name, uint64_t *seed)
{
    const char *value = unsync__environment(name);
    if (value == NULL) return false;
    if (strcmp(value, "random") == 0) {
        *seed = some_seed();
        return true;
    }
    char *end;
    errno = 0;
    *seed = strtoull(value, &end, 10);
    if (*value >= '0' && *value <= '9' && errno == 0 && *end == '\0') return true;
    fprintf(stderr, "unsync: %s=%s is neither a number below 2^64 nor the word random; not used\n",
            name, value);
    return false;
}

void unsync__seed_open(void)
{
    uint64_t seed;
    if (!read_seed("UNSYNC_SEED", &seed)) return;
    unsync__seeded = true;
    state = seed;
    snprintf(text, sizeof text, "unsync: the order of tasks was that of UNSYNC_SEED=%llu\n",
             (unsigned long long) seed);
    if (!atomic_load(&hushed)) watch_failures();
}
