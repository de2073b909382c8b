/* Awaits in the sizes of an array type that sizeof is asked of, and goto *p out of an array of variable length. */
#include <stdio.h>
#include <unsync.h>
@async int n(int x) { await unsync_yield(); return x; }
@async int f(int k)
{
    int a = (int) sizeof(int[await n(k)]) + (int) sizeof(char[await n(2)][k][3]);
    a += k > 2 ? (int) (sizeof(short[await n(k)]) + sizeof(int[k + 1])) : 1;
    return a * (int) sizeof(char[k ? await n(1) : 2]);
}
@thread int g(int k) { return (int) sizeof(int[await n(k)]); }
@async int back(int k)
{
    void *again = &&begin;
    int turns = 0;
begin:;
    {
        int a[k + turns];
        a[0] = await n(turns);
        if (++turns < 3) goto *again;
        return a[0] + turns;
    }
}
@async int main(void) { printf("%d %d %d %d\n", await f(2), await f(3), await g(4), await back(3)); return 0; }
