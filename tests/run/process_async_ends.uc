/* How calls of @async @cpu_bound functions end that are not simply done: their worker crashes, is
 * replaced, or has a loop that does not look up; more of them than a worker may have. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <unsync.h>

@thread
int hear(int file)
{
    int number;
    return read(file, &number, sizeof number) == sizeof number ? number : -1;
}

@thread
void say(int file, int number)
{
    if (write(file, &number, sizeof number) != sizeof number) abort();
}

@async @cpu_bound(pool = fragile, max = 1)
int waits(@fd int says)
{
    await say(says, 1);
    await unsync_sleep(3600 * 1000);
    return 0;
}

@async @cpu_bound(pool = fragile, max = 1)
int crashes(int n)
{
    await unsync_yield();
    if (n < 0) abort();
    return n;
}

@async @cpu_bound(pool = fragile, max = 1)
int leaves(int status)
{
    await unsync_yield();
    exit(status);
}

@thread
int leaves_on_thread(int status)
{
    quick_exit(status);
}

@async @cpu_bound(pool = fragile, max = 1)
int leaves_below(int status)
{
    return await leaves_on_thread(status);
}

/* Crashes in its first run: the file has been there once. */
@async @cpu_bound(pool = again, max = 1, retries = 1, idempotent)
int crashes_once(const char *path)
{
    await unsync_yield();
    if (unlink(path) == 0) abort();
    return 5;
}

@async @cpu_bound(pool = again, max = 1, retries = 1, idempotent)
int bystander(@fd int says, @fd int hears)
{
    await say(says, getpid());
    return await hear(hears);
}

@async @cpu_bound(pool = renewed, max = 1, recycle = 3)
int pid_of(int n)
{
    await unsync_yield();
    return getpid() + 0 * n;
}

@async @cpu_bound(pool = renewed, max = 1)
int pid_later(@fd int says, @fd int hears)
{
    await say(says, getpid());
    await hear(hears);
    return getpid();
}

static int running, most;

@async @cpu_bound(worker = crowd)
int crowd(int n, @fd int says)
{
    if (++running > most) most = running;
    defer { running--; }
    if (n == 0) return most;
    if (says >= 0) await say(says, 1);
    await unsync_sleep(3600 * 1000);
    return 0;
}

@async @cpu_bound(pool = held, max = 1)
int holds_up(@fd int says)
{
    defer {
        for (volatile int i = 1; i; i = 1) continue;
    }
    await say(says, 1);
    await unsync_sleep(3600 * 1000);
    return 0;
}

@async @cpu_bound(pool = held, max = 1)
int held_up(int n)
{
    await unsync_sleep(3600 * 1000);
    return n;
}

static int told(unsync_task_of(int) task, const char *what)
{
    const struct unsync_failure *failure = unsync_failure(task);
    int code = failure == NULL ? 0 : failure->code;
    if (failure == NULL || strstr(failure->message, what) == NULL)
        printf("'%s' is not in: %s\n", what, failure == NULL ? "nothing" : failure->message);
    unsync_release(task);
    return code;
}

@async
void crash(void)
{
    int says[2], crashed = 0;
    if (pipe(says) != 0) abort();
    waits_task tasks[20];
    for (int i = 0; i < 20; i++) tasks[i] = waits(says[1]);
    for (int i = 0; i < 20; i++) await hear(says[0]);
    crashes_task bad = crashes(-1);
    int code = catch bad;
    printf("%s\n", unsync_code_name(code));
    told(bad, "in crashes (");
    for (int i = 0; i < 20; i++) {
        crashed += catch tasks[i] == UNSYNC_ECRASHED;
        told(tasks[i], "waits (");
    }
    printf("%d others, and then %d\n", crashed, await crashes(7));
    close(says[0]);
    close(says[1]);
}

/* The one that ends the process is named, and the other as one that was under way. */
@async
void exits(void)
{
    int says[2];
    if (pipe(says) != 0) abort();
    for (int i = 0; i < 2; i++) {
        waits_task other = waits(says[1]);
        await hear(says[0]);
        leaves_task bad = i == 0 ? leaves(7) : leaves_below(9);
        int code = catch bad, beside = catch other;
        printf("%s %s\n", unsync_code_name(code), unsync_code_name(beside));
        told(bad, i == 0 ? "exited with status 7 in leaves (" : "status 9 in leaves_below (");
        told(other, "was under way when");
    }
    close(says[0]);
    close(says[1]);
}

@async
void again(void)
{
    int says[2], hears[2];
    if (pipe(says) != 0 || pipe(hears) != 0) abort();
    char path[] = "/tmp/unsync-once-XXXXXX";
    close(mkstemp(path));
    bystander_task other = bystander(says[1], hears[0]);
    int first = await hear(says[0]);
    printf("%d\n", await crashes_once(path));
    int second = await hear(says[0]);
    await say(hears[1], 9);
    int heard = await other;
    printf("%d %d\n", first != second, heard);
    for (int i = 0; i < 2; i++) close(says[i]), close(hears[i]);
}

@async
void renewal(void)
{
    int says[2], hears[2], same = 0;
    if (pipe(says) != 0 || pipe(hears) != 0) abort();
    pid_later_task later = pid_later(says[1], hears[0]);
    int first = await hear(says[0]), pid = 0;
    for (int i = 0; i < 3; i++) same += await pid_of(i) == first;
    pid = await pid_of(4);
    printf("%d in the first, then %s\n", same, pid == first ? "there too" : "in another");
    await say(hears[1], 1);
    pid = await later;
    printf("%s\n", pid == first ? "it has waited" : "it was lost");
    for (int i = 0; i < 2; i++) close(says[i]), close(hears[i]);
}

enum { CROWD = 1500 };

@async
void crowded(void)
{
    static crowd_task tasks[CROWD];
    int says[2];
    if (pipe(says) != 0) abort();
    for (int i = 0; i < CROWD; i++) tasks[i] = crowd(1, i == 1000 ? says[1] : -1);
    crowd_task last = crowd(0, -1);
    await hear(says[0]); /* those before it run */
    for (int i = 0; i < CROWD; i++) unsync_cancel(tasks[i]);
    int cancelled = 0;
    for (int i = 0; i < CROWD; i++) {
        cancelled += catch tasks[i] == UNSYNC_ECANCELED;
        unsync_release(tasks[i]);
    }
    int at_once = await last;
    printf("%d, %s\n", cancelled,
           at_once > 1000 && at_once <= 1024 ? "as many as a worker may have" : "too many");
    close(says[0]);
    close(says[1]);
}

@async
void held(void)
{
    int says[2];
    if (pipe(says) != 0) abort();
    held_up_task other = held_up(1);
    holds_up_task holds = holds_up(says[1]);
    await hear(says[0]);
    unsync_cancel(holds);
    int code = catch holds, beside = catch other;
    printf("%s %s\n", unsync_code_name(code), unsync_code_name(beside));
    told(holds, "had not answered");
    told(other, "when holds_up (");
    close(says[0]);
    close(says[1]);
}

@async
int main(void)
{
    await crash();
    await exits();
    await again();
    await renewal();
    await crowded();
    await held();
    return 0;
}
