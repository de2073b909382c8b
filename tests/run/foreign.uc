/* A function that is not mine gets a task under a name of its own, in any lane. */
#include <stdlib.h>
#include <string.h>
#include <stdio.h>
#include <unsync.h>

@thread(as = measure) extern size_t strlen(const char *);
@thread(as = duplicate) extern char *strdup(const char *);
@thread(as = compute) extern div_t div(int, int y);
@cpu_bound(as = absolute) extern int abs(int n);
@async(as = number) extern int atoi(const char *text);

static void both(int a, int *out) { *out += a; }
@thread(as = add_later)
extern void both(int a, int *out);

@async
int main(void)
{
    int n = 1;
    char *copy = await duplicate("text");
    printf("%zu %s %d %d %d\n", await measure("four"), copy, (await compute(20, 6)).rem, await absolute(-3),
           await number("42"));
    await add_later(5, &n);
    printf("%d %zu\n", n, measure_sync("sync")); // unsync: ignore(blocking-call)
    free(copy);
    absolute_task dropped = absolute(-1);
    unsync_release(dropped);
    unsync_release(duplicate("nobody takes it"));
    return 0;
}
