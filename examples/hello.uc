/* hello.uc: two greetings one after the other, then the same two together.
 *
 * The function that greets is the same in both halves. Where its caller waits makes the
 * difference: `await greet(...)` starts a greeting and waits for it at once; a handle that is
 * kept lets the next task start before the first has ended. */
#include <stdio.h>
#include <unsync.h>

@async
int greet(const char *name, unsigned pause_ms)
{
    printf("Hello, %s ...\n", name);
    await unsync_sleep(pause_ms);
    printf("... goodbye, %s.\n", name);
    return 1;
}

@async
int main(void)
{
    puts("One after the other:");
    int greeted = await greet("Ada", 200);
    greeted += await greet("Dennis", 100);

    puts("Together:");
    greet_task ada = greet("Ada", 200);
    greet_task dennis = greet("Dennis", 100);
    greeted += await ada + await dennis; /* Dennis has said goodbye by then: his pause is shorter */

    printf("%d greetings.\n", greeted);
    return 0;
}
