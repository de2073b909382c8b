/* What is left open is closed with its owner, however that leaves: by return, failure, cancel, with other
 * generators, in every lane. Without an owner nothing would free it: the sanitizers watch. */
#include <stdio.h>
#include <stdlib.h>
#include <unsync.h>

/* a room of variable length is freed with the frame */
@generator
int numbers(int count)
{
    int list[count];
    for (int i = 0; i < count; i++) list[i] = i;
    for (int i = 0; i < count; i++) yield list[i];
}

@generator
int wraps(int count)
{
    int v;
    numbers_generator mine = numbers(count), never_asked = numbers(1);
    (void) never_asked;
    while (numbers_next(mine, &v)) yield 10 * v;
}

@generator
int delegates(int count)
{
    yield -1;
    yield_from wraps(count);
}

static int some(int which)
{
    int a = 0, b = 0, c = 0;
    unsync_generator_of(int) one = delegates(9), two = wraps(9), three = numbers(9), four = wraps(1);
    for (int i = 0; i < 3; i++) a = b = c = unsync_next(one, &a) + unsync_next(two, &b);
    while (unsync_next(four, &c)) /* at its end, not closed */
        ;
    (void) three;
    return a + b + c + which;
}

@async
int returns(int n)
{
    int v = some(n);
    await unsync_yield();
    return v + some(n);
}

@async
int fails(int n)
{
    some(n);
    await unsync_yield();
    unsync_fail(-n, "on purpose");
}

@async
int is_cancelled(int n)
{
    int v = some(n);
    await unsync_sleep(100000);
    return v;
}

@thread
int in_thread(int n)
{
    int v = some(n);
    if (n > 1) await unsync_sleep(1);
    if (n == 3) unsync_fail(-n, "on purpose");
    return v;
}

@cpu_bound
int in_process(int n)
{
    int v = some(n);
    if (n == 3) unsync_fail(-n, "on purpose");
    return v;
}

@async @generator
int waits(int n)
{
    int v = some(n);
    for (;;) {
        await unsync_yield();
        yield v;
    }
}

@async
int asks(int n)
{
    int v = 0;
    waits_generator w = waits(n);
    await waits_next(w, &v);
    return v;
}

@async
int main(void)
{
    printf("%d\n", await returns(1));
    printf("%d\n", catch fails(2));
    is_cancelled_task task = is_cancelled(3);
    await unsync_yield();
    unsync_cancel(task);
    printf("%s\n", unsync_code_name(catch task));
    printf("%d %d\n", await in_thread(2), catch in_thread(3));
    printf("%d %d\n", await in_process(2), catch in_process(3));
    int value = in_thread_sync(1); // unsync: ignore(blocking-call)
    printf("%d %d\n", value, await asks(4));
    some(5); /* main's own */
    return 0;
}
