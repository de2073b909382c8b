#include <stdio.h>
#include <stddef.h>
#ifdef CONFIG_WIDE
typedef long number;
struct extra { int a, b; };
static number extra_value(struct extra e) { return e.a * 100 + e.b; }
#else
typedef short small;
#endif
static int get(int n) { return n + 1; }
#ifdef CONFIG_WIDE
static struct extra make(int a) { struct extra e = {a, 2}; return e; }
#endif

static long one(int n)
{
#ifdef CONFIG_WIDE
    number total = n, more = 4;
    struct extra extra = {1, 2};
    number list[3] = {1, 2, 3};
#else
    small total = (small) n;
    const small list[] = {5, 6};
#endif
    get(1);
#ifdef CONFIG_WIDE
    total += extra_value(extra) + more + list[2];
    total += make(3).a;
#endif
    get(2);
    return (long) total + (long) sizeof total + (long) (sizeof list) + list[0];
}

static long two(int n)
{
    typedef struct { int x; } box;
    enum color { RED = 3, GREEN };
    struct point { int x, y; } p = {n, RED};
    box b = {7};
#if defined CONFIG_WIDE
    enum color c = GREEN;
    get(1);
    b.x += c;
#elif !defined CONFIG_OTHER
    struct inner { box b; enum color c; } in = {{1}, RED};
    get(1);
    b.x += in.b.x + in.c;
#else
    int c = 1000;
    get(1);
    b.x += c;
#endif
    get(2);
    return p.x * 100 + p.y * 10 + b.x;
}

static long three(int n)
{
#define INSIDE 2
#if INSIDE == 2
    int a = n;
    unsigned char c[4] = "abc";
#else
    int a = n * 2;
    unsigned char c[4] = "xyz";
#endif
#undef INSIDE
    get(1);
    return a + c[1];
}

static int counter = 5;
static long four(int n)
{
#ifdef CONFIG_WIDE
    int counter = n;
    get(1);
    counter++;
    get(1);
    n = counter;
#else
    get(1);
    counter++;
    n = counter;
#endif
    get(1);
    for (int i = 0; i < 2; i++) {
#ifdef CONFIG_WIDE
        int i = n;
#else
        long i = n * 2;
#endif
        get(i);
        n += (int) i;
    }
#if 0
    dead
#else
    int alive = 2;
#endif
    get(1);
    return n + alive;
}

static int five(int n)
{
    int sum = 0;
    switch (n) {
#ifdef CONFIG_WIDE
    case 1: {
        int k = 4;
        get(1);
        sum += k;
        break;
    }
#else
    case 1: {
        int k = 5;
        get(1);
        sum += k;
        goto out;
    }
    case 2: sum += 1; break;
#endif
    default: {
        int m[n + 1];
        m[n] = 4;
        get(1);
        sum += m[n] + (int) sizeof m;
    }
    }
#ifndef CONFIG_WIDE
out:
#endif
    get(1);
    {
#ifdef CONFIG_WIDE
    int v[n + 1];
    v[n] = 4;
    get(1);
    sum += v[n] + (int) sizeof v;
#endif
    }
    return sum;
}

static int add(int a, int b, int c)
{
    return a * 100 + b * 10 + c;
}

static int six(int n)
{
    int list[] = {
        n,
#ifdef CONFIG_WIDE
        get(2), 7,
#else
        3,
#endif
        get(n)};
    int total =
#ifndef CONFIG_WIDE
        get(n) +
#endif
        1,
#ifdef CONFIG_WIDE
        more = 5,
#endif
        last = 2;

    total += add(n,
#ifdef CONFIG_WIDE
                 get(n) && n > 1,
#else
                 n ? get(n) : 2,
#endif
                 1);
    total += get(n)
#ifndef CONFIG_WIDE
             * get(2)
#endif
        ;
#ifdef CONFIG_WIDE
    last += more;
#endif
    while (
#ifdef CONFIG_WIDE
        get(1) +
#endif
        last-- > 0)
        total++;
    return (int) (sizeof list / sizeof *list) * 1000 + list[1] + total;
}

int main(void)
{
    printf("%d %d\n", six(1), six(3));
    printf("%ld %ld %ld %ld\n", one(1), two(2), three(3), four(4));
    printf("%d %d %d\n", five(1), five(2), five(3));
    return 0;
}
