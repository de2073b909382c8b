/* What needs a C stack that stays. */
#include <alloca.h>
#include <setjmp.h>
#include <unsync.h>

@async void sleepy(void) { await unsync_yield(); }

@async
int jumps(void)
{
    static jmp_buf env;
    if (setjmp(env)) return 1;
    await sleepy();
    return 0;
}

@async
int allocates(int n)
{
    char *p = alloca(n), *q = __builtin_alloca(n);
    await sleepy();
    return p == q;
}

@async
int fine(int n)
{
    await sleepy();
    int list[n];
    list[0] = n;
    return list[0];
}
