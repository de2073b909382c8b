/* Deferred statements of generators run at their end and when they are closed; unsync_each closes on each way out. */
#include <stdio.h>
#include <unsync.h>

@async int tick(int n) { await unsync_yield(); return n; }

@generator
int numbers(int n)
{
    defer printf("numbers closed at %d\n", n);
    for (int i = 0; i < n; i++) {
        defer printf("after %d\n", i);
        if (i == 1) continue;
        if (i == 7) return;
        if (i == 8) unsync_fail(-8, "eight");
        yield i;
    }
}

@generator(send = int)
int echo(void)
{
    int last = 0;
    defer printf("echo closed, last %d\n", last);
    for (;;) last = yield last + 1;
}

@generator
int both(void)
{
    defer puts("both closed");
    unsync_each (numbers, x, 3) yield x * 100;
    yield_from numbers(4);
}

@async
int sums(int n)
{
    int sum = 0;
    defer printf("sums %d\n", sum);
    unsync_each (numbers, x, n) {
        defer sum += 1000;
        if (x == 5) break;
        if (x == 2) continue;
        if (x == 6) return -1;
        sum += await tick(x);
    }
    if (n == 6) unsync_each (numbers, x, 3) if (x == 2) return -2;
    return sum;
}

@thread
int sums_t(int n)
{
    int sum = 0;
    defer printf("sums %d\n", sum);
    unsync_each (numbers, x, n) {
        defer sum += 1000;
        if (x == 5) break;
        if (x == 2) continue;
        if (x == 6) return -1;
        sum += await tick(x);
    }
    if (n == 6) unsync_each (numbers, x, 3) if (x == 2) return -2;
    return sum;
}

@async
int main(void)
{
    for (int n = 3; n < 7; n++) { printf("-- %d\n", n); printf("= %d\n", await sums(n)); printf("= %d\n", await sums_t(n)); }
    int v;
    numbers_generator g = numbers(10);
    while (numbers_try_next(g, &v) > 0) printf("got %d\n", v);
    numbers_close(g);
    g = numbers(10);
    numbers_next(g, &v); numbers_next(g, &v);
    numbers_close(g);
    echo_generator e = echo();
    echo_next(e, &v); echo_send(e, 41, &v); printf("%d\n", v);
    echo_close(e);
    both_generator b = both();
    for (int i = 0; i < 4; i++) { both_next(b, &v); printf("%d\n", v); }
    both_close(b);
    return 0;
}
