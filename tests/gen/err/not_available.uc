/* Known words and marks that this version does not do. */
#include <stdlib.h>
#include <unsync.h>

@async
void defers(void)
{
    void *p = malloc(1);
    defer free(p);
    await unsync_yield();
}

@async @generator
int numbers(int n)
{
    yield n;
    yield_from numbers(n - 1);
}
