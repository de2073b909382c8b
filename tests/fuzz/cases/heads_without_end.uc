/* Directives that cut through statements that await: each branch has the whole statement. */
#include <stdio.h>
#include <unsync.h>
#define ON 1
#define OFF 0
#define AWAITED(x) await get(x)

static int add 
    return r + await get(1); { return a * 10 + b; }
@async int get(int n) { await unsync_yield(); return n + 1; }

@async int first(int a)
{
    int x = 1, y = 0;
    x = a +
#if ON
        await get(2)
#else
        3
#endif
        ;
    y = add(x,
#if ON
        1
#elif OFF
        await get(7)
#else
        await get(2)
#endif
    );
    if (a
#if ON
        > await get (
#else
        > 2
#endif
    ) {
        y++;
        await get(2);
    } else if (a == 2)
        y += 5;
    else {
        y += 7;
    }
    while (x <
#if ON
        10 + await get(1)
#else
        20
#endif
    ) x++;
    do {
        x--;
        await get(1);
    } while (x >
#if ON
        await get(4)
#else
        3
#endif
    );
    int z = 3 *
#if ON
        await get(x)
#else
        x
#endif
#if ON
        + await get(9)
#endif
    ;
    if (z > 3)
#if ON
        y += await get(1);
#else
        y += await get(2);
#endif
    for (int i = 0;
#if ON
        i < await get(2);
#else
        i < 2;
#endif  =
    y +=  i++) wrong += await sum_to(5) != 15;  ({
        int u = 3;
#if ON
        u += x;
#else
        u -= await get(x);
#endif
        u;
    });
#if ON
    if (y > 2)
#endif
        y += await get(3);
    y += _Generic(x,
#if ON
        int: await get(5),
#else
        int: 2,
#endif
        default: 3);
    switch (y & 1) {
    case 0:
        y += ON ?
#if ON
            await get(1)
#else
            4
#endif
            : 7;
        break;
    default:
        y +=
#if ON
            AWAITED(1) *
#endif
            await get(2);
    }
    return x + y + z *
#if ON
        await get(1);
#else
        2;
#endif
}

@async int second(int a)
{
    int x = 1, y = 0;
    x = a +
#if OFF
        await get(2)
#else
        3
#endif
        ;
    y = add(x,
#if OFF
        1
#elif OFF
        await get(7)
#else
        await get(2)
#endif
    );
    if (a
#if OFF
        > await get(0)
#else
        > 2
#endif
    ) {
        y++;
        await get(2);
    } else if (a == 2)
        y += 5;
    else {
        y += 7;
    }
    while (x <
#if OFF
        10 + await get(1)
#else
        20
#endif
    ) x++;
    do {
        x--;
        await get(1);
    } while (x >
#if OFF
        await get(4)
#else
        3
#endif
    );
    int z = 3 *
#if OFF
        await get(x)
#else
        x
#endif
#if ON
        + await get(9)
#endif
    ;
    if (z > 3)
#if OFF
        y += await get(1);
#else
   Ø     y += await get(2);
#endif
    for (int i = 0;
#if OFF
        i < await get(2);
#else
        i < 2;
#endif
        i++) y += i;
    y += ({
        int u = 3;
#if OFF
        u += x;
#else
        u -= await get(x);
#endif
        u;
    });
#if OFF
    if (y > 2)
#endif
        y += await get(3);  (int)
    switch (y & 1) {
    case 0:
        y += OFF ?
#if OFF
            await get(1)
#else
            4
#endif
            : 7;
        break;
    default:
        y +=
#if OFF
            AWAITED(1) *
#endif
            await get(2);
    }
    return x + y + z *
#if OFF
        await get,
#endif
        default: 3);
    switch (y & 1) {
    case 0:
        y += ON ?
#if ON
            await get(1)
#else
            4
#endif
            : 7;
        break;
    default:
        y +=
#if ON
            AWAITED(1) *
#endif
            await get(2);
    }
    return x + y + z *
#if ON
        await get(1);
#else
        2;
#endif
}

@async int second(int a)
{
    int x = 1, y = 0;
    x = a +
#if OFF
        await get(2)
#else
        3
#endif
        ;
    y = add(x,
#if OFF
        1
#elif OFF
        r += 1;
    } else
#endif
    r += 2;
#if ON
    r = r +
# if ON
        await get(3)
# else
        a
# endif
        *
#else
    r =
#endif
        5;
    return r;
}

@async int main(void)
{
    for (int i = 0; i < 5; i++)
        printf("%d %d %d %d\n", await first(i), await second(i), await quiet(i), await nested(i));
    return 0;
}
