/* Statements: Duff, case ranges, steps, macro loops, jumps of all kinds, odd spellings. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unsync.h>

#pragma GCC diagnostic ignored "-Wimplicit-fallthrough"
#pragma GCC diagnostic ignored "-Wempty-body"
@async int get(int n) { await unsync_yield(); return n; }
#define FOREACH(v, n) for (int v = 0; v < (n); v++)
#define SKIP(c) if (c) continue
#define SKIPB(c) if (c) break
#define STR(x) #x
#define XSTR(x) STR(x)
#define CAT(a, b) a##b
#define SHOW(e) printf(#e "=%d\n", e)
#define DECL(T, n) T n = 1
#define SWAP(a, b) do { __typeof__(a) t_ = (a); (a) = (b); (b) = t_; } while (0)
#define LIST X(red) X(green) X(blue)
struct node { struct node *next; int v; };
#define list_for_each(p, head) for (struct node *p = (head); p; p = p->next)
@async int duff(int count) {
    int n = (count + 3) / 4, sum = 0;
    switch (count % 4) {
    case 0: do { sum += await get(1); await unsync_yield();
    case 3:      sum += await get(10); 
    case 2:      { sum += await get(100); await unsync_yield(); }
    case 1:      sum += await get(1000);
            } while (--n > 0);
    }
    return sum;
}
@async int ranges(int n) {
    int s = 0;
    for (int i = 0; i < 12; i++) {
        switch (await get(i)) {
        case 0 ... 2: s += await get(1); break;
        case 3: case 4: { int k = await get(i); s += k; }
        case 5 ... 7: { await unsync_yield(); s += 100; break; }
        default: if (i == 9) { case 100: s += await get(7); } await unsync_yield(); s += 1000;
        }
    }
    return s + n;
}
@async int steps(int n) {
    int s = 0;
    for (int i = 0; i < n; i += await get(1)) { SKIP(i == 2); await unsync_yield(); s += i; }
    for (int i = 0, j = 5; await get(i < j); await get(i++), j -= await get(1)) { if (i == 1) continue; s += i * j; SKIPB(s > 100); }
    int i = 0;
    do { if (i == 2) continue; s += 10; await unsync_yield(); } while (await get(++i) < 4);
    do { SKIP(i == 6); s += 10; } while (await get(++i) < 8);
    while (await get(i-- > 0)) { SKIP(i == 3); FOREACH(q, 2) { await unsync_yield(); SKIP(q); s += 1; } }
    FOREACH(a, await get(3)) FOREACH(b, await get(a)) s += await get(a * b);
    return s;
}
@async int macroloops(void) {
    struct node c = {NULL, 3}, b = {&c, 2}, a = {&b, 1};
    int s = 0;
    list_for_each(p, &a) { await unsync_yield(); SKIP(p->v == 2); s += p->v * await get(2); }
    DECL(int, q);
    DECL(long, CAT(par, ty)) ;
    await unsync_yield();
    SHOW(q + s);
    SHOW(await get(3));
    SWAP(q, s);
    await unsync_yield();
    SWAP(q, c.v);
    CAT(par, ty) += 4;
    puts(STR(q) XSTR(s));
#define X(n) int n = await get(sizeof #n);
    LIST
#undef X
    await unsync_yield();
#define X(n) s += n;
    LIST
#undef X
    return s + q + c.v + (int) party;
}
@async int gotos(int n) {
    int s = 0, *keep = &s;
    goto inside;
    while (n < 10) {
        s += 1;
        await unsync_yield();
inside:
        n += await get(2);
        if (n == 7) goto out;
        for (int i = 0; i < 2; i++) {
            { into: s += 10; await unsync_yield(); }
            if (s > 50) goto out;
        }
    }
    goto into;
out:
    {
        int i = 0;
    back:;
        int z = i * 2, *pz = &z;
        int keepme[3] = {i, i + 1, *pz};
        await unsync_yield();
        *keep += keepme[2] + z;
        if (i++ < 3) goto back;
    }
    return s;
}
@async int computed(const char *code) {
    static const void *const ops[] = {&&add, &&mul, &&end};
    void *local[] = {&&add, &&mul, &&end};
    int v = 1;
next:
    await unsync_yield();
    switch (*code) { case 'a': goto *ops[0]; case 'm': goto *local[1]; default: goto *(await get(1) ? ops[2] : ops[0]); }
add: v += await get(3); code++; goto next;
mul: v *= 2; await unsync_yield(); code++; goto next;
end: return v;
}
@async int locallabels(int n) {
    int s = 0;
    for (int i = 0; i < 3; i++) {
        __label__ again;
        int tries = 0;
    again:
        await unsync_yield();
        s += 1;
        if (tries++ < n) goto again;
    }
    return s;
}
@async int empty(int n) {
    if (n) ; else await unsync_yield();
    for (;;) { await unsync_yield(); if (n-- < 0) break; ; }
    while (n++ < 3) await unsync_yield();
    if (n) { await unsync_yield(); } else { }
    if (n > 100) await get(1); else if (n > 50) await get(2); else if (await get(1)) n += await get(3); else ;
    switch (n) { int q; case 3: q = 4; await unsync_yield(); n += q; break; default: q = 9; await unsync_yield(); n += q; }
    switch (n) case 1: await unsync_yield();

lab: ;
    { lab2: await unsync_yield(); }
    { lab3: ; }
    if (n > 1000) goto lab; if (n > 1001) goto lab2; if (n > 1002) goto lab3;
    return n;
}
@async int commas(int n) {
    int a = (n++, await get(n)), b = (await get(1), n++, n), c[3] = {[1] = (n++, await get(n))};
    for (int i = (await get(0), 1), j = await get(3); i < j; i++, await unsync_yield()) n += i;
    n += (await unsync_yield(), 3);
    return a + 10 * b + 100 * c[1] + n, await get(a + 10 * b + 100 * c[1] + n);
}
@async int lines(int n) {
    int a\
bc = n; /* } ' " */ // "await \
    still a comment
    char s[] = "/* not */ await // \" \
x";
    await \
unsync_yield();
    int arr <: 3 :> = <% 1, 2, await get(3) %>;
    int größe = 4, naïve$ = 2;
    await unsync_yield();
    return abc + arr<:2:> + größe + naïve$ + (int) strlen(s) + '"' + '\'' + '}';
}
%:define DIG(x) %:x
@async int main(void) {
    printf("%d %d %d\n", await duff(7), await duff(8), await ranges(1));
    printf("%d\n", await steps(5));
    printf("%d\n", await macroloops());
    printf("%d\n", await gotos(1));
    printf("%d\n", await computed("aama"));
    printf("%d\n", await locallabels(2));
    printf("%d\n", await empty(2));
    printf("%d\n", await commas(2));
    printf("%d %s %s\n", await lines(2), __func__, DIG(await x));
    return 0;
}
