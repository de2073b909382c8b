/* UNSYNC_ROUTE sends calls of @async @cpu_bound functions to the program's own loop: they share its
 * variables, run at once, are cancelled at an await and run their defers; no worker is started. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <unsync.h>

enum { MANY = 300 };
static int told; /* main sets it: a worker would not see that */
static int open_calls, most;
static struct unsync_event full, go;

@async @cpu_bound(timeout = 1h)
int near(int n)
{
    if (n < 0) unsync_fail(UNSYNC_EINVAL, "%d is negative", n);
    if (++open_calls > most) most = open_calls; // unsync: ignore(lost-write)
    defer { open_calls--; }
    if (most == MANY) unsync_event_set(&full); // unsync: ignore(lost-write)
    await unsync_event_wait(&go); // unsync: ignore(lost-write)
    return told + n; // unsync: ignore(stale-read)
}

@async @cpu_bound(worker = desk)
size_t served(@inout char **text, @in @len(count) const int *numbers, size_t count)
{
    int sum = 0;
    for (size_t i = 0; i < count; i++) sum += numbers[i];
    await unsync_yield();
    free(*text);
    *text = malloc(32);
    const char *where = told ? "the program" : "a worker"; // unsync: ignore(stale-read)
    return (size_t) snprintf(*text, 32, "%d in %s", sum, where);
}

@async @cpu_bound
long elsewhere(void)
{
    await unsync_yield();
    return getpid();
}

@thread
int from_thread(int n)
{
    return await near(n);
}

@async
int main(void)
{
    told = 1000;
    near_task tasks[MANY];
    int sum = 0;
    for (int i = 0; i < MANY; i++) tasks[i] = near(i);
    await unsync_event_wait(&full);
    unsync_cancel(tasks[0]);
    printf("%s\n", unsync_code_name(catch tasks[0]));
    unsync_release(tasks[0]);
    printf("%d at once, %d are left\n", most, open_calls);
    unsync_event_set(&go);
    for (int i = 1; i < MANY; i++) sum += await tasks[i];
    printf("%d\n", sum);

    near_task bad = near(-1);
    printf("%s", unsync_code_name(catch bad));
    printf(": %s\n", unsync_failure(bad)->message);
    unsync_release(bad);
    printf("%d\n", await from_thread(7));
    char *text = strdup("nothing");
    int numbers[] = {1, 2, 3};
    size_t length = await served(&text, numbers, 3);
    printf("%s (%zu)\n", text, length);
    free(text);
    printf("%s\n", await elsewhere() == getpid() ? "this process" : "another process");
    return 0;
}
