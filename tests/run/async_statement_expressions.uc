/* Statement expressions, ?: without a middle, _Generic and assert that hold awaits. */
#include <assert.h>
#include <stdio.h>
#include <unsync.h>
#define MAX(a, b) ({ __typeof__(a) a_ = (a), b_ = (b); a_ > b_ ? a_ : b_; })
#define MAX2(a, b) ({ __auto_type a_ = (a); __auto_type b_ = (b); a_ > b_ ? a_ : b_; })
#define RETRY(e) ({ int r_; do r_ = (e); while (r_ < 3); r_; })
#define ABS(x) _Generic((x), int: iabs, double: dabs)(x)
static int sum2(int a, int b) { return a + 2 * b; }
static int iabs(int x) { return x < 0 ? -x : x; }
static double dabs(double x) { return x < 0 ? -x : x; }
static int count;
@async int get(int n) { await unsync_yield(); count++; return n; }
@async double real(double n) { await unsync_yield(); return n; }
@async int next(void) { await unsync_yield(); return ++count; }
@async int written(int n) {
    int x = ({ int y = await get(1); y; });
    int z = n ?: await get(2);
    int w = 0 ?: await get(3);
    int v = await get(0) ?: await get(4);
    x += ({ await unsync_yield(); int k = await get(7); k * 2; }) + ({ await get(100); });
    ({ await get(1); });
    ({ if (n) await get(1); else { await get(2); } });
    return x + z * 10 + w * 100 + v * 1000;
}
@async int macros(int n) {
    int y = MAX(await get(n), 1), k = MAX(2, await get(n)) + MAX2(await get(3), await get(4));
    count = 0;
    return y * 100 + k * 10 + RETRY(await next()) + ABS(await get(-3)) + (int) ABS(await real(-4.5));
}
@async int nested(int n) {
    int s = MAX(MAX(await get(n), await get(2)), MAX(await get(5), 1));
    for (int i = ({ await get(0); }); i < ({ await get(3); }); i += ({ await get(1); })) s += i;
    if (({ int a = await get(n); int b = a; await unsync_yield(); a + b; }) > 3 && ({ await get(1); })) s += 100;
    return s + sum2(({ await get(1); }), ({ int q = await get(2); q; }));
}
@async int asserts(int n) {
    assert(await get(n) == n);
    assert(await get(n) == n && "text, with comma");
    if (n) assert(await get(1)); else assert(0);
    return count;
}
struct pair { int a, b; };
@async struct pair pair(int n) { await unsync_yield(); return (struct pair){n, n + 1}; }
@async int structs(int n) {
    struct pair p = ({ struct pair q = await pair(n); q.a++; q; });
    int (*f)(int) = ({ await get(1); iabs; });
    const char *s = ({ await get(1); "abc"; });
    return p.a * 10 + p.b + ({ await pair(3); }).b + f(-3) + s[1];
}
@async int generic(int n) {
    double d = 2;
    int a = _Generic(n, int: await get(n), double: await real(1), default: 7);
    double b = _Generic(d, int: await get(n), double: await real(1.5), default: 7);
    int c = _Generic(n, double: await real(1.5), default: await get(6)) + _Generic(n, char: await get(3), default: 1);
    _Generic(n, int: await get(1), default: (void) 0);
    return a * 1000 + (int) (b * 100) + c;
}
@async int jumps(int n) {
    for (int i = 0; i < 5; i++) {
        n += ({ if (i == 2) continue; await get(i); });
        ({ await unsync_yield(); if (i == 3) break; 0; });
    }
    return ({ if (n > 100) return 5; await get(n); });
}
/* One without an await inside of one with: it stays as it is, with what it declares. */
#define FINISHED(o) ({ char *o1_ = (o); int len_ = 2; len_ += o1_[0] == 'a'; o1_ + len_; })
#define GROWN(o, n) ({ char *o_ = (o); if (await get(n) > 3) o_++; FINISHED(o_); })
@async int inner(int n) {
    char text[] = "abcdef";
    char *a = n ? GROWN(text, n) : NULL;
    const char *b = (n && await get(n)) ? FINISHED(text) : "x";
    char c = *({ await get(1); struct p { char *at; } p = {FINISHED(text)}; p.at; });
    typedef char t;
    int s = ({ await get(1); ({ t u = 3; enum { E = 4 }; int v[] = {u, E}; v[0] + v[1] + (int) sizeof v; }); });
    int w = n > 100 ? 0 : ({ int q = 5; await get(q); int r = ({ int k = q; k + 1; }); r * n; });
    await unsync_yield();
    return printf("%s %s %c %d %d\n", a, b, c, s, w);
}
/* Handles that a macro declares. */
@async int odd(int n) { await unsync_yield(); if (n % 2 == 0) unsync_fail(-1, "even"); return n; }
#define OR(e, d) ({ __typeof__(d) r_; odd_task t_ = (e); if (catch t_ == 0) r_ = await t_; else r_ = (d); r_; })
#define BOTH(a, b) ({ unsync_task_of(int) both_[2] = {a, b}; await both_[0] + await both_[1]; })
@async int handles(int n) {
    int sum = OR(odd(n), 100) + OR(odd(n + 1), 200);
    sum += BOTH(odd(7), odd(OR(odd(2), 9))) * (n > 1 && OR(odd(4), 6));
    for (int i = 0; i < BOTH(odd(1), odd(1)) && i < 3; i++) sum += OR(odd(i), 1000);
    return sum;
}
static int get_plain(int n) { return n; }
/* One inside of another, in types, in literals, in lengths. */
#define LARGER(a, b) ({ __typeof__(a) ma_ = (a); __typeof__(b) mb_ = (b); ma_ > mb_ ? ma_ : mb_; })
@async int in_types(int x) {
    int y = LARGER(LARGER(x, await get(2)), LARGER(1, x));
    __auto_type first = LARGER(x, 4);
    __auto_type second = LARGER(first, await get(5));
    __auto_type third = LARGER(second, first);
    int *p = &(int) {LARGER(get_plain(x && await get(1)), get_plain(LARGER(y, 1)))};
    int a = LARGER(await get(1), ((int[]) {1, LARGER(x, 3)})[1]);
    int b = LARGER(await get(1), ((int[]) {1, LARGER(x, await get(3))})[1]);
    int v[LARGER(x, await get(9))];
    v[0] = LARGER(({ typedef int t; t u = x; u; }), await get(2));
    await unsync_yield();
    return printf("%d %d %d %d %d %d %d %d %zu\n", y, first, second, third, *p, a, b, v[0], sizeof v / sizeof *v);
}
@async int main(void) {
    printf("%d\n", await in_types(3));
    printf("%d\n", await handles(3));
    printf("%d\n", await inner(5) + await inner(1));
    printf("%d\n", await written(5));
    printf("%d\n", await macros(5));
    printf("%d\n", await nested(5));
    printf("%d\n", await asserts(5));
    printf("%d\n", await structs(5));
    printf("%d\n", await generic(5));
    printf("%d\n", await jumps(5));
    return 0;
}
