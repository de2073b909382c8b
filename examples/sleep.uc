/* sleep.uc: 4000 tasks sleep three seconds, all at the same time and on one thread.
 *
 * A function that is marked @async is started by calling it. The call gives a handle and does not
 * wait; `await` on the handle does. While a task waits, its thread runs the others: so the whole
 * takes as long as one sleep. A sleeping task is one small block of memory, not a stack. */
#include <stdio.h>
#include <time.h>
#include <unsync.h>

enum { SLEEPERS = 4000, SLEEP_MS = 3000 };

@async
int sleeper(void)
{
    await unsync_sleep(SLEEP_MS);
    return 1;
}

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

@async
int main(void)
{
    /* `sleeper_task` is the type of the handles. The array is a local of a task: it outlives the
     * waiting below, as every local does. */
    sleeper_task tasks[SLEEPERS];
    double begin_s = now_s();

    for (int i = 0; i < SLEEPERS; i++) tasks[i] = sleeper(); /* starts it */

    int woken = 0;
    for (int i = 0; i < SLEEPERS; i++) woken += await tasks[i]; /* waits, gives its result */

    printf("%d tasks slept %d s each; all of it took about %.0f s.\n", woken, SLEEP_MS / 1000,
           now_s() - begin_s);
    return 0;
}
