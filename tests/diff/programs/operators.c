/* Calls in every operand: short circuit, conditions, commas, assignments, subscripts, casts,
 * each of which must happen once, or not at all, and in C's order. */
#include <stdio.h>

static int trace[4096], traced;

static int f(int n)
{
    trace[traced++] = n;
    return n;
}

static int *at(int *list, int n) { f(n); return &list[n]; }
static void nothing(void) { f(0); }

static unsigned order(void)
{
    unsigned sum = 17;
    for (int i = 0; i < traced; i++) sum = sum * 31 + (unsigned) trace[i];
    traced = 0;
    return sum;
}

/* Where C leaves the order open only what happened counts, not when. */
static unsigned happened(void)
{
    unsigned sum = 0;
    for (int i = 0; i < traced; i++) sum += (unsigned) (trace[i] * trace[i] + 1);
    traced = 0;
    return sum;
}

static int logic(int a, int b, int c)
{
    int r = (f(a) && f(b)) || f(c);
    r = r * 2 + (f(a) || (f(b) && f(c)));
    r = r * 2 + !(f(a) && !f(b));
    if (f(a) ? f(b) : f(c)) r = r * 2 + 1;
    else r = r * 2;
    r = r * 2 + (f(a) ? f(b) ? 1 : 2 : f(c) ? 3 : 4);
    return r + (f(a) ?: 100) + ((f(b), f(c)) ?: 1000);
}

static int assignments(void)
{
    int list[8] = {0}, i = 0;
    list[f(1)] = f(10);
    list[f(2)] += 5;
    list[f(2)] <<= f(2);
    *at(list, 3) = 7;
    *at(list, 3) -= 2;
    (*at(list, 4))++;
    --*at(list, 5);
    i = list[f(6)] = 9;
    list[i - f(2)] = ~f(3);
    i += f(1) + (int) (char) f(321);
    int sum = i;
    for (int k = 0; k < 8; k++) sum = sum * 3 + list[k];
    return sum;
}

static int loops(void)
{
    int sum = 0;
    for (int i = f(3); f(i) > 0; i -= f(1)) {
        if (i == 2) continue;
        sum += i;
    }
    for (int i = 0, j = 10; i < j; i++, j -= f(2)) sum += j;
    int n = 3;
    while (f(n)) if (f(n--) == 2) sum += 100;
    do {
        sum++;
        if (sum % 2) continue;
        sum += f(1);
    } while (f(sum) < 150);
    do sum += f(2); while (0);
    for (;;) if (f(sum++) % 5 == 0) break;
    return sum;
}

static int sequences(void)
{
    int a = (f(1), f(2), f(3)), b = (nothing(), 4);
    int c = a > 2 ? nothing(), f(5) : (nothing(), 6);
    a < 2 ? nothing() : (void) 0;
    (void) f(9);
    int d = a++ + (b > 3 && (c = f(8), 1));
    return a * 1000 + b * 100 + c * 10 + d;
}

static int deep(int n)
{
    return n <= 0 ? 0 : f(deep(n - 1) + deep(n - 2) - deep(n - 3) + 1);
}

int main(void)
{
    for (int m = 0; m < 8; m++) {
        int r = logic(m & 1, m >> 1 & 1, m >> 2);
        printf("%d %x\n", r, order());
    }
    int r = assignments();
    printf("%d %x\n", r, happened());
    r = loops();
    printf("%d %x\n", r, order());
    r = sequences();
    printf("%d %x\n", r, order());
    r = deep(7);
    printf("%d %x\n", r, happened());
    switch (f(2) + f(1)) {
    case 3: puts("three"); break;
    default: puts("other");
    }
    int list[6] = {f(1), f(2), [4] = f(5), f(6)};
    struct { int a; struct { int b, c[2]; } d; } s = {.d.c[1] = f(7), .a = f(8), .d.b = f(9)};
    printf("%d %d %d %zu\n", list[5], s.d.c[1], s.a + s.d.b, sizeof list / sizeof *list);
    return f(3) - 3;
}
