/* @thread(abandon): who awaits a cancelled job goes on at once; the job keeps copies of its arguments. */
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unsync.h>

typedef const char *text;
static sem_t gate;
static atomic_int running, over, disposed, saw_cancel;

static void dispose(char *result)
{
    disposed++;
    free(result);
}

/* Says what it was given when the gate opens. */
@thread(abandon, drop = dispose)
char *describe(@len(count) const int *numbers, int count, const char *name, text title, double factor)
{
    char *result = malloc(200);
    running++;
    while (sem_wait(&gate) != 0) { }
    if (unsync_cancelled()) saw_cancel++;
    double sum = 0;
    for (int i = 0; i < count; i++) sum += factor * numbers[i];
    snprintf(result, 200, "%s %s %g", title ? title : "(none)", name, sum);
    over++;
    return result;
}

@thread(abandon) void touch(void) { running++; }
@thread(abandon) int fails(int n) { unsync_fail(-n, "number %d", n); }
@thread(pool = busy, max = 1, abandon) int queued(int n)
{
    running++;
    while (sem_wait(&gate) != 0) { }
    return n;
}

@thread(abandon, timeout = 10ms) int slow(int n)
{
    while (!unsync_cancelled()) unsync_result(unsync_sleep(1));
    over++;
    return n;
}

/* The caller's memory is gone when the job reads it. */
@async static void from_here(void)
{
    int numbers[] = {1, 2, 3};
    char name[] = "name", title[] = "title";
    describe_task task = describe(numbers, 3, name, title, 0.5);
    while (running < 1) await unsync_sleep(1);
    memset(numbers, 9, sizeof numbers);
    memset(name, 'x', 4);
    memset(title, 'x', 5);
    sem_post(&gate);
    char *result = await task;
    printf("%s\n", result);
    free(result);
}

@async static void cancelled(void)
{
    running = over = 0;
    describe_task task = describe(NULL, 0, "later", "", 1);
    while (running < 1) await unsync_sleep(1);
    unsync_cancel(task);
    printf("%s, over %d\n", unsync_code_name(catch task), over); /* the gate is still closed */
    unsync_release(task);
    sem_post(&gate);
    while (disposed < 1) await unsync_sleep(1);
    printf("over %d, saw it %d, disposed %d\n", over, saw_cancel, disposed);
}

@async static void leaves_it(void)
{
    describe_task task = describe(NULL, 0, "child", "", 1);
    while (running < 1) await unsync_sleep(1);
    (void) task;
}

@async static void still_queued(void)
{
    running = 0;
    queued_task first = queued(1), second = queued(2);
    while (running < 1) await unsync_sleep(1);
    unsync_cancel(second);
    printf("queued: %s, running %d\n", unsync_code_name(catch second), running);
    unsync_release(second);
    sem_post(&gate);
    printf("first: %d\n", await first);
}

@thread int from_a_thread(void)
{
    char word[] = "thread";
    running = 0;
    describe_task task = describe(NULL, 0, word, NULL, 1);
    memset(word, 'x', 6);
    sem_post(&gate);
    char *result = await task;
    printf("%s\n", result);
    free(result);
    return 0;
}

@async int main(void)
{
    sem_init(&gate, 0, 0);
    await from_here();
    sem_post(&gate);
    char *result = await describe(NULL, 0, "nothing", NULL, 1);
    printf("%s\n", result);
    free(result);
    await cancelled();
    running = over = 0;
    await leaves_it(); /* does not wait for the gate either */
    printf("left, over %d\n", over);
    sem_post(&gate);
    while (disposed < 2) await unsync_sleep(1);
    await still_queued();
    await from_a_thread();
    await touch();
    fails_task failing = fails(7);
    printf("code %d: %s\n", catch failing, unsync_failure(failing)->message);
    unsync_release(failing);
    over = 0;
    slow_task late = slow(1);
    printf("%s\n", unsync_code_name(catch late));
    unsync_release(late);
    while (over < 1) await unsync_sleep(1);

    return 0;
}
