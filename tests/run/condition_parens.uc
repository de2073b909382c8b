/* What becomes a condition, or a type, of emitted code makes no warning there. */
#include <stdio.h>
#include <unsync.h>

#define IS(a, b) ((a) == (b))

@async
int id(int n)
{
    await unsync_yield();
    return n;
}

@async
int conditions(int n)
{
    int m, r = (n == 1) ? await id(2) : 3;

    r += 10 * ((n == 2) && await id(3));
    r += 100 * ((((n)) == 3) || await id(0));
    r += 1000 * (((n == 2) || (n == 1)) && await id(1));
    r += 10000 * (IS(n, 2) && await id(4));
    r += ((m = n - 1)) ? await id(100000) : 200000;
    r += (await id(n) == 2) && await id(3) ? 1000000 : 0;
    r += n ? (catch id(1), 3000000) : await id(1);
    r += n ? (await id(1), 4000000) : await id(1);
    return r + m;
}

@generator(send = int)
int commas(int n)
{
    int k = n ? yield 5 : (yield 7, 3), m = n ? 4 : (n++, yield 8, 6);

    yield k + m;
}

@async
int main(void)
{
    for (int n = 0; n < 4; n++)
        printf("%d\n", await id(await conditions(n)));
    for (int n = 0; n < 2; n++) {
        commas_generator generator = commas(n);

        int value, more = commas_next(generator, &value);

        for (; more; more = commas_send(generator, 20, &value))
            printf("%d\n", value);
        unsync_close(generator);
    }
    return 0;
}
