#include <unsync.h>
@generator
int evens(int )
{
    for (int i = 0; i < n; i += 2) yield i;
}

@async
int next(int n)
{
    return n + 1;
}
