/* UNSYNC_CLOCK=virtual: hours pass at once, exactly; while a job runs the clock does not jump. */
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unsync.h>

enum { HOUR = 3600 * 1000, SLEEPERS = 4000 };

static void say(const char *what)
{
    printf("%9llu ms  %s\n", (unsigned long long) unsync_now_ms(), what);
}

static uint64_t real_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t) now.tv_sec * 1000 + (uint64_t) now.tv_nsec / 1000000;
}

@async
void sleeps(uint64_t ms)
{
    await unsync_sleep(ms);
}

@async
void sleepers(void)
{
    static sleeps_task all[SLEEPERS];
    for (int i = 0; i < SLEEPERS; i++) all[i] = sleeps(3000);
    for (int i = 0; i < SLEEPERS; i++) await all[i];
    say("4000 sleeps of 3 s");
    for (int i = 0; i < 100; i++) await unsync_sleep(HOUR);
    say("100 hours one after the other");
}

@async(timeout = 10s)
void limited(void)
{
    await unsync_sleep(HOUR);
}

@async
void deadlines(void)
{
    uint64_t begin = unsync_now_ms();
    printf("%s after %d ms\n", unsync_code_name(catch limited()), (int) (unsync_now_ms() - begin));
    begin = unsync_now_ms();
    sleeps_task late = unsync_timeout(sleeps(HOUR), 1500);
    unsync_task_of(void) timer = unsync_sleep(1000);
    printf("select %zu", await unsync_select(late, timer));
    printf(" after %d ms\n", (int) (unsync_now_ms() - begin));
    printf("%s", unsync_code_name(catch late));
    printf(" after %d ms\n", (int) (unsync_now_ms() - begin));
}

static atomic_int go_on;

/* Runs until the loop says so: it can run all the time. */
@thread
uint64_t busy(void)
{
    while (!go_on) nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    return unsync_now_ms();
}

/* Waits in the thread: nothing can run, and the clock jumps. */
@thread
uint64_t waits(void)
{
    await unsync_sleep(HOUR);
    return unsync_now_ms();
}

/* Waits for a time without saying so: the clock goes on as the real one does. */
@thread(timeout = 30ms)
int looks(void)
{
    while (!unsync_cancelled()) nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    await unsync_yield();
    await unsync_sleep(HOUR);
    return 0;
}

@async
void jobs(void)
{
    uint64_t begin = unsync_now_ms(), real = real_ms();
    busy_task job = busy();
    await unsync_sleep(20); /* the job holds the clock: as long as it takes */
    printf("slept %s\n", real_ms() - real >= 20 ? "really" : "in no time");
    unsync_task_of(void) hour = unsync_sleep(HOUR);
    go_on = 1;
    printf("a job: %d ms\n", (int) (await job - begin));
    begin = unsync_now_ms();
    printf("a wait in a job: %d ms\n", (int) (await waits() - begin));
    await hour;
    begin = unsync_now_ms();
    printf("%s", unsync_code_name(catch looks()));
    printf(" after %d ms\n", (int) (unsync_now_ms() - begin));
}

@cpu_bound
int square(int n)
{
    return n * n;
}

@cpu_bound(timeout = 50ms)
int endless(void)
{
    for (volatile int n = 0; n >= 0; n = 1) continue;
    return 0;
}

@async
void processes(void)
{
    uint64_t begin = unsync_now_ms();
    unsync_task_of(void) hour = unsync_sleep(HOUR);
    printf("a call: %d", await square(12));
    printf(" after %d ms\n", (int) (unsync_now_ms() - begin));
    begin = unsync_now_ms();
    printf("%s", unsync_code_name(catch endless()));
    printf(" after %d ms\n", (int) (unsync_now_ms() - begin));
    await hour;
}

/* The second that it has when main returns is one of the clock's. */
@async
void detached(void)
{
    await unsync_sleep(900);
    say("the detached task has ended");
    await unsync_sleep(200);
    say("this is too late");
}

@async
int main(void)
{
    uint64_t real = real_ms();
    await sleepers();
    await deadlines();
    await jobs();
    await processes();
    if (real_ms() - real > 30000) printf("that took long\n");
    unsync_detach(detached());
    return 0;
}
