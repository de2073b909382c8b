/* All ways out of a block with deferred statements, the same on the loop and on a thread. */
#include <stdio.h>
#include <unsync.h>

@async
void tick(const char *text) { await unsync_sleep(1); puts(text); }

@async
int on_loop(int n)
{
    int x = n;
    defer printf("first %d\n", x);
    defer {
        await tick("second");
        x++;
    }
    if (n == 1) return x * 10;
    if (n == 2) unsync_fail(-5, "no");
    for (int i = 0; i < 3; i++) {
        defer printf("loop %d\n", i);
        if (i == 0) continue;
        if (i == 1 && n == 3) break;
        await tick("body");
        if (n == 4) goto out;
    }
    return 20;
out:
    x = 100;
    return 30;
}

@thread
int on_thread(int n)
{
    int x = n;
    defer printf("first %d\n", x);
    defer {
        await tick("second");
        x++;
    }
    if (n == 1) return x * 10;
    if (n == 2) unsync_fail(-5, "no");
    for (int i = 0; i < 3; i++) {
        defer printf("loop %d\n", i);
        if (i == 0) continue;
        if (i == 1 && n == 3) break;
        await tick("body");
        if (n == 4) goto out;
    }
    return 20;
out:
    x = 100;
    return 30;
}

/* Heads that await: `continue` is redirected, and leads through the defer first. */
@async
int heads(void)
{
    int n = 0;
again:;
    defer printf("again %d\n", n);
    n++;
    if (n < 3) goto again; /* out of the scope, and into it once more */
    while (await tick("while"), n++ < 6) {
        defer puts("end of while");
        if (n == 5) continue;
        puts("in while");
    }
    do {
        defer puts("end of do");
        if (n == 8) continue;
        puts("in do");
    } while (await tick("do"), n++ < 9);
    for (int i = 0; i < 3; await tick("step"), i++) {
        defer printf("end of for %d\n", i);
        if (i == 1) continue;
        puts("in for");
    }
    return n;
}

@async
void choose_on_loop(int n)
{
    switch (n) {
    case 1: {
        defer puts("end of 1");
        await tick("1");
        break;
    }
    case 2: {
        defer puts("end of 2");
        await tick("2");
    } /* fall through */
    default:
        puts("default");
        defer puts("end of switch");
        defer if (n == 2) await tick("before it");
        if (n == 3) break;
        puts("not 3");
    }
    puts("behind");
}

@thread
void choose_on_thread(int n)
{
    switch (n) {
    case 1: {
        defer puts("end of 1");
        await tick("1");
        break;
    }
    case 2: {
        defer puts("end of 2");
        await tick("2");
    } /* fall through */
    default:
        puts("default");
        defer puts("end of switch");
        defer if (n == 2) await tick("before it");
        if (n == 3) break;
        puts("not 3");
    }
    puts("behind");
}

@async
void nothing_on_loop(int n)
{
    defer puts("done");
    if (n == 1) return;
    while (n-- > 0) {
        defer printf("%d\n", n);
        if (n == 2) continue;
        if (n == 0) return;
    }
}

@thread
void nothing_on_thread(int n)
{
    defer puts("done");
    if (n == 1) return;
    while (n-- > 0) {
        defer printf("%d\n", n);
        if (n == 2) continue;
        if (n == 0) return;
    }
}

/* Defers in a deferred statement, which loops and jumps in itself. */
@async
void nested_on_loop(void)
{
    defer {
        defer puts("end of the deferred");
        for (int i = 0; i < 4; i++) {
            defer printf("deferred %d\n", i);
            if (i == 0) continue;
            if (i == 2) goto stop;
            await tick("in the deferred");
        }
    stop:
        puts("stop");
    }
    puts("body");
}

@thread
void nested_on_thread(void)
{
    defer {
        defer puts("end of the deferred");
        for (int i = 0; i < 4; i++) {
            defer printf("deferred %d\n", i);
            if (i == 0) continue;
            if (i == 2) goto stop;
            await tick("in the deferred");
        }
    stop:
        puts("stop");
    }
    puts("body");
}

/* One name in two branches: what is pending is the same, so the jump is. */
@async
int branches_on_loop(int n)
{
    defer puts("outer");
    {
        defer puts("inner");
        if (n) goto out;
    }
    await tick("through");
#ifdef DEFER_WAYS
out:
    return 7;
#else
    n++;
out:
    await tick("here");
    return 8 + n;
#endif
}

@thread
int branches_on_thread(int n)
{
    defer puts("outer");
    {
        defer puts("inner");
        if (n) goto out;
    }
    await tick("through");
#ifdef DEFER_WAYS
out:
    return 7;
#else
    n++;
out:
    await tick("here");
    return 8 + n;
#endif
}

@async
int main(void)
{
    for (int n = 0; n < 5; n++) {
        on_loop_task task = on_loop(n);
        int code = catch task;
        printf("on_loop(%d): %d, %d\n", n, code, code == 0 ? await task : -1);
    }
    for (int n = 0; n < 5; n++) {
        on_thread_task task = on_thread(n);
        int code = catch task;
        printf("on_thread(%d): %d, %d\n", n, code, code == 0 ? await task : -1);
    }
    printf("heads: %d\n", await heads());
    for (int n = 1; n < 5; n++) {
        printf("choose %d\n", n);
        await choose_on_loop(n);
        await choose_on_thread(n);
    }
    for (int n = 1; n < 5; n += 3) {
        await nothing_on_loop(n);
        await nothing_on_thread(n);
    }
    await nested_on_loop();
    await nested_on_thread();
    for (int n = 0; n < 2; n++)
        printf("branches: %d, %d\n", await branches_on_loop(n), await branches_on_thread(n));
    return 0;
}
