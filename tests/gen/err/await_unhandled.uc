/* Awaits that would have a meaning, and are not handled by the event loop's lane. */
#include <stdarg.h>
#include <unsync.h>

#define MAX(a, b) ({ __typeof__(a) a_ = (a), b_ = (b); a_ > b_ ? a_ : b_; })

@async int get(int n) { return n; }

@async
int expressions(int n)
{
    int x = ({ int y = await get(1); y; });
    int y = MAX(await get(n), 1);
    int z = n ?: await get(2);
    return x + y + z;
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
    __asm__ volatile("" : : "r"(await get(2)));
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
