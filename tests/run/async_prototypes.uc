/* Prototypes inside bodies, static assertions between statements. */
#include <unsync.h>
#include <stdio.h>
@async int get(int n);
@async int early(int n) { int get(int); await unsync_yield(); return await get(n); }
@async int get(int n) { await unsync_yield(); return n; }
@async int mid(int n) { int other = 3, get(int n), x = 4; await unsync_yield(); return await get(n) + other + x; }
@async int plain(int n) { int other = 3, get(int n); extern int get(int); return (await get(n)) + other; }
@async int inner(int n) { int (get)(int), outside(int), k = 3; await unsync_yield(); { int get(int), *q = &k; return await get(n) + (outside(*q)); } }
int outside(int n) { return n * 2; }
@async int asserts(int n) { n++; _Static_assert(1, "x"); await unsync_yield(); n++; _Static_assert(sizeof(int) == 4, "y"); int k = await get(n); _Static_assert(1, "x"); return k; }
@async int main(void) { printf("%d %d %d %d %d\n", await early(1), await mid(2), await plain(3), await inner(4), await asserts(5)); }
