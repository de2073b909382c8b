/* primes.uc: five times: sleep one second, then find out by trial division whether 16769023 is
 * prime. The same job in three lanes: on the event loop alone, on threads, in worker processes.
 *
 * The sleeps overlap in every lane. The divisions overlap only where there is more than one core
 * to run them: on the event loop they come one after the other, and nothing else runs meanwhile.
 * Worker processes bring the same speed as threads, and isolation: a crash in there would fail
 * one task. The durations go to stderr. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>
#include <unsync.h>

enum { TIMES = 5, SLEEP_MS = 1000 };
static const uint32_t NUMBER = 16769023;

/* Tries every divisor, on purpose: this is the work that is measured. */
static bool has_no_divisor(uint32_t n)
{
    uint32_t divisor = 2;
    while (divisor < n && n % divisor != 0) divisor++;
    return divisor == n;
}

@thread
bool is_prime_in_thread(uint32_t n)
{
    return has_no_divisor(n);
}

/* The argument travels to a worker process and the result back. */
@cpu_bound
bool is_prime_in_process(uint32_t n)
{
    return has_no_divisor(n);
}

/* Three @async functions of one type: each sleeps on the loop, then has the number tested. */
@async
bool on_the_loop(uint32_t n)
{
    await unsync_sleep(SLEEP_MS);
    return has_no_divisor(n);
}

@async
bool on_threads(uint32_t n)
{
    await unsync_sleep(SLEEP_MS);
    return await is_prime_in_thread(n);
}

@async
bool in_processes(uint32_t n)
{
    await unsync_sleep(SLEEP_MS);
    return await is_prime_in_process(n);
}

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

/* Functions of one result type share their handle type, `unsync_task_of(bool)`: so they fit one
 * function pointer and one array. */
@async
void measure(const char *lane, unsync_task_of(bool) (*test)(uint32_t))
{
    unsync_task_of(bool) tasks[TIMES];
    int primes = 0;
    double begin_s = now_s();

    for (int i = 0; i < TIMES; i++) tasks[i] = test(NUMBER);
    for (int i = 0; i < TIMES; i++) primes += await tasks[i];

    printf("%s: %u is prime, found %d times.\n", lane, NUMBER, primes);
    fprintf(stderr, "%s: %.2f s\n", lane, now_s() - begin_s);
}

@async
int main(void)
{
    await measure("on the loop", on_the_loop);
    await measure("on threads", on_threads);
    await measure("in processes", in_processes);
    return 0;
}
