/* Awaits that decide the type of a variable. */
#include <stdio.h>
#include <unsync.h>
struct p { int x, y; };
@async int get(int n) { await unsync_yield(); return n; }
@async struct p pt(int n) { await unsync_yield(); return (struct p){n, n}; }
@async double real(double n) { await unsync_yield(); return n; }
@async int autos(int n) {
    __auto_type x = await get(n);
    __auto_type p = await pt(n); __auto_type q = &p;
    __auto_type d = await real(1.5) + await get(2);
    const __auto_type e = n ? await get(1) : await real(2.5);
    __auto_type late = await get(await get(3));
    await unsync_yield();
    return x + p.x + q->y + (int) (d * 10) + (int) (e * 10) + late;
}
@async int last(int n) { await unsync_yield(); __auto_type x = await real(n); return (int) (x * 2.5); }
@async int unsized(int n) {
    int a[] = {1, [5] = await get(n)};
    struct p b[] = {await pt(1), await pt(2), {3, await get(4)}};
    struct p c[] = {[2].x = await get(n), [2].y = 1};
    await unsync_yield();
    return a[5] + (int) (sizeof a / sizeof *a) + b[1].x + (int) (sizeof b / sizeof *b) + c[2].x + (int) (sizeof c / sizeof *c);
}
@async int main(void) {
    printf("%d %d %d\n", await autos(3), await last(3), await unsized(4));
    return 0;
}
