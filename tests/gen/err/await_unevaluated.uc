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

@async
int constants(int n)
{
    enum { FOUR = await get(4) };
    struct bits { int few : await get(2); };
    struct sure { int x; _Static_assert(await get(1), "sure"); };
    int list[4] = {[await get(3)] = 1, [0 ... await get(2)] = 2};

    _Static_assert(await get(1), "sure");
    switch (n) {
    case 1 ... await get(2):
        return __builtin_offsetof(struct sure, x);
    }
    return list[0];
}

struct place { int list[4]; };

@async
int offset(void)
{
    return __builtin_offsetof(struct place, list[await get(1)]);
}

@async
int aligned(void)
{
    _Alignas(await get(8)) int n = 1;
    return n;
}

@thread
int aligned_by_a_size(void)
{
    _Alignas(sizeof (int[await get(8)])) int n = 1;
    return n;
}
