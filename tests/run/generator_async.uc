/* @async @generator: its body awaits, each of its values is awaited. */
#include <stdio.h>
#include <unsync.h>

@async
int slowly(int n)
{
    await unsync_sleep(1);
    return n;
}

@async @generator
int numbers(int count)
{
    for (int i = 0; i < count; i++) {
        int n = await slowly(i);
        yield n;
    }
}

@async @generator
static int squares(int count)
{
    int n;
    numbers_generator g = numbers(count);
    while (await numbers_next(g, &n)) yield n * n;
    await numbers_close(g);
}

@async @generator
int fails(int after)
{
    for (int i = 0; i < after; i++) yield i;
    await slowly(1);
    unsync_fail(-77, "after %d", after);
}

@async @generator(send = int)
void sums(int *into)
{
    for (;;) *into += await slowly(yield);
}

@async @generator(send = int)
int products(void)
{
    int product = 1;
    for (;;) product *= yield product;
}

@async @generator
int forever(void)
{
    for (int i = 0;; i++) {
        yield i;
        await unsync_sleep(i < 2 ? 0 : 60000);
    }
}

@async
int takes(unsync_async_generator_of(int) g, int count)
{
    int n = -1;
    while (count-- > 0) await numbers_next(g, &n);
    return n;
}

@async
void leaves_open(void)
{
    int n;
    forever_generator g = forever();
    await forever_next(g, &n);
}

@thread
int in_thread(int count)
{
    int n, sum = 0;
    squares_generator g = squares(count);
    while (await squares_next(g, &n)) sum += n;
    await squares_close(g);
    return sum;
}

@async
int main(void)
{
    int n = -1, sum = 0;
    squares_generator s = squares(5);
    while (await squares_next(s, &n)) printf("%d ", n);
    printf("end %d\n", await squares_next(s, &n));
    await squares_close(s);

    fails_generator f = fails(2);
    int code;
    do {
        fails_next_task question = fails_next(f, &n);
        code = catch question;
        if (code == 0) printf("%d ", n);
        else printf("%d %s\n", code, unsync_failure(question)->message);
        unsync_release(question);
    } while (code == 0);
    printf("again %d\n", catch fails_next(f, &n));
    await fails_close(f);

    sums_generator a = sums(&sum);
    for (int i = 1; i <= 4; i++) await sums_send(a, i);
    await sums_close(a);
    printf("sum %d\n", sum);

    products_generator p = products();
    await products_next(p, &n);
    for (int i = 2; i <= 4; i++) await products_send(p, i, &n);
    printf("product %d", n);
    await products_next(p, &n);
    printf(" %d\n", n);

    forever_generator v = forever();
    printf("lent %d, ", await takes(v, 2));
    await forever_next(v, &n);
    printf("own %d, ", n);
    int late = catch unsync_timeout(forever_next(v, &n), 5);
    printf("late %s, then %d\n", unsync_code_name(late), catch forever_next(v, &n));
    await forever_close(v);
    await leaves_open();
    printf("thread %d\n", await in_thread(4));
    return 0;
}
