/*
 * Statements that an #if cuts, which hold heads that differ. All is the same text three times: with
 * A, with B, with neither.
 */
#include <stdio.h>
#include <unsync.h>

@async static int get(int n) { await unsync_yield(); return n + 1; }

#define A 1
#define B 0

/* A head that a cut statement holds: it is spread first. */
@async static int one_held(int x)
{
    int r = 0;

    if (x & 1
#if A
        && await get(x) & 2
#endif
    ) {
#if A
        { int z = 10;
#elif B
        for (int z = 0; z < await get(1); z++) {
#else
        { int z = await get(x) + 1;
#endif
            r += z;
        }
    }
    return r * 10 + await get(r);
}

/* ... and one that no branch opens. */
@async static int one_rest(int x)
{
    int r = 0, z = 1;

    while (r < 3
#if B
           + await get(0)
#endif
    ) {
#if A
        for (int z = 0; z < 2; z++)
#elif B
        if (x > 1)
#endif
        {
            r += await get(z);
        }
#if !A
        r++;
#endif
    }
    return r;
}

#undef A
#undef B
#define A 0
#define B 1

/* A head that a cut statement holds: it is spread first. */
@async static int two_held(int x)
{
    int r = 0;

    if (x & 1
#if A
        && await get(x) & 2
#endif
    ) {
#if A
        { int z = 10;
#elif B
        for (int z = 0; z < await get(1); z++) {
#else
        { int z = await get(x) + 1;
#endif
            r += z;
        }
    }
    return r * 10 + await get(r);
}

/* ... and one that no branch opens. */
@async static int two_rest(int x)
{
    int r = 0, z = 1;

    while (r < 3
#if B
           + await get(0)
#endif
    ) {
#if A
        for (int z = 0; z < 2; z++)
#elif B
        if (x > 1)
#endif
        {
            r += await get(z);
        }
#if !A
        r++;
#endif
    }
    return r;
}

#undef A
#undef B
#define A 0
#define B 0

/* A head that a cut statement holds: it is spread first. */
@async static int off_held(int x)
{
    int r = 0;

    if (x & 1
#if A
        && await get(x) & 2
#endif
    ) {
#if A
        { int z = 10;
#elif B
        for (int z = 0; z < await get(1); z++) {
#else
        { int z = await get(x) + 1;
#endif
            r += z;
        }
    }
    return r * 10 + await get(r);
}

/* ... and one that no branch opens. */
@async static int off_rest(int x)
{
    int r = 0, z = 1;

    while (r < 3
#if B
           + await get(0)
#endif
    ) {
#if A
        for (int z = 0; z < 2; z++)
#elif B
        if (x > 1)
#endif
        {
            r += await get(z);
        }
#if !A
        r++;
#endif
    }
    return r;
}

@async int main(void)
{
    for (int i = 0; i < 5; i++) {
        printf("%d %d ", await one_held(i), await one_rest(i));
        printf("%d %d ", await two_held(i), await two_rest(i));
        printf("%d %d ", await off_held(i), await off_rest(i));
        printf("\n");
    }
    return 0;
}
