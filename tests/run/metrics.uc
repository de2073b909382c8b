/* What pools of threads and of workers tell of themselves: each for itself, all together, and in words. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <unsync.h>

static struct unsync_event opened;

@cpu_bound(pool = render, max = 1, timeout = 100ms)
int turns(void)
{
    volatile int count = 0;
    for (;;) count++;
}

@cpu_bound(pool = render)
int shortly(int n)
{
    return n;
}

@cpu_bound(worker = db)
int keep(int n)
{
    if (n < 0) unsync_fail(-7, "%d", n);
    return n;
}

@cpu_bound
int crashes(int n)
{
    if (n == 1) abort();
    return n;
}

@cpu_bound(worker = db, queue_timeout = 20ms)
int impatient(int n)
{
    return n;
}

/* Says when it has begun. */
@cpu_bound(worker = db, timeout = 1h)
void sleeps(@fd int begun)
{
    (void) !write(begun, "", 1);
    await unsync_sleep(3600000);
}

@thread
void wait_for(int begun)
{
    char byte;
    (void) !read(begun, &byte, 1);
}

@thread(pool = disk, max = 1)
int file(int n)
{
    if (n == 2) unsync_fail(-8, "2");
    if (n == 3) await unsync_event_wait(&opened);
    return n;
}

/* --- */

@async
void calls(void)
{
    keep_task kept[20];
    for (int i = 0; i < 20; i++) kept[i] = keep(i - 5);
    for (int i = 0; i < 20; i++) {
        (void) catch kept[i];
        unsync_release(kept[i]);
    }
    printf("%s\n", unsync_code_name(catch turns()));
    await shortly(0);
    printf("%s\n", unsync_code_name(catch crashes(1)));
    int ends[2];
    if (pipe(ends) != 0) return;
    sleeps_task asleep = sleeps(ends[1]);
    await wait_for(ends[0]);
    printf("%s\n", unsync_code_name(catch impatient(1)));
    unsync_cancel(asleep);
    printf("%s\n", unsync_code_name(catch asleep));
    unsync_release(asleep);
    close(ends[0]);
    close(ends[1]);
}

@async
void jobs(void)
{
    await file(1);
    if (catch file(2) != -8) puts("?");
    file_task waiting = file(3);
    unsync_event_set(&opened);
    await waiting;
}

/* A call counts when its task resolves; a worker when its end was seen, which is before that. */
static void print(const struct unsync_worker_metrics *pool)
{
    uint64_t ended = 0, timed = 0, waited = 0;
    for (int i = 0; i < UNSYNC_CALL_ENDS; i++) ended += pool->calls_ended[i];
    for (int i = 0; i < UNSYNC_METRICS_BUCKETS; i++) {
        timed += pool->run_counts[i];
        waited += pool->wait_counts[i];
    }
    printf("%s: %d started, %d ended, %d in flight, %d queued\n",
           pool->name == NULL ? "all" : pool->name, (int) pool->started, (int) ended,
           (int) pool->in_flight, (int) pool->queued);
    printf("  %d returned, %d failed, %d crashed, %d timed out, %d waited, %d cancelled\n",
           (int) pool->calls_ended[UNSYNC_CALL_RETURNED],
           (int) pool->calls_ended[UNSYNC_CALL_FAILED], (int) pool->calls_ended[UNSYNC_CALL_CRASHED],
           (int) pool->calls_ended[UNSYNC_CALL_TIMED_OUT],
           (int) pool->calls_ended[UNSYNC_CALL_WAITED],
           (int) pool->calls_ended[UNSYNC_CALL_CANCELED]);
    printf("  processes: %d crashed, %d timed out, %d cancelled; %d of the calls timed\n",
           (int) pool->ended[UNSYNC_WORKER_CRASHED], (int) pool->ended[UNSYNC_WORKER_TIMED_OUT],
           (int) pool->ended[UNSYNC_WORKER_CANCELED], timed == waited ? (int) timed : -1);
}

static void print_threads(void)
{
    struct unsync_pool_metrics pools[4];
    size_t count = unsync_metrics(pools, 4);
    for (size_t i = 0; i < count; i++)
        if (pools[i].started > 0)
            printf("threads %s: %d started, %d failed, %d withdrawn\n", pools[i].name,
                   (int) pools[i].started, (int) pools[i].failed, (int) pools[i].withdrawn);
}

/* All of it in words: those lines that do not depend on the machine. */
static void print_words(void)
{
    char *text, *rest, *line;
    size_t len;
    FILE *file = open_memstream(&text, &len);
    unsync_metrics_print(file);
    fclose(file);
    for (line = strtok_r(text, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest))
        if (strstr(line, "calls: ") != NULL || strstr(line, "ended") != NULL) puts(line);
    free(text);
}

@async
int main(void)
{
    await calls();
    await jobs();
    struct unsync_worker_metrics pools[8], all;
    size_t count = unsync_metrics_worker_pools(pools, 8);
    for (size_t i = 0; i < count; i++) print(&pools[i]);
    unsync_metrics_workers(&all);
    print(&all);
    print_threads();
    print_words();
    return 0;
}
