/* Two marks of one pool that contradict each other. */
#include <stdio.h>
#include <unsync.h>

@thread(pool = disk, max = 4) int first(void) { return 1; }
@thread(pool = disk) int second(void) { return 2; } /* says nothing */
@thread(pool = disk, max = 5) int third(void) { return 3; }

@async int main(void)
{
    printf("%d %d\n", await first(), await second());
    fflush(stdout);
    return await third();
}
