/* A statement that an #if cuts through is written into each branch; what is wrong is said once. */
#include <unsync.h>
@async int f(int n) { await unsync_yield(); return n; }
@async int e(int x)
{
    f(await f(3) +
#ifdef A
        1
#else
        2
#endif
    );
    return x;
}
