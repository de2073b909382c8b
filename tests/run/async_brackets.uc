// Macros that stand for brackets, whole heads, or pieces of declarators.
#include <stdio.h>
#include <unsync.h>
#define BEGIN {
#define DONE }
#define END DONE
#define FUNCTION(T, name) T name(int a) BEGIN
#define PROTO(T, name) T name(int a);
#define SEMI ;
#define ELSE } else {
#define S struct s
#define TWO static int two(void); static int two(void)
#define DEEP(x) do { x } while (0)
#define PTR(n) (*n)
#define ARR(n) n[3]
#define DECL(n) int n = 3, (*p##n)[2] = 0
#define SIZE2 [2]
#define STAR *
#define FOREVER for (;;) {
#define UNTIL(x) if (x) break; }
#define ARGS (int a, int b)

struct s { int a; };

static int plain(int a) {
    if (a) { a++; ELSE a--; }
    return a;
END

static int plain2(int a) BEGIN
    return plain(a);
DONE

TWO { return 2; }

@async PROTO(int, f)
@async PROTO(long,
    g);
@async int k(int a) SEMI

@async FUNCTION(int, f)
    if (a) { await unsync_yield(); a++; ELSE a--; }
    DEEP(await unsync_yield(););
    return a + plain2(1);
END

@async S make(int a) BEGIN await unsync_yield(); return (S) {a}; END
@async int k(int a)
BEGIN
    /* one */ BEGIN await unsync_yield(); int b = a; await unsync_yield(); a = b + 1; END
    switch (a) BEGIN
    case 5: await unsync_yield(); a = 50; break;
    default: a = 1;
    END
    return a;
} // the other way

@async int STAR same(int STAR p);
@async int STAR same(int STAR p) { await unsync_yield(); return p; }
@async int pieces ARGS;
@async int pieces ARGS BEGIN
    int PTR(x) [2];
    int ARR(y) = {1, 2, a};
    int z SIZE2 = {a, a};
    int STAR u = z, STAR STAR w = &u;
    DECL(q);
    x = &z;
    if (a) BEGIN await unsync_yield(); y[0]++; END
    await unsync_yield();
    FOREVER a++; await unsync_yield(); UNTIL(a > 4)
    return y[0] + y[2] + (*x)[0] + q + (pq == 0) + *u + **w + a + b;
END

@thread FUNCTION(int, t) return a + two(); END
@generator FUNCTION(int, gen) for (int i = 0; i < a; i++) BEGIN yield i; END END

@async int main(void)
{
    printf("%d %d %d %d\n", await f(2), (await make(3)).a, await k(4), await t(7));
    int number = 1;
    printf("%d %d\n", await pieces(2, 4), *await same(&number));
    unsync_each (gen, v, 3) printf("%d\n", v);
    return 0;
}
