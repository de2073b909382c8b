/* A machine that stands still takes the time from who is asked to end as well: nobody is given up for
 * it, neither the worker of a stream that is closed nor what is detached when main returns. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <unsync.h>
#include "stall.h"

/* Closed, it says so, then waits for leave to go on. */
@cpu_bound @generator
int numbers(@fd int says, @fd int hears)
{
    char c;
    defer {
        if (write(says, "closed", 1) != 1 || read(hears, &c, 1) != 1) abort();
        if (write(says, "gone on", 1) != 1) abort();
    }
    for (int i = 0;; i++) yield i;
}

@thread
char read_byte(int file)
{
    char c = '-';
    if (read(file, &c, 1) < 0) unsync_fail(-1, "no pipe");
    return c;
}

/* Turns of the loop in which time goes on. */
@async
void turns(void)
{
    for (int i = 0; i < 3; i++) await unsync_sleep(1);
}

@async
void closes(void)
{
    int says[2], hears[2], value;
    if (pipe(says) != 0 || pipe(hears) != 0) unsync_fail(-1, "no pipe");
    numbers_generator g = numbers(says[1], hears[0]);
    await numbers_next(g, &value);
    close(says[1]);
    numbers_close_task closing = numbers_close(g);
    putchar(await read_byte(says[0]));
    stall();
    await turns();
    if (write(hears[1], "!", 1) != 1) unsync_fail(-1, "no pipe");
    putchar(await read_byte(says[0]));
    await closing;
    puts("");
}

@async
void finishes(void)
{
    await unsync_sleep(1);
    stall();
    await turns();
    puts("finished");
}

@async
int main(void)
{
    await closes();
    unsync_detach(finishes());
    return 0;
}
