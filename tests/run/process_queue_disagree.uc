/* Two marks that bound one pool differently. */
#include <unsync.h>

@cpu_bound(pool = disk, max = 2, queue = 5) int first(void) { return 1; }

@cpu_bound(pool = disk, queue = 6) int second(void) { return 2; }

@async
int main(void)
{
    return await first() + await second();
}
