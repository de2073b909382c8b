#include <stdio.h>
#ifndef A
#define A 1
#endif
#ifndef B
#define B 0
#endif
#define EACH(i, n) for (int i = 0; i < (n); i++)
#define TWICE(x) ((x) + (x))
static int get(int n) { return n + 1; }
struct p { int a, b; };
static int g(int k)
{
    int t = 0;
    struct p v = {
        .a = get(1)
#if B
        + 1,
#else
        ,
#endif
        .b = get(2) }, *q = &v;
    struct p w[] = { {1, 2},
#if A
        { get(3), 4 },
#endif
        {get(5)
#if B
         + 1
#endif
         , 6} };
    t += q->a * 100 + q->b + (int) (sizeof w / sizeof *w) + w[1].a + k;
    return t;
}
static int f(int n)
{
    int t = 0;
#define K 4
again:
    t += n * /* one */ get(1) // two
#if A /* x */ \
      && 1
        + get(2)
#if B
        * get(3)
#else
        - get(4)
#endif
#elif B
        + get(5)
#else
        - get(6)
#endif
        + K;
#undef K
#define K 7
    if (t < 10) goto again;
    else if (t <
#if A
        get(20)
#else
        get(30)
#endif
    ) { t++; } else
        t--;
    EACH(i, 3)
        t += get(i) *
#if B
            2
#else
            TWICE(get(3))
#endif
            ;
    switch (t & 3) {
    case 0: case 1:
        t += (t > 5 ? get(1) :
#if 0
        junk ' " (
#else
        get(9)
#endif
        ); break;
    case 2: t = get(t)
#if A
        + 1; break;
#else
        - 1;
        /* fall through */
#endif
    default:
        t += get(3);
    }
    t += g(K);
    do t--; while (t > get(
#if A
        600
#else
        500
#endif
        ));
    while (get(0) &&
#if A
        t % 7 != get(1)
#else
        t % 5
#endif
    ) { if (t & 1) { t -= get(1); continue; } t--; }
    for (;;) {
        if (get(t) > 3
#if A
            && t
#endif
        ) break;
        t++;
    }
    int z = get(1),
#if A
        y = get(2),
#endif
        u = get(3);
#if A
    z += y;
#endif
    return t + z *
#if A
        get(u)
#endif
        + u;
}
int main(void)
{
    for (int i = 1; i < 6; i++) { int r = f(i); printf("%d\n", r); }
    return 0;
}
