/* Workers that run many calls at once are killed at random, while calls begin, run, are cancelled
 * and end. Whatever happens: each handle resolves once, to a value that is of its own arguments or
 * to a failure that was to be: a crash tells of a worker that was killed, what may be run again is
 * done, and only what was cancelled ends so. */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <unsync.h>

#include "random.h"

enum { WAVES = 15, WAVE = 60, KILLS_MOST = WAVES * WAVE };

static long killed[KILLS_MOST];
static int kills;

@async @cpu_bound(pool = targets, max = 2)
int plain(int n, int turns)
{
    int kept = n;
    for (int i = 0; i < turns; i++) await unsync_yield();
    return 3 * kept;
}

@async @cpu_bound(pool = targets, max = 2, retries = 100, idempotent)
int again(int n, int turns)
{
    int kept = n;
    for (int i = 0; i < turns; i++) await unsync_yield();
    return 3 * kept;
}

@async @cpu_bound(pool = targets, max = 2, retries = 100, idempotent)
long pid_of(void)
{
    await unsync_yield();
    return getpid();
}

enum kind { PLAIN, AGAIN, CANCELLED, KINDS };

static bool tells_of_killed(const char *message)
{
    const char *at = strstr(message, "worker ");
    long pid = at == NULL ? 0 : strtol(at + strlen("worker "), NULL, 10);
    for (int i = 0; i < kills; i++)
        if (killed[i] == pid) return true;
    return false;
}

static bool is_right(enum kind kind, int code, const char *message)
{
    if (code == 0) return true;
    if (code == UNSYNC_ECRASHED) return kind != AGAIN && tells_of_killed(message);
    if (code == UNSYNC_ENOWORKER) return kills >= 2; /* each had it, and none began it */
    return code == UNSYNC_ECANCELED && kind == CANCELLED;
}

static void judge(enum kind kind, int n, unsync_task_of(int) task, int code)
{
    const char *message = code == 0 ? "" : unsync_failure(task)->message;
    int value = code == 0 ? unsync_value(task) : 3 * n;
    if (!is_right(kind, code, message) || value != 3 * n) {
        fprintf(stderr, "call %d of kind %d: %s, %d: %s\n", n, (int) kind, unsync_code_name(code),
                value, message);
        abort();
    }
    unsync_release(task);
}

/* One that serves: it says who it is, and nobody else kills it. */
@async
void kill_one(void)
{
    long pid = await pid_of();
    for (int i = 0; i < kills; i++)
        if (killed[i] == pid) return;
    killed[kills++] = pid;
    kill((pid_t) pid, SIGKILL);
}

@async
int wave(uint64_t random, int first)
{
    plain_task tasks[WAVE];
    enum kind kinds[WAVE];
    int done = 0;
    for (int i = 0; i < WAVE; i++) {
        int turns = (int) below(&random, 200);
        kinds[i] = (enum kind) below(&random, KINDS);
        tasks[i] = kinds[i] == AGAIN ? again(first + i, turns) : plain(first + i, turns);
        if (below(&random, 4) == 0) await unsync_yield();
        if (below(&random, 20) == 0) await kill_one();
    }
    for (int i = 0; i < WAVE; i++)
        if (kinds[i] == CANCELLED) unsync_cancel(tasks[i]);
    if (below(&random, 2) == 0) await kill_one();
    for (int i = 0; i < WAVE; i++) {
        int code = catch tasks[i];
        done += code == 0;
        judge(kinds[i], first + i, tasks[i], code);
    }
    return done;
}

@async
int main(void)
{
    uint64_t random = seed();
    int done = 0;
    for (int i = 0; i < WAVES; i++) done += await wave(draw(&random), i * WAVE);
    if (done == 0 || kills == 0) {
        fprintf(stderr, "%d were done, %d workers killed\n", done, kills);
        return 1;
    }
    printf("%d of %d were done, %d workers killed\n", done, WAVES * WAVE, kills);
    return 0;
}
