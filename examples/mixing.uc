/* mixing.uc: a blocking call on a thread, continued on the event loop, collected in order.
 *
 * look_up() blocks its thread, as a call into a database library would; it is marked @thread, so
 * each call is a job of the thread pool. doubled() goes on with its result on the event loop.
 * The two are chained by passing a handle: a handle is an ordinary value, and whoever awaits it
 * gets the result. Ten chains of 0.1 s + 0.1 s run side by side and take about 0.2 s together. */
#include <stdio.h>
#include <time.h>
#include <unsync.h>

enum { ITEMS = 10 };

struct pair {
    int key, value;
};

@thread
struct pair look_up(int key)
{
    nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL); /* blocks this thread only */
    return (struct pair){.key = key, .value = key + 1};
}

/* Takes the handle of a look-up that may still be running. */
@async
struct pair doubled(look_up_task found)
{
    await unsync_sleep(100);
    struct pair pair = await found;
    pair.value *= 2;
    return pair;
}

@async
void collect(doubled_task *tasks, int count, int *values)
{
    for (int i = 0; i < count; i++) {
        struct pair pair = await tasks[i];
        values[pair.key] = pair.value;
    }
}

@async
int main(void)
{
    doubled_task tasks[ITEMS];
    int values[ITEMS];

    for (int key = 0; key < ITEMS; key++) tasks[key] = doubled(look_up(key));
    await collect(tasks, ITEMS, values);

    for (int key = 0; key < ITEMS; key++) printf("%d -> %d\n", key, values[key]);
    return 0;
}
