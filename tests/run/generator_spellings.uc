/* Generators in the other spellings: marks as comments or attributes, words like calls. */
#include <stdio.h>
#include <unsync_plain.h>

/*@generator*/
int evens(int limit)
{
    for (int i = 0; i <= limit; i += 2) yield(i);
}

//@generator(send = int)
static int running(int sum)
{
    for (;;) sum += yield(sum);
}

[[unsync::generator]] int twice(int n)
{
    yield_from(evens(n));
    yield(-1);
    yield_from(evens(n));
}

/*@async*/ /*@generator*/
int slowly(int count)
{
    for (int i = 0; i < count; i++) {
        await(unsync_yield());
        yield(10 * i);
    }
}

[[unsync::generator]] static void steps(int *at)
{
    while (++*at < 3) yield;
}

static void plain(void)
{
    unsync_each (evens, even, 4) printf("%d ", even);
}

/*@async*/
int main(void)
{
    int v, at = 0;
    plain();
    twice_generator t = twice(2);
    while (twice_next(t, &v)) printf(" %d", v);
    twice_close(t);
    running_generator r = running(1);
    running_next(r, &v);
    running_send(r, 41, &v);
    printf("  %d\n", v);
    running_close(r);
    slowly_generator s = slowly(3);
    while (await(slowly_next(s, &v))) printf("%d ", v);
    await(slowly_close(s));
    steps_generator steps_of = steps(&at);
    while (steps_next(steps_of)) printf(" at %d", at);
    steps_close(steps_of);
    puts("");
    return 0;
}
