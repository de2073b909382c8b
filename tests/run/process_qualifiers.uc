/* Qualifiers, the three spellings of marks, and parameters as arrays: the same values cross. */
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unsync.h>

enum kind { A, B };
/*@message*/ struct point {
    double x, y;
};
[[unsync::message]] struct odd {
    const int n;
    volatile int v;
    _Atomic int a;
    const char *const s;
    struct point *const p;
    const struct point *q;
    const double d[2];
    const enum kind kind;
    /*@tag(kind)*/ union {
        /*@when(A)*/ int i;
        /*@when(B)*/ float f;
    } before;
    union {
        /*@when(A)*/ int i;
        [[unsync::when(B)]] char *text;
    } /*@tag(kind)*/ behind;
};
@message struct empty {
    @skip void *pointer;
};

@cpu_bound
int sum(@len(n) const int *const list, const int n, const struct odd *const odd,
        const struct empty empty, [[unsync::out]] int *restrict out, /*@inout*/ struct point *point)
{
    *out = 3;
    point->x++;
    return list[n - 1] + odd->n + odd->v + odd->a + (int) odd->p->x + (int) odd->q->y +
           (int) odd->d[1] + (int) odd->before.f + (int) strlen(odd->behind.text) +
           (empty.pointer == NULL);
}

@cpu_bound int of_rows(int, @len(2) const char[static 2][4]);

@cpu_bound
int of_rows(int number, @len(2) const char rows[static 2][4])
{
    return number + rows[1][1];
}

@cpu_bound
int of_arrays(@len(3) const float x[3], @out @len(2) int y[const 2])
{
    y[0] = y[1] = (int) x[2];
    return 0;
}

#pragma GCC diagnostic ignored "-Wignored-qualifiers"
@cpu_bound const double half_of(const int n) { return n / 2.0; }

@async
int main(void)
{
    printf("%g\n", await half_of(3));
    struct point point = {1, 2}, changed = {0};
    int list[] = {1, 2}, out = 0, y[2];
    struct odd odd = {1, 2, 3, "s", &point, &point, {1, 2}, B, {.f = 4}, {.text = "abc"}};
    int all = await sum(list, 2, &odd, (struct empty){&point}, &out, &changed);
    printf("%d %d %g\n", all, out, changed.x);
    char rows[2][4] = {"abc", "def"};
    printf("%d\n", await of_rows(1, rows));
    float x[] = {1, 2, 3};
    int none = await of_arrays(x, y);
    printf("%d %d\n", none, y[1]);
    return 0;
}
