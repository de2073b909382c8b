/* Awaits that would have a meaning, and are not handled by the event loop's lane. */
#include <unsync.h>

@async int get(int n) { return n; }
int add(int a, int b);

@async
int expressions(int n)
{
    int (*rows)[n] = &(int[await get(n)]) {0};
    return rows[0][0] + __builtin_choose_expr(await get(1), 1, 2);
}

@async
void statics(int n)
{
    static int once = await get(1);
    (void) once, (void) n;
}

@async
void cases(int n)
{
    switch (n) {
    case await get(1):
        break;
    }
}

@async
void directives(int n)
{
#ifdef NDEBUG
    if (n) {
#endif
        await get(1);
#if NDEBUG > 1
    }
#endif
    n++;
}

@async
int sized(int n)
{
#define LONG
    int list[] = {
        1,
#ifdef LONG
        2,
#endif
        3};
    return await get(list[n]);
}
