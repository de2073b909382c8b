#include <stdio.h>
#include <unsync.h>
#pragma GCC diagnostic ignored "-Wshadow"

static int counter, config;
static int sent, prepared;
static const int primes[] = {2, 3, 5};
static const char *names[] = {"a", "b"}; /* nobody writes it */
static int cache[10];
static char scratch[10]; /* a worker's own */
int shared;
extern volatile int stop;

static int uses(int n)
{
    counter += n;
    return config;
}

static int hides(int counter)
{
    int config = counter;

    config++;
    return config;
}

static void prepare(void)
{
    prepared = 1;
}

@cpu_bound
int direct(int n)
{
    static int calls;

    calls++;
    counter++;
    cache[n % 10] = n; /* unsync: ignore(lost-write) */
    shared = n;
    if (stop) return calls;
    snprintf(scratch, sizeof scratch, "%d", n);
    return n + config + config + primes[n] + (int) (sizeof cache / sizeof *cache) + *names[n] +
           sent + prepared + hides(n);
}

@cpu_bound
int through(int n)
{
    return uses(n);
}

@thread
int free_to_do_so(int n)
{
    counter += n;
    return uses(n);
}

int setup(int argc)
{
    config = argc;
    sent = argc;
    unsync_worker_init(prepare);
    return unsync_worker_state(&sent, sizeof sent);
}

/* An array that is handed on: who reads it and who may write it is one place, and one note. */
static int handed_on[4];
static int sum_of(const int *list) { return list[0] + list[3]; }
static int summed(void) { return sum_of(handed_on); }
@cpu_bound int sums(int n) { return n + summed(); }
