/* Where A is not defined the printed x is the outer one, not that of the file. */
#include <unsync.h>
int x = 100;
@async int f(void)
{
    int x = 2, y = 0;
    await unsync_yield();
    {
#ifdef A
        int x = 3;
        y += x;
#endif
        y += x;
    }
    return x + y;
}
@async int fine(int n)
{
    await unsync_yield();
#ifdef A
    { int n = 3; n++; }
#endif
    return n;
}
@generator int sequence(void)
{
    int x = 2;
    yield x;
    {
#ifdef A
        int x = 3;
        yield x;
#endif
        yield x;
    }
}
