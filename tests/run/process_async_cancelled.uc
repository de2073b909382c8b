/* 100 calls run at once in two workers, half of them in each; all leave when they are cancelled. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <unsync.h>

enum { SLEEPERS = 100 };

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

/* Says where it runs, and that it leaves. */
@async @cpu_bound(pool = sleepers, max = 2)
int sleeper(@fd int says, @fd int left)
{
    defer { await say(left, 0); }
    await say(says, getpid());
    await unsync_sleep(3600 * 1000);
    return 0;
}

@async
int main(void)
{
    int says[2], left[2], pid = 0, in_first = 0;
    if (pipe(says) != 0 || pipe(left) != 0) abort();
    sleeper_task tasks[SLEEPERS];
    for (int i = 0; i < SLEEPERS; i++) tasks[i] = sleeper(says[1], left[1]);
    for (int i = 0; i < SLEEPERS; i++) {
        int from = await hear(says[0]);
        if (pid == 0) pid = from;
        in_first += from == pid;
    }
    printf("%d and %d run\n", in_first, SLEEPERS - in_first);
    for (int i = 0; i < SLEEPERS; i++) unsync_cancel(tasks[i]);
    int cancelled = 0;
    for (int i = 0; i < SLEEPERS; i++) {
        cancelled += catch tasks[i] == UNSYNC_ECANCELED;
        unsync_release(tasks[i]);
    }
    for (int i = 0; i < SLEEPERS; i++) await hear(left[0]);
    printf("%d cancelled, all left\n", cancelled);
    for (int i = 0; i < 2; i++) close(says[i]), close(left[i]);
    return 0;
}
