/* A timer that is due by the time the loop looks at it does not put the loop to sleep for ever: with sleeps
 * of a millisecond that happens about once in a thousand. */
#include <stdio.h>
#include <unsync.h>

enum { SLEEPS = 3000 };

@async int main(void)
{
    int slept = 0;
    for (int i = 0; i < SLEEPS; i++) {
        await unsync_sleep(1);
        slept++;
    }
    printf("%d\n", slept);
    return 0;
}
