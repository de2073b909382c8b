/* Workers of all kinds are killed and stopped at random, while calls, calls on a worker's loop and
 * streams begin, run, are cancelled and end. Whatever happens: each handle resolves once, to a value
 * that is of its own arguments or to a failure that was to be: a crash tells of a worker that was
 * harmed, what may be run again is done, and only what was cancelled ends so. The values of a stream
 * come in their order, none twice and none left out, until it ends or its worker was harmed. In the
 * end nothing is left: no process, alive or dead, no descriptor, no shared memory.
 *
 * KILLS_WAVES says for how long (`make chaos`). All harm is done on the loop's thread, which reaps
 * the dead: so a number of a child means that child. */
#include <dirent.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <unsync.h>

#include "random.h"

enum { WAVES = 8, WAVE = 60, CHILDREN_MOST = 64, PIDS = 1 << 22, STREAM_MOST = 6000 };

static bool harmed[PIDS];
static int kills;

/* --- What runs in workers --------------------------------------------------------------------- */

@async @cpu_bound(pool = looped, max = 2)
int looped(int n, int turns)
{
    int kept = n;
    for (int i = 0; i < turns; i++) await unsync_yield();
    return 3 * kept;
}

@async @cpu_bound(pool = looped, max = 2, retries = 100, idempotent)
int looped_again(int n, int turns)
{
    int kept = n;
    for (int i = 0; i < turns; i++) await unsync_yield();
    return 3 * kept;
}

@cpu_bound(pool = alone, max = 2)
int alone(int n, int turns)
{
    for (volatile int i = 0; i < turns * 100; i++) continue;
    return 3 * n;
}

@cpu_bound(pool = alone, max = 2, retries = 100, idempotent)
int alone_again(int n, int turns)
{
    for (volatile int i = 0; i < turns * 100; i++) continue;
    return 3 * n;
}

@cpu_bound(pool = streams, max = 2) @generator
long numbers(long first, int count)
{
    for (int i = 0; i < count; i++) yield first + i;
}

/* --- Harm ------------------------------------------------------------------------------------- */

static FILE *open_of(const char *thread, const char *name)
{
    char path[128];
    snprintf(path, sizeof path, "/proc/self/task/%.20s/%s", thread, name);
    return fopen(path, "re");
}

/* That which spawns workers; what looks up lines for a report is started by others. */
static bool spawns(const char *thread)
{
    char name[32] = "";
    FILE *file = open_of(thread, "comm");
    if (file == NULL) return false;
    bool is_read = fgets(name, sizeof name, file) != NULL;
    fclose(file);
    return is_read && strcmp(name, "unsync-spawner\n") == 0;
}

static int children_of(const char *thread, int *pids)
{
    int count = 0;
    FILE *file = open_of(thread, "children");
    while (file != NULL && count < CHILDREN_MOST && fscanf(file, "%d", &pids[count]) == 1) count++;
    if (file != NULL) fclose(file);
    return count;
}

/* All workers, also those that start and those that are dead and not reaped. */
static int children(int *pids)
{
    int count = 0;
    DIR *threads = opendir("/proc/self/task");
    for (struct dirent *entry; (entry = readdir(threads)) != NULL;)
        if (spawns(entry->d_name)) count += children_of(entry->d_name, pids);
    closedir(threads);
    return count;
}

static void harm(int pid, int number)
{
    if (pid >= PIDS) return;
    harmed[pid] = true;
    kill((pid_t) pid, number);
}

static void harm_one(uint64_t random)
{
    int pids[CHILDREN_MOST], count = children(pids);
    if (count == 0) return;
    int pid = pids[below(&random, (unsigned) count)];
    kills += !harmed[pid];
    harm(pid, below(&random, 4) == 0 ? SIGSTOP : SIGKILL);
}

static bool tells_of_harm(const char *message)
{
    const char *at = strstr(message, "worker ");
    long pid = at == NULL ? 0 : strtol(at + strlen("worker "), NULL, 10);
    return pid > 0 && pid < PIDS && harmed[pid];
}

/* --- Calls ------------------------------------------------------------------------------------ */

enum kind { LOOPED, LOOPED_AGAIN, LOOPED_CANCELLED, ALONE, ALONE_AGAIN, ALONE_CANCELLED, STREAM };
static const enum kind often[] = {LOOPED, LOOPED, LOOPED_AGAIN, LOOPED_AGAIN, LOOPED_CANCELLED,
                                  ALONE,  ALONE,  ALONE_AGAIN,  ALONE_AGAIN,  ALONE_CANCELLED};

static bool is_cancelled(enum kind kind)
{
    return kind == LOOPED_CANCELLED || kind == ALONE_CANCELLED;
}

/* A worker that is harmed while it starts counts against all that follow, for a while. */
static bool may_fail_with(enum kind kind, int code, const char *message)
{
    bool again = kind == LOOPED_AGAIN || kind == ALONE_AGAIN;
    if (code == UNSYNC_ECRASHED) return !again && tells_of_harm(message);
    if (code == UNSYNC_ENOWORKER) return kills >= 3;
    return code == UNSYNC_ECANCELED && is_cancelled(kind);
}

static void judge(enum kind kind, int n, unsync_task_of(int) task, int code)
{
    const char *message = code == 0 ? "" : unsync_failure(task)->message;
    int value = code == 0 ? unsync_value(task) : 0;
    bool right = code == 0 ? kind == STREAM || value == 3 * n : may_fail_with(kind, code, message);
    if (!right) {
        fprintf(stderr, "call %d of kind %d: %s, %d: %s\n", n, (int) kind, unsync_code_name(code),
                value, message);
        abort();
    }
    unsync_release(task);
}

/* --- Streams ---------------------------------------------------------------------------------- */

/* Reads some of a stream; it does not fail where that may. */
@async
int read_some(uint64_t random, int n)
{
    int count = (int) below(&random, STREAM_MOST), most = (int) below(&random, STREAM_MOST);
    int taken = 0, code = 0;
    long first = n * (long) STREAM_MOST, value;
    numbers_generator stream = numbers(first, count);
    while (taken < most) {
        numbers_next_task next = numbers_next(stream, &value);
        code = catch next;
        if (code < 0 && !may_fail_with(STREAM, code, unsync_failure(next)->message))
            unsync_fail(code, "after %d values: %s", taken, unsync_failure(next)->message);
        if (code < 0) unsync_release(next);
        if (code < 0 || !await next) break;
        if (value != first + taken)
            unsync_fail(-1, "%ld instead of %ld", value - first, (long) taken);
        taken++;
        if (below(&random, 5000) == 0) harm_one(draw(&random));
    }
    if (code == 0 && taken != (most < count ? most : count))
        unsync_fail(-1, "%d values of %d", taken, count);
    if (below(&random, 2) == 0) await numbers_close(stream); /* else that is done with this task */
    return taken;
}

/* --- A wave ----------------------------------------------------------------------------------- */

static unsync_task_of(int) start(enum kind kind, int n, uint64_t *random)
{
    int turns = (int) below(random, 200);
    switch (kind) {
    case LOOPED:
    case LOOPED_CANCELLED: return looped(n, turns);
    case LOOPED_AGAIN: return looped_again(n, turns);
    case ALONE:
    case ALONE_CANCELLED: return alone(n, turns);
    case ALONE_AGAIN: return alone_again(n, turns);
    default: return read_some(draw(random), n);
    }
}

@async
int wave(uint64_t random, int first)
{
    unsync_task_of(int) tasks[WAVE];
    enum kind kinds[WAVE];
    int done = 0;
    for (int i = 0; i < WAVE; i++) {
        kinds[i] = i % 20 == 0 ? STREAM : often[below(&random, sizeof often / sizeof *often)];
        tasks[i] = start(kinds[i], first + i, &random);
        if (below(&random, 4) == 0) await unsync_yield();
        if (below(&random, 40) == 0) harm_one(draw(&random));
    }
    for (int i = 0; i < WAVE; i++)
        if (is_cancelled(kinds[i])) unsync_cancel(tasks[i]);
    for (int i = 0; i < WAVE; i++) {
        if (below(&random, 40) == 0) harm_one(draw(&random));
        int code = catch tasks[i];
        done += code == 0;
        judge(kinds[i], first + i, tasks[i], code);
    }
    return done;
}

/* --- What is left ----------------------------------------------------------------------------- */

static int descriptors(void)
{
    int count = 0;
    DIR *folder = opendir("/proc/self/fd");
    while (readdir(folder) != NULL) count++;
    closedir(folder);
    return count;
}

static int shared_mappings(void)
{
    char line[512];
    int count = 0;
    FILE *maps = fopen("/proc/self/maps", "re");
    while (fgets(line, sizeof line, maps) != NULL) count += strstr(line, "/memfd:") != NULL;
    fclose(maps);
    return count;
}

/* Ends all workers, and waits until nothing of them is left but `most` descriptors; how many there
 * are. */
@async
int bury(int most)
{
    int pids[CHILDREN_MOST];
    struct unsync_worker_metrics now;
    do {
        for (int i = children(pids); i > 0; i--) harm(pids[i - 1], SIGKILL);
        await unsync_yield();
        unsync_metrics_workers(&now);
    } while (now.workers > 0);
    if (children(pids) > 0) unsync_fail(-1, "process %d is left", pids[0]);
    while (shared_mappings() > 0 || descriptors() > most) await unsync_yield();
    return descriptors();
}

@async
int main(void)
{
    uint64_t random = seed();
    const char *text = getenv("KILLS_WAVES");
    int waves = text != NULL ? atoi(text) : WAVES, done = 0;
    done += await wave(draw(&random), 0);
    int left = await bury(1 << 20);
    for (int i = 1; i < waves; i++) done += await wave(draw(&random), i * WAVE);
    await bury(left);
    if (done == 0 || kills == 0) {
        fprintf(stderr, "%d were done, %d workers harmed\n", done, kills);
        return 1;
    }
    printf("%d of %d were done, %d workers harmed\n", done, waves * WAVE, kills);
    return 0;
}
