/* `catch` gives the code wherever an int may stand; a named handle stays valid. */
#include <errno.h>
#include <stdio.h>
#include <unsync.h>

@async
int fail_if(int n)
{
    await unsync_yield();
    if (n < 0) unsync_fail(n, "no %d", n);
    return n;
}

@async void quiet(void) { await unsync_yield(); }

@thread
int in_thread(int n)
{
    fail_if_task task = fail_if(n);
    int code = catch task, again = catch fail_if(-1) + catch fail_if(1);
    if (catch task == 0 && await task == n) return again;
    printf("%s ", unsync_failure(task)->message);
    unsync_release(task);
    return code * 100 + again;
}

@async
int main(void)
{
    int codes[2] = {catch fail_if(1), catch fail_if(-2)};
    fail_if_task good = fail_if(3), bad = fail_if(-4);
    int n = 0;

    printf("%d %d\n", codes[0], codes[1]);
    if (catch good == 0) n = await good;
    if (catch bad != 0) printf("%s %d\n", unsync_failure(bad)->message, n);
    switch (catch bad) { case -4: printf("minus four\n"); break; default: printf("wrong\n"); }
    unsync_release(bad);
    while (catch fail_if(n - 4) == 0) n++;
    do n--; while (!catch fail_if(n));
    for (int i = 0; catch fail_if(2 - i) == 0; i++) printf("%d ", i);
    printf("%d %d\n", n, catch fail_if(5) + catch fail_if(-6) * catch fail_if(-7));
    catch fail_if(-8);
    (void) catch quiet();
    n = catch fail_if(await fail_if(-catch fail_if(-9)));
    n = n == 0 && catch fail_if(-10) < 0 ? catch fail_if(-11) : 0;
    printf("%d\n", n);
    printf("%d\n", await in_thread(1));
    printf("%d\n", await in_thread(-3));
    return catch fail_if(0);
}
