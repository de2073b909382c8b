/* A virtual clock beside a main in plain C: while main does not wait for a task it can run, and the
 * clock goes as the real one does. */
#include <stdio.h>
#include <time.h>
#include <unsync.h>

enum { HOUR = 3600 * 1000 };

@async
uint64_t sleeps(uint64_t ms)
{
    await unsync_sleep(ms);
    return unsync_now_ms();
}

@async
int tries(uint64_t ms)
{
    unsync_task_of(void) long_one = unsync_sleep(HOUR);
    sleeps_task short_one = unsync_timeout(sleeps(2 * ms), ms);
    int code = catch short_one;
    await long_one;
    return code;
}

int main(void)
{
    sleeps_task hour = sleeps(HOUR);
    nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
    printf("while main runs: %s\n", unsync_done(hour) ? "it has ended" : "the hour is not over");
    uint64_t before = unsync_now_ms();
    printf("the clock stands: %s\n", before < HOUR ? "yes" : "no");
    uint64_t end = unsync_result(hour);
    printf("when main waits: %s\n", end == HOUR ? "at once" : "not exactly");
    printf("%s\n", unsync_code_name(unsync_result(tries(1000))));
    printf("%llu hours\n", (unsigned long long) unsync_now_ms() / HOUR);
    return 0;
}
