/* Locals of every plain type live across suspensions, and shadowed names stay apart. */
#include <complex.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unsync.h>

struct point { int x, y; };
struct deep { struct point p[2]; const char *name; double weight; };
struct frozen { const int a; const char b[4]; };
enum color { RED, GREEN = 5, BLUE };
typedef int triple[3];
typedef int (*binary)(int, int);
typedef const int fixed;
typedef struct point place;

static int add(int a, int b) { return a + b; }
static int sub(int a, int b) { return a - b; }
static struct frozen freeze(int a) { return (struct frozen){a, "ice"}; }

@async
void scalars(void)
{
    char c = 'x';
    signed char sc = -3;
    unsigned char uc = 200;
    short s = -30000;
    unsigned short us = 60000;
    int i = -1;
    unsigned u = 4000000000u;
    long l = -5000000000;
    unsigned long long ull = 18446744073709551615ull;
    float f = 1.5f;
    double d = 2.25;
    long double ld = 3.125L;
    _Bool b = 7;
    bool b2 = false;
    enum color color = BLUE;
    double complex z = 1 + 2 * I;
    const int ci = 42;
    const char *const cp = "const";
    volatile int vi = 9;
    register int ri = 10;
    auto int ai = 11;
    size_t size = sizeof(int);
    int braced = {12}, many = 1, *pointer = &many, **pp = &pointer;
    await unsync_yield();
    printf("%c %d %u %d %u %d %u %ld %llu\n", c, sc, uc, s, us, i, u, l, ull);
    printf("%g %g %Lg %d %d %d %g+%gi\n", f, d, ld, b, b2, color, creal(z), cimag(z));
    printf("%d %s %d %d %d %zu %d %d\n", ci, cp, vi, ri, ai, size, braced, **pp);
    uc += 100, s--, b = 0, f *= 2, ld /= 2, z *= I, vi++, ri--, (**pp)++;
    await unsync_yield();
    printf("%u %d %d %g %Lg %g+%gi %d %d %d\n", uc, s, b, f, ld, creal(z), cimag(z), vi, ri, many);
}

@async
void aggregates(int n)
{
    int a[3] = {1, 2, 3}, m[2][3] = {{1, 2, 3}, {4, 5, 6}}, zero[4] = {0}, open[] = {n, n + 1, n + 2};
    char text[] = "text", room[10] = "room", raw[3] = {'r', 'a', 'w'}, list[][4] = {"one", "two"};
    const char *names[] = {"zero", "one", "two"};
    int designated[] = {[3] = 3, [1] = 1, 2}, ranged[6] = {[1 ... 3] = 7, 8};
    struct point p = {1, 2}, q = {.y = 3}, *to = &p, copy = p, pair[2] = {{1, 2}, {.x = 3}};
    struct deep deep = {.p = {{1, 2}, {3, 4}}, .name = "deep", .weight = n * 0.5}, clear = {0};
    struct frozen frozen = {n, "abc"}, other = freeze(n + 1);
    const struct point fixed_point = {n, -n};
    const int fixed_list[] = {4, 5, n};
    fixed f = n * 2;
    place where = {8, 9}, there[2] = {{1, 1}};
    triple t = {7, 8, 9}, tt[2] = {{1}, {2, 3}};
    union { int i; float f; } u = {.f = 1.0f};
    struct { int a; struct { int b, c; } in; } nameless = {1, {2, 3}}, *link = &nameless;
    struct { unsigned low : 3, high : 5; int : 0; int rest; } bits = {5, 17, n};
    await unsync_yield();
    printf("%d %d %d %d %d %d\n", a[2], m[1][2], zero[3], open[2], (int) sizeof open, (int) sizeof m);
    printf("%s %s %.3s %s %s %d %s\n", text, room, raw, list[0], list[1], (int) sizeof text, names[2]);
    printf("%d %d %d %d %d %d\n", designated[1], designated[2], designated[3], (int) sizeof designated,
           ranged[3], ranged[4]);
    printf("%d %d %d %d %d %d\n", to->x, q.x, q.y, copy.y, pair[1].x, pair[1].y);
    printf("%d %s %g %d\n", deep.p[1].y, deep.name, deep.weight, clear.p[0].x == 0 && !clear.name);
    printf("%d %s %d %s %d %d %d\n", frozen.a, frozen.b, other.a, other.b, fixed_point.y,
           fixed_list[2], f);
    printf("%d %d %d %d %d %g\n", where.y, there[1].x, t[2], tt[1][1], tt[0][2], u.f);
    printf("%d %d %d %u %u %d\n", nameless.in.c, link->in.b, link->a, bits.low, bits.high, bits.rest);
    to->x = 5, m[1][0] = n, bits.low++, nameless.in.c = 30, text[0] = 'T', memset(room, 0, sizeof room);
    await unsync_yield();
    printf("%d %d %u %d %s %d\n", p.x, m[1][0], bits.low, link->in.c, text, room[0]);
}

@async
void functions(void)
{
    int (*f)(int, int) = add, (*table[2])(int, int) = {add, sub}, (*(*pf))(int, int) = &f;
    binary g = sub, gs[] = {sub, add};
    int numbers[3] = {1, 2, 3}, (*row)[3] = &numbers, *(*walk)[2] = &(int *[2]){numbers, numbers + 1};
    await unsync_yield();
    printf("%d %d %d %d %d %d\n", f(1, 2), table[1](1, 2), (*pf)(3, 4), g(5, 6), gs[1](7, 8),
           (*row)[2] + *(*walk)[1]);
    f = sub;
    await unsync_yield();
    printf("%d\n", (*pf)(3, 4));
}

@async
void scopes(int x)
{
    int y = x;
    {
        int x = y + 1;
        await unsync_yield();
        {
            char *x = "inner";
            await unsync_yield();
            printf("%s ", x);
            for (int x = 0; x < 2; x++) {
                int y = x * 10;
                await unsync_yield();
                printf("%d ", y);
            }
        }
        printf("%d ", x);
        y += x;
    }
    for (int x = 5; x < 6; x++) {
        await unsync_yield();
        int x_2 = x;
        double x = x_2 / 2.0;
        await unsync_yield();
        printf("%g %d ", x, x_2);
    }
    printf("%d %d\n", x, y);
    static int calls, *last = &calls;
    await unsync_yield();
    extern int outside;
    calls++;
    await unsync_yield();
    printf("%d %d\n", *last, outside);
}
int outside = 77;

/* The scope of a name begins before its initialiser. */
@async
int scope_of_name(int n)
{
    int size = sizeof size, self = n ? 5 : self;
    await unsync_yield();
    return size + self;
}

@async
int main(void)
{
    await scalars();
    await aggregates(6);
    await functions();
    await scopes(1);
    await scopes(2);
    printf("%d\n", await scope_of_name(1));
    return 0;
}
