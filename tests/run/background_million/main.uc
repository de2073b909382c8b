/* A server's million background tasks, some hundred at a time: the library has no more blocks of memory in
 * the end than when it had got going, and all frames are used again. */
#include <stdio.h>
#include <unsync.h>

long blocks(void);

enum { COUNT = 1000000, TOGETHER = 100 };
static int ended, alive, most_alive;

@async
void request(char *buffer)
{
    buffer[0]++;
    await unsync_yield();
}

@async
void connection(int number)
{
    char buffer[100] = {0};
    if (++alive > most_alive) most_alive = alive;
    await request(buffer);
    if (number % 2) unsync_background(request(buffer)); /* is joined when this one leaves */
    alive--;
    ended++;
}

@async
int main(void)
{
    long warm = 0;
    for (int i = 0; i < COUNT; i++) {
        unsync_background(connection(i));
        if (i % TOGETHER == 0)
            while (alive > 0) await unsync_yield();
        if (i == COUNT / 100) warm = blocks();
    }
    while (ended < COUNT) await unsync_yield();
    printf("%d ended, %s at once\n", ended, most_alive <= TOGETHER + 1 ? "a hundred" : "more");
    printf("blocks: %s\n", blocks() <= warm ? "as many as at the start" : "more");
    return 0;
}
