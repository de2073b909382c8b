/* Long arguments and results of many calls at once: the descriptors of their blocks come between
 * other messages, blocks of many sizes are kept, and a worker may be dead when it is to get one. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <unsync.h>

enum { CALLS = 100, ROUNDS = 15 };

@async @cpu_bound(pool = echoes, max = 1)
char *echo(const char *text, int milliseconds)
{
    await unsync_sleep((uint64_t) milliseconds);
    return strdup(text);
}

@async @cpu_bound(pool = echoes)
int echoes_pid(void)
{
    await unsync_yield();
    return (int) getpid();
}

@cpu_bound(pool = lengths, max = 1)
size_t length(const char *text)
{
    return strlen(text);
}

@cpu_bound(pool = lengths)
int lengths_pid(void)
{
    return (int) getpid();
}

static char *text_of(size_t len)
{
    char *text = malloc(len + 1);
    memset(text, 'x', len);
    text[len] = 0;
    return text;
}

/* Short and long ones by turns, the worker asleep and awake. */
@async
int talk(int number)
{
    int wrong = 0;
    for (int i = 0; i < ROUNDS; i++) {
        char *text = text_of((i + number) % 3 == 0 ? 40000 : 10);
        defer free(text);
        char *back = await echo(text, (i * 7 + number) % 5);
        wrong += strcmp(text, back) != 0;
        free(back);
    }
    return wrong;
}

/* All results are there at once. */
@async
int burst(size_t len)
{
    echo_task tasks[CALLS];
    char *text = text_of(len);
    defer free(text);
    int wrong = 0;
    for (int i = 0; i < CALLS; i++) tasks[i] = echo(text, 20);
    for (int i = 0; i < CALLS; i++) {
        char *back = await tasks[i];
        wrong += back[len - 1] != 'x' || back[len] != 0;
        free(back);
    }
    return wrong;
}

/* It is dead, and the loop has not heard of it. */
static void kill_worker(int pid)
{
    siginfo_t info;
    kill(pid, SIGKILL);
    waitid(P_PID, (id_t) pid, &info, WEXITED | WNOWAIT);
}

@async
int main(void)
{
    talk_task talks[CALLS];
    int wrong = 0;
    for (int i = 0; i < CALLS; i++) talks[i] = talk(i);
    for (int i = 0; i < CALLS; i++) wrong += await talks[i];
    printf("talks: %d wrong\n", wrong);

    wrong += await burst(200000);
    wrong += await burst(300000);
    wrong += await burst(600000);
    printf("bursts: %d wrong\n", wrong);

    char *text = text_of(1000000);
    defer free(text);
    kill_worker(await echoes_pid());
    char *back = await echo(text, 0);
    printf("%d\n", (int) strlen(back));
    free(back);
    kill_worker(await lengths_pid());
    printf("%d\n", (int) await length(text));
    return 0;
}
