/* A million sleeps of 1 to 2 s at once; "tasks": each in a task of its own that does nothing else. Their
 * memory and CPU time are what counts. */
#include <stdio.h>
#include <stdlib.h>
#include <unsync.h>

enum { COUNT = 1000000 };

@async void nap(uint64_t ms)
{
    await unsync_sleep(ms);
}

@async int main(int argc, char **argv)
{
    (void) argv;
    unsync_task_of(void) *sleeps = malloc(COUNT * sizeof *sleeps);
    for (int i = 0; i < COUNT; i++) {
        uint64_t ms = 1000 + i * 7919ull % 1000;
        sleeps[i] = argc > 1 ? nap(ms) : unsync_sleep(ms);
    }
    await unsync_gather(sleeps, COUNT);
    free(sleeps);
    printf("%d\n", COUNT);
    return 0;
}
