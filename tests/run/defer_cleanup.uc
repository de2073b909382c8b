/* The attribute cleanup, on every way out; between deferred statements it keeps its place. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unsync.h>

static void drop_text(char **text)
{
    printf("drop %s\n", *text);
    free(*text);
}
#define SCOPED __attribute__((cleanup(drop_text), unused))

@async
int bad(void)
{
    await unsync_sleep(1);
    unsync_fail(-1, "bad");
}

@async
int on_loop(int n)
{
    SCOPED char *a = strdup("a"), *b = strdup("b");
    defer puts("deferred");
    char *c SCOPED = strdup("c");
    for (int i = 0; i < 2; i++) {
        SCOPED char *d = strdup(i ? "d1" : "d0");
        if (n == 1) continue;
        if (n == 2) break;
        if (n == 3) return (int) strlen(d);
        if (n == 4) await bad();
        if (n == 5) unsync_fail(-5, "failed");
    }
    return (int) strlen(a) + (int) strlen(b) + (int) strlen(c);
}

@thread
int on_thread(int n)
{
    SCOPED char *a = strdup("a"), *b = strdup("b");
    defer puts("deferred");
    char *c SCOPED = strdup("c");
    for (int i = 0; i < 2; i++) {
        SCOPED char *d = strdup(i ? "d1" : "d0");
        if (n == 1) continue;
        if (n == 2) break;
        if (n == 3) return (int) strlen(d);
        if (n == 4) await bad();
        if (n == 5) unsync_fail(-5, "failed");
    }
    return (int) strlen(a) + (int) strlen(b) + (int) strlen(c);
}

/* Without a defer the compiler sees to it. */
@thread
int plainly(int n)
{
    SCOPED char *a = strdup("a");
    for (int i = 0; i < 2; i++) {
        SCOPED char *d = strdup(i ? "d1" : "d0");
        if (n == 2) break;
        if (n == 3) return (int) strlen(d);
        if (n == 4) await bad();
        if (n == 5) unsync_fail(-5, "failed");
    }
    return (int) strlen(a);
}

@async
int without_await(int n)
{
    SCOPED char *a = strdup("no await");
    if (n) return 1;
    SCOPED char *b = strdup("either");
    return (int) strlen(b);
}

@async
int main(void)
{
    for (int n = 0; n < 6; n++) {
        on_loop_task task = on_loop(n);
        int code = catch task;
        printf("on_loop(%d): %d, %d\n", n, code, code == 0 ? await task : -1);
    }
    for (int n = 0; n < 6; n++) {
        on_thread_task task = on_thread(n);
        int code = catch task;
        printf("on_thread(%d): %d, %d\n", n, code, code == 0 ? await task : -1);
    }
    for (int n = 2; n < 6; n++) {
        plainly_task task = plainly(n);
        int code = catch task;
        printf("plainly(%d): %d, %d\n", n, code, code == 0 ? await task : -1);
    }
    printf("%d\n", await without_await(0));
    printf("%d\n", await without_await(1));
    return 0;
}
