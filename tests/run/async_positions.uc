/* An await in every kind of operand. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unsync.h>

struct pair { int a, b; };
union either { int i; char bytes[4]; };

@async int get(int n) { await unsync_yield(); return n; }
@async int *__attribute__((noinline)) at(int *p) { await unsync_yield(); return p; }
@async struct pair pair(int a, int b) { await unsync_yield(); return (struct pair){a, b}; }
@async int call(int (*f)(int, int), int a, int b) { await unsync_yield(); return f(a, b); }
@async void nothing(void) { await unsync_yield(); }

static int minus(int a, int b) { return a - b; }
static int three(int a, int b, int c) { return a * 100 + b * 10 + c; }

@async
int forwards(int n)
{
    return await get(n);
}

@async
void forwards_nothing(void)
{
    return await nothing();
}

@async
double widens(int n)
{
    return await get(n) / 2.0;
}

@async
int main(void)
{
    int x = await get(3), y = 4, z = await get(x) + y;
    int array[5] = {await get(1), 2, await get(3), [4] = await get(5)};
    struct pair p = await pair(await get(7), 8), q = {.b = await get(9)};
    struct pair *pp = &p;
    int *heap = malloc(3 * sizeof *heap);

    printf("%d %d %d\n", x, y, z);
    for (int i = 0; i < 5; i++) printf("%d ", array[i]);
    printf("%d %d %d %d\n", p.a, p.b, q.a, q.b);
    x = await get(10);
    x += await get(1);
    x *= (await get(2)) - -await get(1);
    x <<= await get(1);
    x = y = await get(x);
    printf("%d %d\n", x, y);
    array[await get(1)] = await get(20);
    array[await get(0)] += await get(array[1]);
    array[await get(2)]++;
    *await at(&array[3]) = await get(30);
    (await at(array))[4] -= 1;
    heap[await get(1)] = 5;
    for (int i = 0; i < 5; i++) printf("%d ", array[i]);
    printf("%d\n", heap[1]);
    printf("%d %d %d\n", three(await get(1), await get(2), await get(3)),
           await get(await get(await get(6))), await call(minus, await get(9), await get(5)));
    printf("%d %d %d\n", (await pair(1, 2)).a, (await pair(3, 4)).b, pp->a + (await pair(5, 6)).b);
    printf("%d %d %d\n", -await get(1), !await get(0), ~await get(2));
    printf("%g %ld %d\n", (double) await get(3) / 2, (long) await get(4), (int) (char) await get(321));
    printf("%d %d %d %d\n", await get(7) % 4, await get(7) & 4, await get(1) << await get(3),
           await get(3) > await get(2));
    printf("%d %g\n", await forwards(11), await widens(5));
    await forwards_nothing();
    (void) await get(1);
    ((void) (await get(1)));
    (await nothing());
    __extension__ (await nothing());
    __extension__ await nothing(), __extension__ (await get(1));
    p = await pair(p.b, p.a);
    *pp = (struct pair){await get(p.a) * 2, await get(p.b) * 2};
    memcpy(&q, &(struct pair){await get(1), 2}, sizeof q);
    printf("%d %d %d %d\n", p.a, p.b, q.a, q.b);
    union either e = {.i = await get(0x41424344)};
    printf("%.4s\n", e.bytes);
    printf("%d\n", (await get(2) + await get(3)) * (await get(4) - await get(1)) +
                       array[await get(1) + await get(1)]);
    printf("%d %d\n", sizeof(int) == 4 ? await get(1) : 0, (x = await get(5), x + await get(1)));
    free(heap);
    return await get(0);
}
