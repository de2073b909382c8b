/* Generators in sequential C: their bodies are resumed, what they await has ended. */
#include <stdio.h>
#include <unsync.h>

@thread int next(int n) { return n + 1; }

@generator int evens(int n)
{
    int list[n + 1];
    defer printf("%d\n", list[0]);
    for (list[0] = 0; list[0] < n; list[0] += 2) yield list[0];
}

@generator(send = int) static int sums(void)
{
    int sum = 0, value;
    unsync_each (evens, even, 4) sum += even;
    yield_from evens(3);
    evens_generator left_open = evens(5);
    while (evens_next(left_open, &value)) sum += yield sum;
    if (sum < 0) unsync_fail(-1, "%d", sum);
}

@async @generator(send = const char *) int slow(int n)
{
    for (int i = 0; i < n; i++) {
        const char *text = yield await next(i);
        await unsync_yield();
        if (text && catch next(i) < 0) unsync_fail(-2, "%s", text);
    }
}

@async @generator void nothing(void)
{
    yield;
}

@cpu_bound @generator int apart(const char *text)
{
    for (; *text; text++) yield *text;
    yield_from evens(2);
}

@async int main(void)
{
    int value;
    sums_generator plain = sums();
    slow_generator waits = slow(3);
    while (sums_next(plain, &value)) sums_send(plain, 3, &value);
    sums_close(plain);
    while (await slow_next(waits, &value)) printf("%d\n", await slow_send(waits, "text", &value));
    await slow_close(waits);
    unsync_each_await (apart, letter, "abc") putchar(letter);
    nothing_generator one = nothing();
    return await nothing_next(one) - 1;
}
