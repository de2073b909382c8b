/* A body that closes more than it has opened: where it ends, nobody knows, and declarations may be lost
 * with it. So no word is said of `perhaps`. */
#include <unsync.h>

static int closed_twice(int n)
{
    n = (n));
    return n;
}

@async
int waits(int n)
{
    return await perhaps(n);
}

@async
int refused(void)
{
    return await 1;
}
