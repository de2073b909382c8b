/* A catch that gives 0 has taken note of what was done: it is not undone when the function leaves,
 * with or without a name for the handle. A handle without a name is released with the statement,
 * also behind unsync_timeout and unsync_shield; one that has a name is not. */
#include <stdio.h>
#include <unsync.h>

typedef unsync_queue_of(int) int_queue;
static struct unsync_lock lock;

@async
int gets(int_queue queue)
{
    int one = 0, two = 0;
    int code = catch unsync_timeout(unsync_queue_get(queue, &one), 60000);
    unsync_task_of(void) named = unsync_queue_get(queue, &two);
    if (catch named != 0 || code != 0) return -1;
    return 10 * one + two; /* the handles were not awaited */
}

@thread
int gets_in_thread(int_queue queue)
{
    int one = 0, two = 0;
    int code = catch unsync_timeout(unsync_queue_get(queue, &one), 60000);
    unsync_task_of(void) named = unsync_queue_get(queue, &two);
    if (catch named != 0 || code != 0) return -1;
    return 10 * one + two;
}

@async
int locks(void)
{
    unsync_task_of(void) taken = unsync_lock_take(&lock);
    if (catch taken == 0) unsync_lock_give(&lock);
    int again = catch unsync_timeout(unsync_lock_take(&lock), 60000);
    unsync_lock_give(&lock);
    return again;
}

/* In plain C, for a job. */
static int waits(unsync_task_of(void) task)
{
    return unsync_wait(task);
}

@thread
int waits_in_thread(int_queue queue)
{
    int item = 0;
    unsync_task_of(void) get = unsync_queue_get(queue, &item);
    return waits(get) == 0 ? item : -1;
}

@async
int keeps(void)
{
    unsync_task_of(void) nap = unsync_sleep(1);
    int code = catch unsync_timeout(unsync_shield(nap), 60000);
    await nap; /* it is there */
    return code;
}

@thread
int keeps_in_thread(void)
{
    unsync_task_of(void) nap = unsync_sleep(1);
    int code = catch unsync_timeout(unsync_shield(nap), 60000);
    await nap;
    return code;
}

static int dropped;

static void drop(const char *text)
{
    (void) text;
    dropped++;
}

@async(drop = drop)
const char *text(int *turns)
{
    for (int i = 0; i < *turns; i++) await unsync_yield();
    return "text";
}

/* The values of handles without a name go with the statement, those of a job when the loop hears of
 * it, at the latest when the job leaves. */
@async
int without_names(void)
{
    int turns = 1, codes = 0;
    codes += catch text(&turns);
    codes += catch unsync_timeout(text(&turns), 60000);
    codes += catch unsync_shield(unsync_timeout(text(&turns), 60000));
    return codes + dropped;
}

@thread
int without_names_in_thread(void)
{
    int turns = 1, codes = 0;
    codes += catch text(&turns);
    codes += catch unsync_timeout(text(&turns), 60000);
    codes += catch unsync_shield(unsync_timeout(text(&turns), 60000));
    return codes;
}

@async
int main(void)
{
    int_queue queue = unsync_queue_new(int, 8);
    for (int i = 1; i <= 5; i++) await unsync_queue_put(queue, &i);
    printf("%d\n", await gets(queue));
    printf("%d\n", await gets_in_thread(queue));
    printf("%d\n", await waits_in_thread(queue));
    printf("left: %zu\n", unsync_queue_count(queue));
    printf("%d, free: %d\n", await locks(), unsync_lock_try(&lock) == 0);
    printf("%d %d\n", await keeps(), await keeps_in_thread());
    printf("%d\n", await without_names());
    printf("%d", await without_names_in_thread());
    printf(" %d\n", dropped);
    unsync_queue_free(queue);
    return 0;
}
