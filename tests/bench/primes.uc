/* Five times at once: sleep 1 s on the loop, then test a prime in a worker process, s. */
#include <stdbool.h>
#include <stdio.h>
#include <unsync.h>

#include "clock.h"

enum { COUNT = 5 };

@cpu_bound bool is_prime(unsigned n)
{
    for (unsigned d = 2; d < n; d++)
        if (n % d == 0) return false;
    return n > 1;
}

@async bool slept(unsigned n)
{
    await unsync_sleep(1000);
    return await is_prime(n);
}

@async int main(void)
{
    double begin = now_ns();
    slept_task tasks[COUNT];
    int primes = 0;
    for (int i = 0; i < COUNT; i++) tasks[i] = slept(16769023);
    for (int i = 0; i < COUNT; i++) primes += await tasks[i];
    printf("%.5f\n", (now_ns() - begin) / 1e9);
    return primes == COUNT ? 0 : 1;
}
