/* Arrays of variable length, pointers to them, types made of them: their storage belongs to the frame. */
#include <stdio.h>
#include <unsync.h>
@async int get(int n) { await unsync_yield(); return n; }
@async int plain(int n) {
    int a[n], sum = 0;
    await unsync_yield();
    for (int i = 0; i < n; i++) { a[i] = await get(i); await unsync_yield(); }
    for (int i = 0; i < n; i++) sum += a[i];
    return sum * 100 + (int) (sizeof a / sizeof *a);
}
@async int matrix(int n, int m) {
    int a[n++][m++], (*p)[m - 1] = a, sum = 0;
    await unsync_yield();
    for (int i = 0; i < n - 1; i++)
        for (int j = 0; j < m - 1; j++) { p[i][j] = i * 10 + j; await unsync_yield(); }
    for (int i = 0; i < n - 1; i++, p++) for (int j = 0; j < m - 1; j++) sum += (*p)[j] * (1 + i);
    return sum + n * 1000 + m * 100 + (int) sizeof a + (int) sizeof *p;
}
@async int types(int n) {
    typedef int row[n];
    row r, *p = &r, t[2];
    n = 77;
    await unsync_yield();
    for (int i = 0; i < (int) (sizeof(row) / sizeof(int)); i++) { r[i] = i; t[1][i] = i * 3; await unsync_yield(); }
    return (*p)[2] * 100 + (int) sizeof *p + t[1][2] + (int) sizeof t + n;
}
@async int loops(int n) {
    int sum = 0;
    for (int i = 1; i < n; i++) {
        char text[i * 100];
        await unsync_yield();
        snprintf(text, sizeof text, "%d", i);
        await unsync_yield();
        if (i == 3) continue;
        sum += (int) sizeof text + text[0];
        if (i == 6) break;
    }
    return sum;
}
@async int params(int n, int a[n][n + 1], int b[static n]) {
    int sum = 0;
    await unsync_yield();
    n = 9;
    for (int i = 0; i < 2; i++) { sum += a[1][i] * b[i]; await unsync_yield(); }
    return sum + (int) sizeof *a;
}
@async int side(int i, int a[i++]) { await unsync_yield(); return i * 10 + a[0]; }
@async int typeofs(int n) {
    int a[n];
    __typeof__(a) b;
    __typeof__(a[0]) c = 4;
    __typeof__(int[n]) d;
    await unsync_yield();
    a[1] = 1, b[1] = 2, d[1] = 3;
    await unsync_yield();
    return a[1] + b[1] + d[1] + c + (int) sizeof b + (int) sizeof d;
}
@async int backwards(int n) {
    int sum = 0;
again:;
    int a[n];
    await unsync_yield();
    a[n - 1] = n;
    sum += a[n - 1] + (int) sizeof a;
    if (--n > 2) goto again;
    return sum;
}
@async int sized(int n) {
    int a[await get(n)], b[await get(n + 1)][2];
    a[0] = (int) sizeof a;
    await unsync_yield();
    return a[0] + (int) sizeof b;
}
@async int sized_late(int n) {
    await unsync_yield();
    int a[await get(n)];
    a[0] = (int) sizeof a;
    return a[0];
}
@async int fill(int n, int *a) { for (int i = 0; i < n; i++) { a[i] = i; await unsync_yield(); } return n; }
@async int lent(int n) { int a[n]; int k = await fill(n, a); return a[k - 1] + k; }
@async int rec(int n) { int a[n + 1]; a[n] = n; if (n) a[0] = await rec(n - 1); else a[0] = 0; return a[n] + (n ? a[0] : 0); }
@async int of_const(int n, const int (*a)[n], const int b[n][n], volatile char (*c)[n]) {
    await unsync_yield();
    return a[1][2] + b[2][2] + c[0][1] + (int) sizeof *a;
}
@thread int of_const_job(int n, const int (*a)[n], int (*const b)[n]) { return a[1][2] + b[2][2]; }
@async int chosen(void) { /* of no variable length: it may be initialised */
    int grid[_Generic(1, int: (2), default: 0)][2] = {{1, 2}, {3, 4}};
    await unsync_yield();
    return grid[1][1];
}
@async int counted(int n) { /* of fixed length, what it points at is not */
    int a[n], (*lists[])[n] = {&a, &a, &a};
    a[n - 1] = n;
    await unsync_yield();
    return (*lists[2])[n - 1] + (int) (sizeof lists / sizeof *lists);
}
@async int main(void) {
    int a[3][4] = {{0}, {5, 6}}, b[3] = {2, 3};
    printf("%d\n", await plain(5));
    printf("%d\n", await matrix(3, 4));
    printf("%d\n", await types(4));
    printf("%d\n", await loops(9));
    printf("%d\n", await params(3, a, b));
    printf("%d\n", await side(3, b));
    printf("%d\n", await typeofs(3));
    printf("%d\n", await backwards(6));
    printf("%d\n", await sized(6));
    printf("%d\n", await sized_late(6));
    printf("%d\n", await lent(6));
    printf("%d\n", await rec(6));
    int table[3][3] = {{1}, {2, 3, 4}, {5, 6, 7}};
    printf("%d\n", await of_const(3, (const int (*)[3]) table, (const int (*)[3]) table,
                                  (volatile char (*)[3]) "abc"));
    printf("%d\n", await of_const_job(3, (const int (*)[3]) table, table));
    printf("%d\n", await chosen());
    printf("%d\n", await counted(5));
    return 0;
}
