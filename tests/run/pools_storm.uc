/* Threads of plain C start, cancel, release and await jobs of all kinds at once: each key stays exclusive,
 * each job runs at most once, nothing is lost. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unsync.h>

enum { THREADS = 4, ROUNDS = 400, KEYS = 3 };

static long counters[KEYS]; /* without a lock: their keys are one */
static atomic_long ran, given, outcomes, wrong;

@thread(serial = key) int count_up(int key)
{
    counters[key]++;
    ran++;
    return key;
}

@thread(pool = narrow, max = 2, queue = 4) int through_narrow(int n)
{
    ran++;
    return n;
}

@thread(abandon, pool = narrow) int abandoned(const char *text, int n)
{
    ran++;
    return text[n];
}

@async int on_the_loop(int key) { return await count_up(key); }

static void take(unsync_task_of(int) task, int expected)
{
    int code = unsync_wait(task);
    if (code == 0 && unsync_value(task) != expected) wrong++;
    if (code != 0 && code != UNSYNC_ECANCELED && code != UNSYNC_ETIMEDOUT) wrong++;
    outcomes++;
    unsync_release(task);
}

static void *storm(void *seed)
{
    unsigned state = (unsigned) (size_t) seed;
    for (int i = 0; i < ROUNDS; i++) {
        state = state * 1103515245u + 12345u;
        unsigned draw = state >> 16;
        int key = (int) (draw % KEYS);
        unsync_task_of(int) a = count_up(key), b = on_the_loop(key), c = through_narrow(i),
                            d = abandoned("abc", key);
        if (draw & 8) unsync_cancel(a);
        if (draw & 16) unsync_cancel(d);
        if (draw & 32) c = unsync_timeout(c, draw % 3);
        take(c, i);
        if (draw & 64) {
            unsync_release(b);
            given++;
        } else {
            take(b, key);
        }
        take(a, key);
        take(d, "abc"[key]);
    }
    return NULL;
}

int main(void)
{
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, storm, (void *) (size_t) (i + 1));
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
    printf("outcomes %d, wrong %ld\n", outcomes + given == 4 * THREADS * ROUNDS, (long) wrong);

    struct unsync_pool_metrics pools[2] = {{.name = ""}, {.name = ""}};
    unsync_metrics(pools, 2);
    long counted = 0;
    for (int key = 0; key < KEYS; key++) {
        wrong += unsync_result(count_up(key)) != key; /* behind all of its key */
        counted += counters[key];
    }
    printf("%ld, each once: %d\n", (long) wrong, counted > 0 && ran <= 4 * THREADS * ROUNDS + KEYS);
    printf("narrow: %s, at most two threads: %d\n", pools[1].name,
           pools[1].threads - pools[1].blocked <= 2);
    return 0;
}
