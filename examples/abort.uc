/* A hundred threads at work, and one key ends them all: Enter, or the end of the input. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unsync.h>

enum { THREADS = 100 };

/* Blocking code that looks now and then whether it is still wanted. */
@thread(pool = work, max = 100)
int work(int number)
{
    struct timespec pause = {.tv_nsec = 5000000};
    while (!unsync_cancelled()) nanosleep(&pause, NULL);
    return number;
}

@thread
int key(void)
{
    return getchar();
}

@async
int main(void)
{
    work_task tasks[THREADS];
    for (int i = 0; i < THREADS; i++) tasks[i] = work(i);

    struct unsync_pool_metrics pools[2];
    do {
        await unsync_sleep(1);
        if (unsync_metrics(pools, 2) < 2) return 1;
    } while (pools[1].queued > 0); /* one more thread a millisecond */
    printf("%u threads are at work; press Enter\n", pools[1].threads);

    await key();
    int ended = 0, sum = 0;
    for (int i = 0; i < THREADS; i++) unsync_cancel(tasks[i]);
    for (int i = 0; i < THREADS; i++) {
        if (catch tasks[i] == 0) { /* each was asked, and has returned */
            ended++;
            sum += unsync_value(tasks[i]);
        }
        unsync_release(tasks[i]);
    }
    printf("%d have ended, sum %d\n", ended, sum);
    return 0;
}
