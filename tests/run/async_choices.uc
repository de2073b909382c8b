/* What one branch of _Generic's like awaits, awaits in the types of casts and beside va_arg. */
#include <stdarg.h>
#include <stdio.h>
#include <unsync.h>
struct pair { int a, b; };
static int effects;
static int effect(int n) { effects += n; return n; }
@async int get(int n) { effects++; await unsync_yield(); return n; }
@async struct pair pair(int n) { await unsync_yield(); return (struct pair) {n, n + 1}; }
@async void nothing(int n) { effects += 10 * n; await unsync_yield(); }
@async double half(double n) { await unsync_yield(); return n / 2; }
struct list { va_list list; };
@async struct list *list_of(struct list *list) { await unsync_yield(); return list; }
#define KIND(x) __builtin_choose_expr(__builtin_types_compatible_p(__typeof__(x), int), await get(x), await half(x))

@async int choices(int n)
{
    int a = __builtin_choose_expr(1, await get(n), effect(100));
    int b = __builtin_choose_expr(0, effect(1000), await get(n + 1)) + __builtin_choose_expr(sizeof(int) == 4, effect(3), await get(7));
    struct pair p = __builtin_choose_expr(1, await pair(n), 5);
    const char *s = __builtin_choose_expr(0, await get(1), await get(2) > 1 ? "two" : "one");
    __builtin_choose_expr(1, await nothing(1), await nothing(100));
    (void) __builtin_choose_expr(0, await nothing(1), effect(5));
    double d = 5;
    int i = 7;
    printf("%g %d\n", KIND(d) * 1.0, (int) KIND(i));
    int x = __builtin_choose_expr(1, n > 3 && await get(1), 0);
    printf("%d %d %d %d %s %d %d\n", a, b, p.a, p.b, s, effects, x);
    return (int) sizeof(__builtin_choose_expr(1, (char) 1, get(1)));
}
static int sum(int count, ...)
{
    va_list l; va_start(l, count);
    int s = 0;
    while (count--) s += va_arg(l, int);
    va_end(l);
    return s;
}
@async int variable(struct list *list, int n)
{
    int first = va_arg((await list_of(list))->list, int);
    int second = va_arg(list->list, int) * await get(n);
    return first * 100 + second;
}
@async int grid(int *p, int n)
{
    int rows = (*((int (*)[await get(3)]) p + await get(1)))[n] + ((int (*)[2][await get(n)]) p)[1][1][0];
    int (*q)[await get(3)] = (int (*)[await get(3)]) p;
    rows += (int) sizeof *q + q[1][1];
    for (int i = 0; i < ((int (*)[await get(2)]) p)[1][0]; i++) rows += 1000;
    return rows;
}
static int with(int n, ...)
{
    struct list list; va_start(list.list, n);
    int r = unsync_result(variable(&list, n));
    va_end(list.list);
    return r;
}
@thread int runs(int n) { return with(n, 4, 5, 6); }
@async int main(void)
{
    int data[12] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    printf("%d\n", await choices(4));
    printf("%d\n", await grid(data, 2));
    printf("%d %d\n", await runs(2), sum(2, 1, 2));
    return 0;
}
