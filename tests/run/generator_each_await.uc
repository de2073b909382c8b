/* unsync_each_await and yield_from of @async generators: every way out, whatever the lane; also nested. */
#include <stdio.h>
#include <unsync.h>

static bool reached; /* where the cancel finds it */

@async @generator
int slow(int count)
{
    defer printf("[%d closed]", count);
    for (int i = 0; i < count; i++) {
        await unsync_yield();
        if (i == 7) unsync_fail(-7, "seven");
        yield i;
    }
}

@generator
int range(int from, int to)
{
    defer printf("[range closed]");
    while (from < to) yield from++;
}

@async @generator
int chain(int first, int second)
{
    defer printf("[chain closed]");
    yield_from slow(first);
    yield -1;
    (yield_from slow(0), yield_from slow(second));
    unsync_each (range, v, 40, 42) yield v; /* of one that does not await */
}

@async @generator
int deep(int depth)
{
    if (depth > 0) yield_from deep(depth - 1);
    else yield_from slow(3);
    yield 100 + depth;
}

@async @generator
void steps(int *at, int count)
{
    while (*at < count) {
        ++*at;
        yield;
    }
}

@async @generator
void more_steps(int *at)
{
    yield_from steps(at, 2);
    *at += 10;
    yield_from steps(at, 14);
}

@async @generator
int takes(unsync_async_generator_of(int) given)
{
    if (given != NULL) yield_from given;
    yield -5;
}

@async
int leaves(int way)
{
    int sum = 0;
    unsync_each_await (slow, i, 9) {
        unsync_each_await (slow, j, 3) {
            if (j == 1) {
                if (way == 0) break;
                if (way == 1) goto out;
                if (way == 2) return -2;
                if (way == 3) unsync_fail(-5, "five");
                if (way == 4) reached = true;
                if (way == 4) await unsync_sleep(100000);
                if (way == 5) continue;
            }
            sum += i + j;
        }
        if (i == 2 && way != 6) break;
    }
out:
    printf("(out)");
    return sum;
}

@thread
int leaves_blocking(int way)
{
    int sum = 0;
    unsync_each_await (chain, i, 2, 1) {
        if (i == -1 && way == 0) break;
        if (i == -1 && way == 1) return -1;
        if (i == -1 && way == 2) unsync_fail(-5, "five");
        sum += i;
    }
    return sum;
}

@async
int lends(void)
{
    int v, sum = 0;
    slow_generator mine = slow(4);
    await slow_next(mine, &v);
    takes_generator other = takes(mine);
    while (await takes_next(other, &v)) sum = 10 * sum + v;
    await takes_close(other);
    unsync_each_await (takes, v, NULL) sum = 10 * sum - v;
    return sum;
}

static void tell(const char *what, int way, int code, int value)
{
    printf(" %s %d: ", what, way);
    if (code == 0) printf("%d\n", value);
    else printf("%s\n", unsync_code_name(code));
}

@async
int main(void)
{
    for (int way = 0; way < 7; way++) {
        leaves_task task = leaves(way);
        while (way == 4 && !reached && !unsync_done(task)) await unsync_yield();
        if (way == 4) unsync_cancel(task);
        int code = catch task;
        tell("leaves", way, code, code ? 0 : await task);
    }
    for (int way = 0; way < 4; way++) {
        leaves_blocking_task task = leaves_blocking(way);
        int code = catch task;
        tell("blocking", way, code, code ? 0 : await task);
    }
    unsync_each_await (chain, v, 2, 3) printf(" %d", v);
    puts("");
    unsync_each_await (deep, v, 50) printf(" %d", v);
    puts("");
    int at = 0, v;
    more_steps_generator s = more_steps(&at);
    while (await more_steps_next(s)) printf(" at %d", at);
    await more_steps_close(s);
    printf(" lends %d\n", await lends());

    chain_generator fails = chain(1, 9);
    int code;
    while ((code = catch chain_next(fails, &v)) == 0) printf(" %d", v);
    tell("chain", 9, code, 0);
    chain_next_task again = chain_next(fails, &v);
    code = catch again;
    const struct unsync_failure *failure = unsync_failure(again);
    printf("%d %s:", code, failure->message);
    for (size_t i = 0; i < failure->trace_count; i++)
        printf(" %s:%d", failure->trace[i].function, failure->trace[i].line);
    puts("");
    await chain_close(fails);
    chain_generator open = chain(3, 3);
    await chain_next(open, &v);
    await chain_close(open);
    puts(" closed early");
    open = chain(3, 3);
    await chain_next(open, &v);
    return 0;
}
