/* An await where nothing is evaluated, or only perhaps. */
#include <unsync.h>

@async int get(int n) { return n; }
static int check(int n);

@async
int sizes(void)
{
    return sizeof (await get(1)) + sizeof await get(2) + _Alignof(await get(3));
}

@async
int types(void)
{
    __typeof__(await get(1)) n = 1;
    return n;
}

@async
int chosen(int n)
{
    return _Generic(await get(1), int: n, default: 0) +
           __builtin_choose_expr(1, await get(2), 0) + __builtin_constant_p(await get(3));
}

@thread
int blocking(void)
{
    return sizeof await get(1);
}
