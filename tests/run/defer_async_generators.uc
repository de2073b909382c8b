/* The same of @async generators: their deferred statements wait. */
#include <stdio.h>
#include <unsync.h>

@async int tick(int n) { await unsync_sleep(1); return n; }

@async @generator
int numbers(int n)
{
    defer { await tick(1); printf("numbers closed at %d\n", n); }
    for (int i = 0; i < n; i++) {
        defer printf("after %d\n", await tick(i));
        if (i == 1) continue;
        if (i == 4) unsync_fail(-4, "four");
        yield await tick(i);
    }
}

@async @generator(send = int)
int echo(void)
{
    int last = 0;
    defer printf("echo closed, last %d\n", last);
    for (;;) last = yield last + 1;
}

@async
int main(void)
{
    int v;
    numbers_generator g = numbers(3);
    while (await numbers_next(g, &v)) printf("got %d\n", v);
    await numbers_close(g);
    g = numbers(10);
    printf("%d\n", await numbers_next(g, &v));
    await numbers_close(g);
    puts("closed");
    g = numbers(10);
    for (int code; (code = catch numbers_next(g, &v)) == 0 && v < 3;) printf("got %d\n", v);
    printf("%d\n", catch numbers_next(g, &v));
    await numbers_close(g);
    echo_generator e = echo();
    printf("%d\n", await echo_next(e, &v));
    printf("%d\n", await echo_send(e, 41, &v));
    printf("%d\n", v);
    g = numbers(5); /* left open: closed with the function */
    printf("%d\n", await numbers_next(g, &v));
    return 0;
}
