/* Known words and marks that this version does not do. */
#include <unsync.h>

@async @generator
int numbers(int n)
{
    yield n;
    yield_from numbers(n - 1);
}
