/* A handle may be awaited by another task than the one that started it: it is adopted. */
#include <stdio.h>
#include <unsync.h>

@async
int slow(int x)
{
    await unsync_sleep(1);
    return x;
}

@async
int adopts(slow_task theirs)
{
    return await theirs + 1;
}

@async
int starts_for(slow_task *out)
{
    *out = slow(40);
    await unsync_yield();
    return await adopts(*out);
}

@async
int main(void)
{
    slow_task kept;
    printf("%d\n", await starts_for(&kept));
    slow_task mine = slow(1);
    printf("%d\n", await adopts(mine));
    slow_task tasks[3] = {slow(1), slow(2), slow(3)};
    await unsync_gather(tasks, 3);
    int sum = 0;
    for (int i = 0; i < 3; i++) sum += unsync_value(tasks[i]);
    for (int i = 0; i < 3; i++) sum += await tasks[i];
    printf("%d\n", sum);
    return 0;
}
