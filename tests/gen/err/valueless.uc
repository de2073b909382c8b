/* The value of a task that has none, and returns that do not fit. */
#include <stdio.h>
#include <unsync.h>

typedef void nothing;
@async void quiet(int ms) { if (ms) return; await unsync_sleep(ms); return; }
@thread nothing typed(int n) { (void) n; return (void) 0; }
@async int loud(int n) { return n; }

/* All of this has a meaning. */
@async void statements(int n, unsync_task_of(void) given)
{
    quiet_task task = quiet(1), both[2] = {quiet(1), quiet(2)};

    n ? await quiet(1) : await typed(2);
    (await quiet(1), await typed(2));
    for (await quiet(1); n--; await quiet(1)) {}
    (void) await quiet(1);
    await task;
    await given;
    await both[0];
    await both[1];
    n = (await quiet(1), 3);
    if (catch quiet(n)) return (void) n;
    return await quiet(3);
}

@async int values(int n, unsync_task_of(void) given)
{
    quiet_task task = quiet(1);
    int x = await task + await given;
    int list[] = {await quiet(1), await loud(2)};

    x = await typed(2);
    printf("%d\n", await quiet(1));
    x += await unsync_sleep(3) + await unsync_yield();
    while (await (quiet(1))) list[await quiet(2)] = !await quiet(n);
    return await unsync_timeout(quiet(x), 20);
}

@async void gives(int n)
{
    if (n == 1) return 3;
    if (n == 2) return n;
    return (n + 1);
}

@thread int gives_none(int n)
{
    if (n) return;
    return await quiet(n);
}

@cpu_bound double gives_none_either(void)
{
    return;
}
