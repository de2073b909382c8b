/* A body that holds up the loop until its deadline passes: it holds a virtual clock meanwhile, which
 * goes as the real one does. */
#include <stdio.h>
#include <unsync.h>

@thread(timeout = 20ms)
int spins(void)
{
    while (!unsync_cancelled()) { }
    return 1;
}

@async
int main(void)
{
    uint64_t begin = unsync_now_ms();
    printf("%d\n", spins_sync()); /* here, on the loop's thread */
    printf("%d ms\n", (int) (unsync_now_ms() - begin));
    return 0;
}
