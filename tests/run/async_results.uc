/* Results of every type, taken at once, kept over another await, thrown away. */
#include <complex.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unsync.h>

struct big { long a[10]; };
struct frozen { const int a; const char b[3]; };
struct empty { char none; };
union number { int i; double d; };
enum level { LOW = 1, HIGH = 9 };
typedef int (*binary)(int, int);
typedef void nothing_t;
static int add(int a, int b) { return a + b; }

@async struct big big(long n) { await unsync_yield(); return (struct big){{n, [9] = n * 2}}; }
@async struct frozen frozen(int n) { await unsync_yield(); struct frozen f = {n, "ab"}; return f; }
@async union number number(double d) { union number u = {.d = d}; await unsync_yield(); return u; }
@async enum level level(bool high) { await unsync_yield(); return high ? HIGH : LOW; }
@async bool truth(int n) { await unsync_yield(); return n; }
@async long double exact(long double d) { await unsync_yield(); return d / 3; }
@async double complex turn(double complex z) { await unsync_yield(); return z * I; }
@async const char *text(int n) { await unsync_yield(); return n ? "one" : "zero"; }
@async int (*chosen(int n))(int, int) { await unsync_yield(); return n ? add : NULL; }
@async binary named(void) { await unsync_yield(); return add; }
@async int (*row(int (*m)[3]))[3] { await unsync_yield(); return m + 1; }
@async nothing_t nothing(int *n) { await unsync_yield(); ++*n; }
@async void *memory(size_t size) { await unsync_yield(); return malloc(size); }
@async unsigned char narrow(int n) { await unsync_yield(); return (unsigned char) n; }
@async struct empty small(void) { await unsync_yield(); return (struct empty){'e'}; }

@async
int falls_off(int n)
{
    await unsync_yield();
    if (n) return 5;
    return 0;
}

@async
int main(void)
{
    int m[2][3] = {{1, 2, 3}, {4, 5, 6}}, n = 0;
    struct big b = await big(5);
    struct frozen f = await frozen(6);

    printf("%ld %ld %d %s\n", b.a[9], (await big(7)).a[0], f.a, (await frozen(8)).b);
    printf("%ld\n", (await big(1)).a[9] + (await big(2)).a[9] * (await big(3)).a[0]);
    printf("%g %d %d %d\n", (await number(2.5)).d, await level(true), await truth(256), await narrow(300));
    printf("%Lg %g %s\n", await exact(9.0L) + await exact(3.0L), cimag(await turn(2)), await text(1));
    printf("%d %d %d\n", (await chosen(1))(1, 2), (await named())(3, 4), (*await row(m))[2]);
    printf("%d\n", (await chosen(0) == NULL) + (await chosen(1) == await named()));
    await nothing(&n);
    (void) await nothing(&n);
    n ? await nothing(&n) : (void) 0;
    free(await memory(10));
    await big(9), await frozen(1), await text(0);
    printf("%d %c %d\n", n, (await small()).none, await falls_off(1));
}
