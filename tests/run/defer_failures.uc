/* Failures run what is pending; one in a deferred statement counts if it is the first, and the rest runs on. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unsync.h>

@async
int bad(int code)
{
    await unsync_sleep(1);
    unsync_fail(code, "bad %d", code);
}

@async
int on_loop(int n)
{
    defer puts("outermost");
    defer {
        defer puts("of the deferred");
        if (n == 2) await bad(-2);
        if (n == 3) unsync_fail(-3, "in the deferred");
        if (n == 6 && catch bad(-9) != 0) puts("caught");
        puts("deferred to its end");
    }
    for (int i = 0; i < 3; i++) {
        defer printf("loop %d\n", i);
        switch (i) {
        case 1:
            if (n == 4) unsync_fail(-4, "in a switch");
            if (n == 5 || n == 6) return await bad(-5) + 1;
        }
    }
    if (n == 1) await bad(-1);
    if (n == 7) {
        defer await bad(-7);
        unsync_fail(-8, "the first one counts");
    }
    return 7;
}

@thread
int on_thread(int n)
{
    defer puts("outermost");
    defer {
        defer puts("of the deferred");
        if (n == 2) await bad(-2);
        if (n == 3) unsync_fail(-3, "in the deferred");
        if (n == 6 && catch bad(-9) != 0) puts("caught");
        puts("deferred to its end");
    }
    for (int i = 0; i < 3; i++) {
        defer printf("loop %d\n", i);
        switch (i) {
        case 1:
            if (n == 4) unsync_fail(-4, "in a switch");
            if (n == 5 || n == 6) return await bad(-5) + 1;
        }
    }
    if (n == 1) await bad(-1);
    if (n == 7) {
        defer await bad(-7);
        unsync_fail(-8, "the first one counts");
    }
    return 7;
}

/* The value that was returned before a deferred statement failed is disposed of. */
@async
char *lost_on_loop(bool fails)
{
    defer if (fails) await bad(-3);
    return strdup("kept");
}

@thread
char *lost_on_thread(bool fails)
{
    defer if (fails) await bad(-3);
    return strdup("kept");
}

static void show(int n, int code, const struct unsync_failure *failure)
{
    printf("%d: %d", n, code);
    if (failure) printf(" %s, in %zu places", failure->message, failure->trace_count);
    puts("");
}

@async
int main(void)
{
    for (int n = 0; n < 8; n++) {
        on_loop_task task = on_loop(n);
        int code = catch task;
        show(n, code, unsync_failure(task));
        unsync_release(task);
    }
    for (int n = 0; n < 8; n++) {
        on_thread_task task = on_thread(n);
        int code = catch task;
        show(n, code, unsync_failure(task));
        unsync_release(task);
    }
    printf("%d %d\n", catch lost_on_loop(true), catch lost_on_thread(true));
    char *one = await lost_on_loop(false), *two = await lost_on_thread(false);
    printf("%s %s\n", one, two);
    free(one);
    free(two);
    return 0;
}
