/* Awaits in asm operands, and in what macros do not evaluate. */
#include <stdio.h>
#include <unsync.h>
@async int get(int n) { await unsync_yield(); return n; }
#define CONST_OR(e) (__builtin_constant_p(e) ? 1 : 2)
#define SIZED(e) ((int) sizeof(e) + (e))
#define SAFE_CAST(e) ((__typeof__(e)) (e))
#define container(p, T, m) ({ const __typeof__(((T *) 0)->m) *p_ = (p); (T *) ((char *) p_ - __builtin_offsetof(T, m)); })
struct wrap { int k; int in; };
@async int *where(int *p) { await unsync_yield(); return p; }
@async int asms(int n) {
    int a[3] = {1, 2, 3}, out;
    __asm__ volatile("" : "=r"(out) : "0"(await get(n)), "r"(await get(2)));
    __asm__ volatile("" : "+r"(a[await get(1)]));
    await unsync_yield();
    return out + a[1];
}
@async int more(int n) {
    struct wrap w = {1, 2};
    int s = SIZED(await get(n)) + SAFE_CAST(await get(3)) + CONST_OR(await get(2));
    s += container(await where(&w.in), struct wrap, in)->k;
    s += await get(({ int q = 0; for (int i = 0; i < 3; i++) { if (i == 1) continue; q += await get(i); } q; }));
    s += (({ await get(1); }) && ({ await get(0); 1; })) ? ({ await get(50); }) : 0;
    int v[await get(({ await get(2); }))];
    v[1] = 4;
    await unsync_yield();
    return s + v[1];
}
@async int main(void) { printf("%d\n", await asms(5)); printf("%d\n", await more(5)); return 0; }
