/* Two functions that mean another thing by the same name. */
#include <unsync.h>

@cpu_bound(pool = disk, max = 2) int first(void) { return 1; }

@cpu_bound(worker = disk) int second(void) { return 2; }

@async
int main(void)
{
    return await first() + await second();
}
