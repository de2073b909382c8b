/* The size of an array parameter is evaluated once, whoever calls, in whichever lane. */
#include <stdio.h>
#include <unsync.h>

@async int on_loop(int i, int a[i++]) { await unsync_yield(); return i * 10 + a[0]; }
@thread int on_thread(int i, int a[i++]) { return i * 10 + a[0]; }
@thread int square(int n, int m[n][n]) { return n * 10 + m[1][1] + (int) sizeof *m; }
@async int commas(int i) { await unsync_yield(); return i++, await on_loop(i, &i), i; }
@thread int comma(int i) { return i++, i; }

int main(void)
{
    int list[3] = {1, 2, 3}, m[2][2] = {{1, 2}, {3, 4}}, r = 0;
    printf("%d", unsync_result(on_loop(3, list)));
    if (on_loop_try(3, list, &r) == 0) printf(" %d\n", r);
    printf("%d %d", unsync_result(on_thread(3, list)), on_thread_sync(3, list));
    if (on_thread_try(3, list, &r) == 0) printf(" %d\n", r);
    printf("%d %d\n", unsync_result(square(2, m)), square_sync(2, m));
    printf("%d %d\n", unsync_result(commas(3)), comma_sync(4));
    return 0;
}
