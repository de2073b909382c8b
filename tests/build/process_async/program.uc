/* Calls on the loop of a worker that fail, to be recorded and replayed; with an argument, what a
 * memory limit does, which is that of the worker as a whole. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unsync.h>

enum { BLOCK = 6 << 20 };

@async @cpu_bound
int fails(const char *what, int n)
{
    await unsync_yield();
    if (n < 0) unsync_fail(UNSYNC_EINVAL, "%s is %d", what, n);
    return n;
}

@async @cpu_bound
int crashes(int n)
{
    await unsync_yield();
    if (n > 0) abort();
    return n;
}

static struct unsync_event end;

/* Holds a block until another call ends it; -1: it got none. */
@async @cpu_bound(pool = small, max = 1, memory = 16M)
int holds(int n)
{
    char *block = malloc(BLOCK);
    if (block == NULL) return -1;
    defer free(block);
    memset(block, n, BLOCK);
    await unsync_event_wait(&end); // unsync: ignore(lost-write)
    return block[BLOCK - 1];
}

@async @cpu_bound(pool = small, max = 1)
int ends(int n)
{
    unsync_event_set(&end); // unsync: ignore(lost-write)
    await unsync_yield();
    return n;
}

/* Does not look whether it got one. */
@async @cpu_bound(pool = small, max = 1, memory = 16M)
int trusts(size_t bytes)
{
    await unsync_yield();
    volatile char *block = malloc(bytes);
    block[0] = 1;
    return block[0];
}

@async
void told(unsync_task_of(int) task)
{
    int code = catch task;
    printf("%s\n", unsync_code_name(code));
    unsync_release(task);
}

@async
int main(int argc, char **argv)
{
    (void) argv;
    if (argc == 1) {
        await told(fails("it", -5));
        await told(crashes(1));
        return 0;
    }
    holds_task first = holds(1), second = holds(2), third = holds(3);
    printf("third: %d\n", await third); /* calls of one worker begin in their order */
    await ends(0);
    int one = await first, two = await second;
    printf("%d %d, then %d\n", one, two, await holds(4));
    await told(trusts(64 << 20));
    printf("%d\n", await ends(5));
    return 0;
}
