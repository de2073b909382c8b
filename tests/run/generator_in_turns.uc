/* Generators and who asks them, without anything that depends on time or on a cancel: the same as a program that runs
 * in one order (tests/harness/serial.py). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unsync.h>

@thread
int doubled(int n)
{
    if (n > 90) unsync_fail(-90, "%d is too much", n);
    return 2 * n;
}

@async @generator
int powers(int from, int to)
{
    defer {
        await unsync_sleep(1);
        printf("(%d closed) ", from);
    }
    while (from <= to) {
        int list[from];
        memset(list, 0, sizeof list);
        list[from - 1] = from;
        yield from;
        from = await doubled(list[from - 1]);
        await unsync_yield();
    }
}

@async @generator
int relay(int to)
{
    yield_from powers(1, to);
    yield -1;
    yield_from powers(3, to);
}

@async @generator(send = const char *)
void log_lines(char *into)
{
    for (int i = 0;; i++) {
        const char *line = yield;
        unsync_task_of(void) nap = unsync_yield();
        await nap;
        if (line == NULL) unsync_fail(-7, "no line %d", i);
        int code = catch doubled(i == 1 ? 91 : i);
        sprintf(into + strlen(into), "%s %s;", line, code ? "not doubled" : "doubled");
    }
}

@generator
int halves(int n)
{
    defer printf("[%d] ", n);
    for (; n > 0; n /= 2) yield n;
}

@generator
int sums(int n)
{
    int half, sum = 0;
    halves_generator source = halves(n); /* left open: closed with this one */
    while (halves_next(source, &half)) yield sum += half;
    yield_from halves(3);
}

@thread
int in_thread(int n)
{
    sums_generator source = sums(n);
    int last = 0;
    defer sums_close(source);
    for (int i = 0; i < 3; i++) sums_next(source, &last);
    return last;
}

@async
static int asks(int turns)
{
    relay_generator source = relay(turns);
    int value, sum = 0;
    for (int i = 0; i < turns && await relay_next(source, &value); i++) sum += value;
    if (turns < 9) await relay_close(source); /* else it is left open */
    return sum;
}

@async
static void reads(void)
{
    static char text[200];
    log_lines_generator log = log_lines(text);
    await log_lines_send(log, "first");
    await log_lines_send(log, "second");
    await log_lines_send(log, "third");
    puts(text);
    await log_lines_send(log, NULL);
}

@cpu_bound @generator
int stairs(int n)
{
    for (int i = 0; i < n; i++) yield i;
    unsync_fail(-5, "%d stairs", n);
}

@async
static void climbs(int most)
{
    unsync_each_await (stairs, stair, 4) {
        if (stair == most) break;
        printf("%d ", stair);
    }
    puts("up");
}

@async
int main(void)
{
    await climbs(2);
    climbs_task tired = climbs(9);
    printf("%d: %s\n", catch tired, unsync_failure(tired)->message);
    unsync_each (sums, sum, 9) printf("%d ", sum);
    puts("");
    unsync_each_await (relay, value, 70) printf("%d ", value);
    puts("");
    unsync_each_await (relay, value, 90) {
        if (value == -1) break;
        printf("%d ", value);
    }
    puts("");
    printf("%d\n", await in_thread(20));
    printf("= %d\n", await asks(4));
    printf("= %d\n", await asks(10));
    reads_task task = reads();
    printf("%d: %s\n", catch task, unsync_failure(task)->message);
    for (size_t i = 0; i < unsync_failure(task)->trace_count; i++)
        printf("  %s\n", unsync_failure(task)->trace[i].function);
    return 0;
}
