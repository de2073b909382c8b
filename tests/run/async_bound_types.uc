/* Types that are said again elsewhere than where they stand: typedefs of a local's type, aligned arrays of variable
   length, static pointers to such, and names that hide what those types take from the file. */
#include <stdint.h>
#include <stdio.h>
#include <unsync.h>

enum { WIDTH = 3 };
typedef int cell;
static int store[10];

@async int next(int n) { await unsync_yield(); return n + 1; }

@async
int of_local(int n)
{
    long v = 3;
    typedef __typeof__(v) T, *P;
    T a = 4, arr[3] = {1, 2, 3};
    P p = &v;
    typedef T (*rows)[3];
    rows r = &arr;
    await next(n);
    T s = (T) 9;
    s += await next((int) a);
    *p += 5;
    (*r)[1] = 70;
    struct { T m; T *q; } st = {1, &s};
    await next(1);
    *st.q += st.m;
    {
        typedef __typeof__(arr) U;
        U copy = {sizeof(U), sizeof(T)};
        typedef __typeof__(n) T;
        T small = (T) await next(1);
        s += copy[0] + copy[1] + (long) sizeof(small) + small;
    }
    T opened[] = {s, await next(2)};
    await next(3);
    return (int) (v + a + *p + (*r)[1] + s + opened[1] + (long) (sizeof opened / sizeof *opened));
}

@async
int of_element(int n)
{
    struct { short part; } list[2] = {{5}, {6}};
    typedef __typeof__(list[0].part) T;
    typedef T pair[n];
    T x = n ? (T) await next(n) : (T) 7;
    pair many;
    for (int i = 0; i < n; i++) many[i] = (T) (await next(i) + x);
    return x * 100 + many[n - 1] + (int) sizeof many + list[1].part;
}

@async
int aligned(int n)
{
    int off = 0;
    for (int turn = 1; turn < 4; turn++) {
        _Alignas(64) int a[n * turn];
        char b[n + turn][2] __attribute__((aligned(128)));
        for (int i = 0; i < n * turn; i++) a[i] = await next(i);
        b[n][0] = b[n][1] = (char) turn;
        await next(turn);
        off += (int) ((uintptr_t) a % 64 + (uintptr_t) b % 128);
        off += a[n * turn - 1] + b[n][1] + (int) (sizeof a + sizeof b);
    }
    return off;
}

@async
int kept(int n)
{
    static int (*p)[n];
    static int (*const start)[n++] = (void *) (store + 1);
    if (!p) p = (void *) store;
    int sum = await next(n);
    (*p)[1] += sum;
    p[0][0]++;
    return (*p)[0] + (*p)[1] * 10 + (int) (sizeof *p * 1000 + sizeof *start * 10000) + (*start)[0] * 100 + n;
}

@async
int hidden(int n)
{
    int a[n][WIDTH];
    cell b[n];
    for (int i = 0; i < n; i++) a[i][0] = a[i][1] = b[i] = i;
    await next(1);
    {
        int WIDTH = 1;
        a[WIDTH][0] = 77;
    }
    {
        char cell = 1;
        b[(int) cell] = 88;
    }
    return a[1][0] * 100 + b[1];
}

@async
int values(int n)
{
    static const int table[] = {1, 2};
    static int list[] = {4, 5, 6};
    typedef struct { int k; } box;
    struct sized { int m[sizeof list / sizeof *list]; } s = {{1, 2, 3}};
    typedef __typeof__(list) three;
    static three copy = {1};
    three l = {n};
    box b = {5};
    int sum = (n ? await next(n) : table[0]) + await next(1) + (n > 1 ? await next(n) : ((box *) &b)->k) + await next(2);
    l[2] = sum + copy[0];
    sum += n > 5 ? (await next(2), (struct sized) {{7}}).m[0] : (n ? s : (await next(1), s)).m[1];
    return sum * 100 + l[2] + l[0] + list[1];
}

@async
int main(void)
{
    printf("%d %d\n", await of_local(2), await of_element(3));
    printf("%d\n", await aligned(5));
    printf("%d\n", await kept(2));
    printf("%d\n", await kept(3));
    printf("%d\n", await hidden(3));
    printf("%d %d %d\n", await values(0), await values(2), await values(7));
    return 0;
}
