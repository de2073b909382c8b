#include <stdio.h>
#include <string.h>
#include <stddef.h>
typedef int cell;
enum { W = 2 };
struct bits { unsigned a : 3, b : 5; int : 0; signed c : 7; };
static unsigned log_n;
static int tick(int n) { log_n = log_n * 3 + n; return n; }
static int bitwork(int n)
{
    struct bits v = {1, 2, 3}, *p = &v;
    v.a += tick(n); p->b |= tick(4) << 1; v.c -= (p->a++, tick(2)) - 1; v.b--;
    v.a = tick(5); v.b ^= v.a;
    int idx[3] = {0, 1, 2}, i = 0;
    idx[i++] += tick(7); idx[i] <<= tick(1); i--;
    return v.a * 10000 + v.b * 100 + v.c + idx[0] + idx[1] * 3 + i;
}
static int vlaswitch(int n)
{
    int total = 0;
    for (int k = 0; k < 4; k++) {
        typedef int row[n + k];
        switch (k) {
            int hidden;
        case 0: hidden = tick(1); total += hidden; /* fall through */
        case 1: { row r; for (int i = 0; i < n + k; i++) r[i] = tick(i); total += r[n - 1] + (int) (sizeof r / sizeof *r); }
            break;
        case 2 ... 3: {
            typedef __typeof__(total) T;
            T t[] = {tick(k), tick(2)};
            row *q = (row *) memset((char [100]) {0}, 0, 100);
            (*q)[0] = t[1];
            total += (*q)[0] + (int) sizeof *q + (int) sizeof t;
            if (k == 3) goto out;
        }
        default: total *= 2;
        }
        continue;
out:    total += 1000;
    }
    return total;
}
static int shadows(int n)
{
    int x = n;
    for (int x = 0, y = x + 1; x < 3; x++, y += tick(x)) {
        int x = y; x += tick(1);
        { extern int printf(const char *, ...); struct x { int x; } x = {.x = y}; x.x += tick(x.x); n += x.x; }
        n += x;
    }
    return x * 100 + n;
}
static int stexpr(int n)
{
    int a = ({ int a = n; a += tick(a); ({ int b = a * 2; b + tick(b); }); });
    return a + ({ if (n > 2) tick(1); struct { int v[W]; } s = {{n, tick(n)}}; s; }).v[1] + (n > 1 ? ({ tick(2); }) : ({ 3; }));
}
static int labels(int n)
{
    static void *const table[] = {&&zero, &&one, &&two};
    int pc = 0, acc = n;
    unsigned char code[] = {1, 1, 2, 0};
next: goto *table[code[pc++]];
one: acc += tick(acc); goto next;
two: acc *= tick(2); goto next;
zero: return acc;
}
static int hides(int n)
{
    cell a[n][W]; memset(a, 0, sizeof a);
    for (int W = 0; W < 2; W++) a[1][W] = tick(W + 4);
    { enum { W = 1 }; typedef char cell; cell c = 1; a[n - 1][W] += c; tick(1); }
    int (*p)[W] = a; p++;
    { char W = 0; p[0][(int) W] += tick(7); }
    return a[1][0] * 100 + a[1][1] + a[n - 1][1] * 10000 + (int) sizeof *p;
}
static int quals(int n)
{
    const struct { int a; const char *s; } k[] = {{n, "x"}, {tick(n), "yy"}};
    int *restrict const p = &n; volatile int vol = tick(3);
    _Bool b = tick(0) || (n && tick(256)); float f = tick(1) / 2.0f; long double ld = f; _Complex double z = tick(1) + 2.0i;
    *p += k[1].a; vol += *p;
    return vol + b + (int) (ld * 10) + (int) strlen(k[1].s) + (int) __imag__ z;
}
static int duff(int n)
{
    int c = 0, r = (n + 3) / 4;
    switch (n % 4) { case 0: do { c += tick(1); case 3: c += tick(2); case 2: c += tick(3); case 1: c += tick(4); } while (--r > 0); }
    return c;
}
static int oldgnu(int n)
{
    int v[6] = {[0 ... 2] = n, [4] = tick(2)}; struct { int a, b; } s = {b: tick(3), a: 1};
    union { int i; unsigned char c[4]; } u = {.i = tick(258)};
    int m = v[2] ?: tick(5); __auto_type q = &v[1]; *q += m ? : tick(1);
    return v[1] + v[4] + s.a * 10 + s.b + u.c[0] + u.c[1] * 2 + m;
}
int main(void)
{
    for (int i = 2; i < 5; i++) {
        { int r = bitwork(i); printf("bitwork %d %u\n", r, log_n); }
        { int r = vlaswitch(i); printf("vlaswitch %d %u\n", r, log_n); }
        { int r = shadows(i); printf("shadows %d %u\n", r, log_n); }
        { int r = stexpr(i); printf("stexpr %d %u\n", r, log_n); }
        { int r = labels(i); printf("labels %d %u\n", r, log_n); }
        { int r = hides(i); printf("hides %d %u\n", r, log_n); }
        { int r = quals(i); printf("quals %d %u\n", r, log_n); }
        { int r = duff(i + 3); printf("duff %d %u\n", r, log_n); }
        { int r = oldgnu(i); printf("oldgnu %d %u\n", r, log_n); }
    }
    return 0;
}
