/* Without memory there is a handle all the same, which fails when it is asked. Nothing is left behind. */
#include <stdio.h>

#include "memory.h"

@generator
int squares(int count)
{
    int list[count];
    for (int i = 0; i < count; i++) list[i] = i * i;
    for (int i = 0; i < count; i++) yield list[i];
}

@generator
int through(int count)
{
    yield -1;
    yield_from squares(count);
}

@generator(send = int)
int sent(void)
{
    for (;;) printf(" sent %d", yield 1);
}

@generator
int owns(int count)
{
    int v;
    squares_generator mine = squares(count);
    while (squares_next(mine, &v)) yield v;
}

@async @generator
int slow(int count)
{
    for (int i = 0; i < count; i++) {
        await unsync_yield();
        yield i;
    }
}

static void tell(const char *what, int code)
{
    printf("%s: %s\n", what, code < 0 ? unsync_code_name(code) : code > 0 ? "a value" : "the end");
}

/* all that asks for memory, with the request of that number refused */
static int all(int request)
{
    int v = 0, code = 1;
    unsync_generator_of(int) list[] = {through(3), owns(2), squares(2)};
    fail_at(request);
    for (int i = 0; i < 3; i++) {
        while (code > 0) code = unsync_try_next(list[i], &v);
        if (code < 0) tell(unsync_generator_failure(list[i])->message, code);
        code = 1;
    }
    fail_at(0);
    for (int i = 0; i < 3; i++) unsync_close(list[i]);
    return v;
}

static void plain(void)
{
    int v = 0;
    fail_at(1);
    squares_generator g = squares(2);
    tell("next", squares_try_next(g, &v));
    tell("next again", unsync_try_next(g, &v));
    squares_close(g);
    fail_at(1);
    sent_generator s = sent();
    tell("send", sent_try_send(s, 1, &v));
    sent_close(s);
    for (int request = 1; request < 6; request++) all(request);
}

/* How many blocks it leaves. The first time some frames are kept for later. */
static long many_open(void)
{
    enum { MANY = 2000 };
    static squares_generator many[MANY];
    int v, sum = 0;
    long before = live();
    for (int i = 0; i < MANY; i++) many[i] = squares(3);
    for (int i = 0; i < MANY; i++) sum += squares_next(many[i], &v) + squares_next(many[i], &v);
    for (int i = 0; i < MANY; i += 2) squares_close(many[i]);
    for (int i = 1; i < MANY; i += 2) squares_close(many[i]);
    return sum == 2 * MANY ? live() - before : -1;
}

/* a job that ends with 3000 open, whose table cannot grow */
@thread
int leaves_open(int count)
{
    int sum = 0, v;
    fail_at(count + 1);
    for (int i = 0; i < 2 * count; i++) {
        owns_generator g = owns(2);
        if (owns_try_next(g, &v) > 0) sum++;
    }
    fail_at(0);
    return sum;
}

@async
int asks(void)
{
    int v;
    slow_generator g = slow(3);
    while (await slow_next(g, &v))
        ;
    await slow_close(g);
    return v;
}

/* each start of a task in it may lack memory */
@async
int asks_without(int request)
{
    await unsync_yield();
    fail_at(request);
    int code = catch asks();
    fail_at(0);
    return code;
}

@async
int tasks(void)
{
    long before = live();
    for (int round = 0; round < 3; round++) {
        for (int request = 1; request < 400; request += 100)
            if (await leaves_open(request) < request) return -1;
        for (int request = 1; request < 3; request++) {
            int code = await asks_without(request);
            if (code != 0 && code != UNSYNC_ENOMEM) return -1;
        }
        if (round < 2) before = live();
        else printf("left by tasks: %ld\n", live() - before);
    }
    return 0;
}

int main(void)
{
    plain();
    many_open();
    printf("left: %ld\n", many_open());
    return unsync_result(tasks());
}
