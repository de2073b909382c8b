/* Declarations: declarators, storage classes, arithmetic types, members, shadowed names, attributes. */
#include <assert.h>
#include <complex.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unsync.h>
#pragma GCC diagnostic ignored "-Wimplicit-int" /* implied */
typedef int arr3[3];
typedef int fn(int);
typedef struct { int n; int data[]; } flex;
static int twice(int x) { return 2 * x; }
static int arr[2] = {4, 5};
static int (*parr(int x))[2] { (void) x; return &arr; }
@async int get(int n) { await unsync_yield(); return n; }
@async int declarators(int n) {
    int (*(*fp)(int))[2] = parr;
    int (*fps[3])(int) = {twice, [2] = twice}, *pi = &n, **ppi = &pi, m[2][3] = {{1, 2}, {3}};
    fn *f = twice;
    char *const *argv = (char *[]){"a", "b", NULL};
    const char *const cs = "const", text[] = "text", padded[10] = "pad", exact[3] = "abc";
    int (*pm)[3] = m, (*ppm)[2][3] = &m;
    arr3 a3 = {7, 8, 9}, *pa = &a3;
    await unsync_yield();
    return (*fp(1))[1] + fps[2](3) + **ppi + m[1][0] + f(2) + argv[1][0] + cs[0] + (int) sizeof text + (int) strlen(padded) + exact[2] + pm[1][0] + (*ppm)[0][1] + (*pa)[2] + fps[0](await get(1));
}
@async int storage(int n) {
    static int calls; static int list[3] = {1, 2, 3};
    extern int outside;
    register int r = n; auto int au = 3; volatile int vo = 4; const volatile int cv = 5;
    static const char *names[] = {"x", "yy"};
    calls++;
    await unsync_yield();
    list[1] += calls; outside++;
    await unsync_yield();
    return r + au + vo + cv + list[1] + outside + (int) strlen(names[1]) + calls;
}
int outside = 10;
@async int numbers(void) {
    long double ld = 1.5L; double complex z = 1 + 2 * I; float complex zf = 2 * I; _Bool b = 5; char c = 'x'; short s = -3; unsigned char u = 250;
    __int128 big = (__int128) 1 << 100; _Atomic int at = 3; atomic_long al = 5; _Atomic(unsigned) au = 6;
    await unsync_yield();
    ld *= 2; z *= z; at++; atomic_fetch_add(&al, 2); u += 10; au += 1;
    await unsync_yield();
    return (int) ld + (int) creal(z) + (int) cimag(zf) + b + c + s + u + (int) (big >> 98) + at + (int) al + (int) au;
}
@async long double ldget(long double x) { await unsync_yield(); return x; }
@async double complex zget(double complex x) { await unsync_yield(); return x * I; }
@async _Bool bget(int x) { await unsync_yield(); return x; }
@async int *pget(int *x) { await unsync_yield(); return x; }
@async fn *fget(fn *f) { await unsync_yield(); return f; }
@async int (*wild(int n))(int) { await unsync_yield(); return n ? twice : NULL; }
@async int values(int n) {
    int k = 5;
    await unsync_yield();
    return (int) (await ldget(1.5L) * await ldget(2)) + (int) cimag(await zget(3) + await zget(4)) + await bget(7) + *await pget(&k) + (await fget(twice))(4) + (await wild(1))(await get(6)) + (await get(n), n);
}
@async int members(int n) {
    struct { unsigned a : 3, : 2, b : 5; struct { int in; }; union { int u; float f; }; enum { LOW = 3, HIGH } e; } s = {.a = 5, .b = n, .in = 7, .u = 1, .e = HIGH}, *ps = &s, t[2] = {[1] = {.in = 4}};
    union un { int i; char c[4]; } un = {.c = {1, 2}}, *pu = &un;
    struct self { struct self *me; int v; } me = {&me, 4};
    flex *fl = malloc(sizeof *fl + 3 * sizeof(int));
    enum { LOCAL = 4, MORE = LOCAL * 2 };
    typedef struct self self_t; self_t copy = me;
    fl->n = 3; fl->data[2] = 9;
    await unsync_yield();
    ps->a++; ps->u = 0x3f800000; pu->c[1]++; copy.v += await get(MORE);
    await unsync_yield();
    n = s.a + s.b + s.in + (int) s.f + s.e + t[1].in + (un.i & 0xffff) + me.me->v + fl->data[2] + copy.v + LOCAL + LOW + (int) offsetof(struct self, v);
    free(fl);
    return n;
}
@async int shadows(int n) {
    typedef int T;
    { T T = 3; await unsync_yield(); n += T; }
    T x = 4;
    { int x = 5; { long x = await get(6); await unsync_yield(); n += (int) x; } n += x; { enum { x = 50 }; n += x; await unsync_yield(); } }
    struct x { int x; } sx = {.x = x};
    for (int x = 0; x < 2; x++) { int x = 7; await unsync_yield(); n += x; }
    goto x; x: sx.x++;
    { struct x { char c; } y = {1}; await unsync_yield(); n += (int) sizeof(struct x) + y.c; }
    int get_ = 1, value = 2, self = 3, task = 4, u_task = 5, unsync_self = 6;
    await unsync_yield();
    return n + x + sx.x + (int) sizeof x + get_ + value + self + task + u_task + unsync_self;
}
@async int protos(int n) {
    int outside_fn(int n), other;
    extern double fabs(double);
    int twice(int);

    other = 4;
    await unsync_yield();
    return outside_fn(n) + other + (int) fabs(-3.0) + await get(2);
}
int outside_fn(int n) { return n + 1; }
@async int literals(int n) {
    int *p = (int[]){1, 2, n}; struct pt { int x, y; } *q = &(struct pt){.y = n}; const char *s = (char[]){"mutable"};
    int *single = &(int){n};
    for (int i = 0; i < 2; i++) { int *r = (int[2]){i}; await unsync_yield(); r[1] = i; *single += r[0] + r[1]; }
    q = n ? &(struct pt){1, await get(2)} : q;
    p[0] += await get(5);
    *(int *) p += 1;
    await unsync_yield();
    return p[0] + p[2] + q->y + s[0] + *single + (struct pt){3, await get(4)}.y + ((int[]){1, 2, 3})[await get(1)];
}
@async int attrs(int n) {
    int unused __attribute__((unused)), a __attribute__((__unused__)) = n;
    __extension__ int ext = 3;
    __extension__ typedef union { int i; } uu;
    uu v = {4};
    _Static_assert(sizeof(int) >= 2, "int");
    static_assert(sizeof(char) == 1, "char");
    int q __attribute__((vector_size(16))) = {1, 2, 3, 4};
    __asm__ volatile("" ::: "memory");
    __asm__ volatile("" : "+r"(a) : "r"(ext));
    await unsync_yield();
    __asm__ volatile("" : "+m"(a) : [x] "r"(n));
    switch (n) { case 1: a++; __attribute__((fallthrough)); default: a++; await unsync_yield(); }
    return a + ext + v.i + q[2] + (int) strlen(__func__) + (int) strlen(__FUNCTION__);
}
static int const_params(const int n, const int *restrict p, int m[static 2], register int r, fn f, arr3 a) { return n + *p + m[1] + r + f(1) + a[0]; }
@async int param(const int n, const int *restrict p, int m[static 2], register int r, fn f, arr3 a, char c, float fl, _Bool b) { await unsync_yield(); return const_params(n, p, m, r, f, a) + (int) sizeof c + (int) fl + b; }
@async int selfref(int n) {
    int x = sizeof x, *p = &x;
    void *self = &self;
    int a = n, b = a + 1, c = await get(b), d = c + b;
    struct { const int k; int m; } ro = {n, 2}; const struct { int k; } rw = {n};
    await unsync_yield();
    return x + *p + (self == &self) + d + ro.k + rw.k;
}
@async void nothing(int n) { if (n) return; await unsync_yield(); }
@async int voids(int n) { n ? await nothing(1) : (void) 0; (void) await get(1); (void) (n && (await nothing(n), 1)); return await nothing(0), n; }
@async int implied(int n) { const x = 6, *p = &x; await get(1); return *(const *const) &x + *p + n + (int) sizeof(const); }
@async int main(int argc, char **argv) {
    int two[2] = {3, 4}; arr3 a = {1};
    printf("%d %d %d\n", await declarators(3), await storage(3), await implied(5));
    printf("%d %d %d\n", await numbers(), await values(3), await members(3));
    printf("%d %d %d %d\n", await shadows(3), await protos(3), await literals(3), await attrs(1));
    printf("%d %d %d\n", await param(3, two, two, 4, twice, a, 'c', 2.5f, 7), await selfref(3), await voids(3));
    printf("%d %s\n", argc, argv[argc] ? "" : "null");
}
