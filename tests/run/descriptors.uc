/* Tasks of every lane, and workers that crash and are replaced, leave no descriptor open. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unsync.h>

static int open_descriptors(void)
{
    int count = 0;
    DIR *folder = opendir("/proc/self/fd");
    while (folder != NULL && readdir(folder) != NULL) count++;
    if (folder != NULL) closedir(folder);
    return count;
}

@cpu_bound int crash(void)
{
    abort();
}

@cpu_bound int in_worker(int n)
{
    return n;
}

@thread int in_thread(int n)
{
    return n;
}

@async int turn(int n)
{
    crash_task crashing = crash();
    int code = catch crashing;
    unsync_release(crashing);
    if (code != UNSYNC_ECRASHED) unsync_fail(code, "the worker did not crash");
    await unsync_sleep(1);
    return await in_worker(n) + await in_thread(n);
}

@async int main(void)
{
    int sum = await turn(0);
    int before = open_descriptors();
    for (int i = 1; i <= 20; i++) sum += await turn(i);
    printf("sum %d, descriptors left: %d\n", sum, open_descriptors() - before);
    return 0;
}
