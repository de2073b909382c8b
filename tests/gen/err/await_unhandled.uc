/* Awaits that would have a meaning, and are not handled by the event loop's lane. */
#include <stdarg.h>
#include <unsync.h>

@async int get(int n) { return n; }

@async
int expressions(int n)
{
    int (*rows)[n] = (int (*)[await get(n)]) 0;
    va_list list;
    return rows[0][0] + va_arg(await get(1), int) + sizeof list;
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
    if (n)
#ifdef NDEBUG
        await get(1);
#else
        await get(2);
#endif
}

@async
void initialiser(int n)
{
    int list[] = {
        1,
#ifdef NDEBUG
        2,
#endif
        3};
    await get(list[n]);
}
