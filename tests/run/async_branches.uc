/*
 * Locals, types and values under an #if that live across awaits. Both halves are the same text: once without
 * CONFIG_WIDE, once with.
 */
#include <stdio.h>
#include <unsync.h>

@async static int get(int n) { await unsync_yield(); return n + 1; }
static int counter = 5;

typedef short small;

@async static long one(int n)
{
#ifdef CONFIG_WIDE
    number total = n, more = 4;
    struct extra extra = {1, 2};
    number list[3] = {1, 2, 3};
#else
    small total = (small) n;
    const small list[] = {5, 6};
#endif
    await get(1);
#ifdef CONFIG_WIDE
    total += extra_value(extra) + more + list[2];
    total += (await make(3)).a;
#endif
    await get(2);
    return (long) total + (long) sizeof total + (long) (sizeof list) + list[0];
}

@async static long two(int n)
{
    typedef struct { int x; } box;
    enum color { RED = 3, GREEN };
    struct point { int x, y; } p = {n, RED};
    box b = {7};
#if defined CONFIG_WIDE
    enum color c = GREEN;
    await get(1);
    b.x += c;
#elif !defined CONFIG_OTHER
    struct inner { box b; enum color c; } in = {{1}, RED};
    await get(1);
    b.x += in.b.x + in.c;
#else
    int c = 1000;
    await get(1);
    b.x += c;
#endif
    await get(2);
    return p.x * 100 + p.y * 10 + b.x;
}

@async static long three(int n)
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
    await get(1);
    return a + c[1];
}

@async static long four(int n)
{
#ifdef CONFIG_WIDE
    int counter = n;
    await get(1);
    counter++;
    await get(1);
    n = counter;
#else
    await get(1);
    counter++;
    n = counter;
#endif
    await get(1);
    for (int i = 0; i < 2; i++) {
#ifdef CONFIG_WIDE
        int k = n;
#else
        long k = n * 2;
#endif
        await get((int) k);
        n += (int) k;
    }
#if 0
    dead
#else
    int alive = 2;
#endif
    await get(1);
    return n + alive;
}

@async static int five(int n)
{
    int sum = 0;
    switch (n) {
#ifdef CONFIG_WIDE
    case 1: {
        int k = 4;
        await get(1);
        sum += k;
        break;
    }
#else
    case 1: {
        int k = 5;
        await get(1);
        sum += k;
        goto out;
    }
    case 2: sum += 1; break;
#endif
    default: {
        int m[n + 1];
        m[n] = 4;
        await get(1);
        sum += m[n] + (int) sizeof m;
    }
    }
#ifndef CONFIG_WIDE
out:
#endif
    await get(1);
    {
#ifdef CONFIG_WIDE
    int v[n + 1];
    v[n] = 4;
    await get(1);
    sum += v[n] + (int) sizeof v;
#endif
    }
    return sum;
}


#define CONFIG_WIDE
typedef long number;
struct extra { int a, b; };
static number extra_value(struct extra e) { return e.a * 100 + e.b; }
@async static struct extra make(int a) { struct extra e = {a, 2}; await get(a); return e; }

@async static long wide_one(int n)
{
#ifdef CONFIG_WIDE
    number total = n, more = 4;
    struct extra extra = {1, 2};
    number list[3] = {1, 2, 3};
#else
    small total = (small) n;
    const small list[] = {5, 6};
#endif
    await get(1);
#ifdef CONFIG_WIDE
    total += extra_value(extra) + more + list[2];
    total += (await make(3)).a;
#endif
    await get(2);
    return (long) total + (long) sizeof total + (long) (sizeof list) + list[0];
}

@async static long wide_two(int n)
{
    typedef struct { int x; } box;
    enum color { RED = 3, GREEN };
    struct point { int x, y; } p = {n, RED};
    box b = {7};
#if defined CONFIG_WIDE
    enum color c = GREEN;
    await get(1);
    b.x += c;
#elif !defined CONFIG_OTHER
    struct inner { box b; enum color c; } in = {{1}, RED};
    await get(1);
    b.x += in.b.x + in.c;
#else
    int c = 1000;
    await get(1);
    b.x += c;
#endif
    await get(2);
    return p.x * 100 + p.y * 10 + b.x;
}

@async static long wide_three(int n)
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
    await get(1);
    return a + c[1];
}

@async static long wide_four(int n)
{
#ifdef CONFIG_WIDE
    int counter = n;
    await get(1);
    counter++;
    await get(1);
    n = counter;
#else
    await get(1);
    counter++;
    n = counter;
#endif
    await get(1);
    for (int i = 0; i < 2; i++) {
#ifdef CONFIG_WIDE
        int k = n;
#else
        long k = n * 2;
#endif
        await get((int) k);
        n += (int) k;
    }
#if 0
    dead
#else
    int alive = 2;
#endif
    await get(1);
    return n + alive;
}

@async static int wide_five(int n)
{
    int sum = 0;
    switch (n) {
#ifdef CONFIG_WIDE
    case 1: {
        int k = 4;
        await get(1);
        sum += k;
        break;
    }
#else
    case 1: {
        int k = 5;
        await get(1);
        sum += k;
        goto out;
    }
    case 2: sum += 1; break;
#endif
    default: {
        int m[n + 1];
        m[n] = 4;
        await get(1);
        sum += m[n] + (int) sizeof m;
    }
    }
#ifndef CONFIG_WIDE
out:
#endif
    await get(1);
    {
#ifdef CONFIG_WIDE
    int v[n + 1];
    v[n] = 4;
    await get(1);
    sum += v[n] + (int) sizeof v;
#endif
    }
    return sum;
}


@async
int main(void)
{
    printf("%ld %ld %ld %ld\n", await one(1), await two(2), await three(3), await four(4));
    printf("%d %d %d\n", await five(1), await five(2), await five(3));
    printf("%ld %ld %ld %ld\n", await wide_one(1), await wide_two(2), await wide_three(3),
           await wide_four(4));
    printf("%d %d %d\n", await wide_five(1), await wide_five(2), await wide_five(3));
    return 0;
}
