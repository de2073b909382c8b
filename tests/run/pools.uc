/* Pools with a name: their cap, their bound, jobs that wait for jobs, and what the metrics say. */
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unsync.h>

enum { JOBS = 40 };

/* Jobs stand here until they are let through. */
static sem_t gate;
static atomic_int standing, most_standing;

static void stand(void)
{
    int now = ++standing, most = most_standing;
    while (now > most && !atomic_compare_exchange_weak(&most_standing, &most, now)) { }
    while (sem_wait(&gate) != 0) { }
    standing--;
}

static void let_pass(int count)
{
    for (int i = 0; i < count; i++) sem_post(&gate);
}

@async static void until_standing(int count)
{
    while (standing < count) await unsync_sleep(1);
}

static struct unsync_pool_metrics metrics_of(const char *name)
{
    struct unsync_pool_metrics all[8];
    size_t count = unsync_metrics(all, 8);
    for (size_t i = 0; i < count && i < 8; i++)
        if (strcmp(all[i].name, name) == 0) return all[i];
    return (struct unsync_pool_metrics){.name = NULL};
}

@thread(pool = gate, max = 3) int through_gate(int n)
{
    stand();
    return n;
}

@thread(pool = other) int elsewhere(int n) { return n + 1; }

@async static void cap_holds(void)
{
    through_gate_task tasks[JOBS];
    for (int i = 0; i < JOBS; i++) tasks[i] = through_gate(i);
    await until_standing(3);
    for (int i = 0; i < 5; i++) await unsync_sleep(2); /* growth would come after a millisecond */
    printf("another pool is not held up: %d\n", await elsewhere(1));
    struct unsync_pool_metrics metrics = metrics_of("gate");
    printf("gate: max %u, threads %u, queued %u\n", metrics.max, metrics.threads, metrics.queued);
    let_pass(JOBS);
    int sum = 0;
    for (int i = 0; i < JOBS; i++) sum += await tasks[i];
    printf("sum %d, never more than %d at a time\n", sum, most_standing);
}

/* A job that waits leaves the count of its pool; one that is still queued is run by who waits for it. */
@thread(pool = single, max = 1) int depth(int n) { return n == 0 ? 0 : 1 + await depth(n - 1); }
@thread(pool = single, max = 1) int through_loop(int n);
@async int back(int n) { return n == 0 ? 0 : await through_loop(n - 1); }
@thread(pool = single, max = 1) int through_loop(int n) { return 1 + await back(n); }

@async static void never_deadlocks(void)
{
    printf("depth %d\n", await depth(60));
    printf("through the loop %d\n", await through_loop(20));
}

/* --- A bounded queue --- */

@thread(pool = narrow, max = 1, queue = 2) int narrow(int n)
{
    stand();
    return n;
}

static atomic_int started;

@thread int producer(int count)
{
    narrow_task tasks[16];
    int sum = 0;
    for (int i = 0; i < count; i++) {
        tasks[i] = narrow(i);
        started++;
    }
    for (int i = 0; i < count; i++) sum += await tasks[i];
    return sum;
}

@async static int narrow_guest(int n)
{
    await unsync_pool_room("narrow");
    return await narrow(n);
}

@async static void bound_holds(void)
{
    producer_task busy = producer(8);
    await until_standing(1);
    /* One runs, two wait, and the start of the fourth waits for room. */
    while (metrics_of("narrow").queued < 3) await unsync_sleep(1);
    for (int i = 0; i < 5; i++) await unsync_sleep(2);
    printf("started %d of 8, in the pool %d\n", started, (int) metrics_of("narrow").started);
    narrow_guest_task guest = narrow_guest(100), gone = narrow_guest(0);
    for (int i = 0; i < 5; i++) await unsync_sleep(2);
    printf("guests outside: %d\n", !unsync_done(guest) && metrics_of("narrow").started == 4);
    unsync_cancel(gone);
    printf("a guest that goes: %s\n", unsync_code_name(catch gone));
    unsync_release(gone);
    let_pass(9);
    printf("sum %d, guest %d\n", await busy, await guest);
    /* The guest may start beside a starter that waits. */
    printf("most queued: %d\n", metrics_of("narrow").queued_most <= 4);
    printf("room at once: %d %d\n", catch unsync_pool_room("narrow"),
           catch unsync_pool_room("no such pool"));
}

/* --- Metrics --- */

@thread(pool = measured) void nothing(void) { }

static uint64_t total(const uint64_t *counts)
{
    uint64_t sum = 0;
    for (int i = 0; i < UNSYNC_METRICS_BUCKETS; i++) sum += counts[i];
    return sum;
}

@async static void metrics_count(void)
{
    for (int i = 0; i < 640; i++) await nothing();
    struct unsync_pool_metrics metrics = metrics_of("measured");
    while (metrics.finished < 640) {
        await unsync_sleep(1);
        metrics = metrics_of("measured");
    }
    printf("started %d, timed %d and %d, queued %u\n", (int) metrics.started,
           (int) total(metrics.wait_counts), (int) total(metrics.run_counts), metrics.queued);
    printf("pools: %zu, the first is '%s'\n", unsync_metrics(NULL, 0), metrics_of("").name);
}

@async int main(void)
{
    sem_init(&gate, 0, 0);
    await cap_holds();
    await never_deadlocks();
    await bound_holds();
    await metrics_count();
    return 0;
}
