/* Parameters of every form live in the frame as what C makes of them. */
#include <stdio.h>
#include <stddef.h>
#include <unsync.h>

struct point { int x, y; };
struct frozen { const int a; int b; };
typedef int triple[3];
typedef int binary(int, int);
typedef const char *string;

static int add(int a, int b) { return a + b; }

@async
int arrays(int a[], int b[3], int c[static 2], int const d[const], int m[2][3], triple t, char *s[], int n, int v[n])
{
    await unsync_yield();
    a[0]++, b++;
    await unsync_yield();
    return a[0] + b[0] + c[1] + d[0] + m[1][2] + t[2] + s[1][0] + v[n - 1] +
           (int) (sizeof m == sizeof(void *)) + (int) sizeof *m + (int) (sizeof t == sizeof(int *));
}

@async
int functions(int f(int, int), binary g, int (*h)(int, int), binary *k, int (*const fixed[2])(int, int))
{
    await unsync_yield();
    return f(1, 2) + g(3, 4) + h(5, 6) + k(7, 8) + fixed[1](9, 10);
}

@async
int qualified(const int a, volatile int b, register int c, char *restrict d, const struct point e,
              string f, struct frozen g, const char *const *h)
{
    await unsync_yield();
    b++, c--;
    await unsync_yield();
    return a + b + c + d[0] + e.y + f[0] + g.a + g.b + h[0][0];
}

@async
int none(void)
{
    await unsync_yield();
    return 1;
}

@async
int unused(int a, __attribute__((unused)) int b, int c __attribute__((unused)))
{
    await unsync_yield();
    return a;
}

/* Without an await the parameters are C locals. */
@async
int plain(int a, struct point b, int c[3], triple d, binary f, const int g)
{
    int sum = 0;
    for (int i = 0; i < 3; i++) sum += c[i] * a + d[i];
    a++, b.x++, c++;
    return sum + a + b.x + *c + f(b.y, g) + (int) (sizeof c == sizeof(int *));
}

@async
char small(char a, unsigned char b, short c, _Bool d, float e)
{
    await unsync_yield();
    return (char) (a + b + c + d + (int) e);
}

@async
int changed(int n, int *where)
{
    int *mine = &n;
    await unsync_yield();
    (*mine)++;
    if (!where) return await changed(n, mine) * 10 + n;
    *where += 100;
    await unsync_yield();
    return n;
}

@async
int main(int argc, char **argv)
{
    int a[3] = {1, 2, 3}, m[2][3] = {{1}, {4, 5, 6}};
    char *s[] = {"a", "b"};
    int (*const table[2])(int, int) = {add, add};
    const char *const texts[] = {"t"};

    printf("%d\n", await arrays(a, a, a, a, m, a, s, 3, a));
    printf("%d\n", await functions(add, add, add, &add, table));
    printf("%d\n", await qualified(1, 2, 3, s[0], (struct point){4, 5}, "f", (struct frozen){6, 7}, texts));
    printf("%d %d\n", await none(), await unused(1, 2, 3));
    printf("%d\n", await plain(1, (struct point){2, 3}, a, a, add, 4));
    printf("%d\n", await small(1, 2, 3, 4, 5.9f));
    printf("%d\n", await changed(5, NULL));
    printf("%d %d\n", argc, argv[1] == NULL);
    return 0;
}
