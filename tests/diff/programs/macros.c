/* What macros do: loops, locals declared, hidden and named by them, stringified and pasted,
 * arguments evaluated twice or never, X-macros, statement expressions, _Generic, variadic
 * ones, assert. */
#include <assert.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

struct list { struct list *next; int n; };

#define container_of(p, T, m) ((T *) ((char *) (p) - offsetof(T, m)))
#define list_for_each(at, head) for (struct list *at = (head); at; at = at->next)
#define list_for_each_safe(at, after, head) \
    for (struct list *at = (head), *after; at && (after = at->next, 1); at = after)
#define LOOP(i, n) for (int i = 0; i < (n); i++)
#define FOREVER for (;;)
#define UNLESS(c) if (!(c))
#define DECLARE(T, name) T name
#define DUP(e) ((e) + (e))
#define FIRST(a, b) (a)
#define AND(a, b) ((a) && (b))
#define SHOW(e) printf(#e " = %d\n", e)
#define CAT(a, b) a##b
#define NAMED(n) CAT(local_, n)
#define SWAP(a, b) do { __typeof__(a) t_ = (a); (a) = (b); (b) = t_; } while (0)
#define MAX(a, b) ({ __typeof__(a) a_ = (a); __typeof__(b) b_ = (b); a_ > b_ ? a_ : b_; })
#define LOG(...) (logged += snprintf(text + logged, sizeof text - (size_t) logged, __VA_ARGS__))
#define TYPE(e) _Generic((e), int: "int", double: "double", char *: "string", default: "other")
#define APPLY(e) _Generic((e), int: twice, double: half)(e)
#define COLOURS(X) X(red, 1) X(green, 2) X(blue, 4)
#define CHECK if (value != wanted) printf("%d is not %d\n", value, wanted)
#define BOTH(s) s s
#define RETURN_IF(c, v) if (c) return (v)
#define value_of(x) ((x)->n)
#define step(n) (step + (n))
#define EMPTY

enum colour {
#define X(name, bit) name = bit,
    COLOURS(X)
#undef X
};

static int calls;
static int logged;
static char text[4000];

static int f(int n) { calls++; return n; }
static int twice(int n) { return 2 * n; }
static double half(double d) { return d / 2; }

static int lists(void)
{
    struct list c = {NULL, 3}, b = {&c, 2}, a = {&b, 1};
    int sum = 0;
    list_for_each(at, &a) {
        if (f(at->n) == 2) continue;
        sum += value_of(at);
    }
    list_for_each(at, &a) sum += f(at->n);
    list_for_each_safe(at, after, &a) { f(1); at->next = NULL; sum += after ? after->n : 10; }
    LOOP(i, f(3)) LOOP(j, 2) sum += i * j + f(0);
    FOREVER { if (sum++ > 50) break; f(0); }
    UNLESS(f(0)) sum++;
    UNLESS(f(1)) { sum += 1000; } else sum += 2000;
    int *n = &b.n;
    return sum + container_of(n, struct list, n)->n;
}

static int names(int value)
{
    DECLARE(int, wanted) = value;
    CHECK;
    int step = 5, local_x = 1, NAMED(y) = f(2);
    SHOW(value);
    SHOW(f(value) + wanted);
    CAT(local, _x) += 10;
    NAMED(x) += local_y;
    wanted = step(f(1));
    CHECK;
    SWAP(value, wanted);
    CHECK;
    EMPTY;
    EMPTY value += f(1);
    return value + step(1) + local_x;
}

static int times(int n)
{
    int sum = DUP(f(n)) + FIRST(f(1), f(2));
    sum += AND(0, f(3)) + AND(f(1), f(4));
    BOTH(sum += f(n);)
    sum += MAX(f(n), f(3)) + MAX(MAX(f(1), 2), f(0));
    RETURN_IF(f(n) > 5, sum);
    RETURN_IF(n == 3, f(-1));
    assert(f(n) == n);
    return sum + 1;
}

static int colours(enum colour colour)
{
    switch (colour) {
#define X(name, bit) case name: LOG("%s:%d ", #name, f(bit)); return bit;
        COLOURS(X)
#undef X
    }
    return 0;
}

static int generic(void)
{
    double d = APPLY(3.0);
    int i = APPLY(f(4)) + APPLY(5);
    LOG("%s %s %s %s\n", TYPE(i), TYPE(d), TYPE(text + 0), TYPE('a' + 1L));
    return i + (int) (d * 10) + _Generic(i, int: f(7), default: f(8));
}

int main(void)
{
    int n = lists();
    printf("%d %d\n", n, calls);
    n = names(7);
    printf("%d %d\n", n, calls);
    LOOP(i, 7) printf("%d ", times(i));
    printf("%d\n", calls);
    int all = colours(red) | colours(green) | colours(blue) | colours((enum colour) 9);
    n = generic();
    printf("%d %d %d\n%s", all, n, calls, text);
    return 0;
}
