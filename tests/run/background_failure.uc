/* A failure in the background is printed once; the others go on, and memory stays flat. */
#include <stdio.h>
#include <unsync.h>

static int ended;

@async
void connection(int number)
{
    await unsync_yield();
    ended++;
    if (number == 77) unsync_fail(-9, "connection %d", number);
}

@async
int main(void)
{
    for (int i = 0; i < 100000; i++) {
        unsync_background(connection(i));
        if (i % 10 == 0) await unsync_yield();
    }
    while (ended < 100000) await unsync_yield();
    printf("%d\n", ended);
    return 0;
}
