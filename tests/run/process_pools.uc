/* Pools of workers by name, and workers that keep what they have made. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <unsync.h>

/* --- Functions of one worker, in the order of their starts --- */

static char *kept; /* the worker's alone */

@cpu_bound(worker = journal, timeout = 60s)
int add(const char *word)
{
    size_t len = kept == NULL ? 0 : strlen(kept);
    kept = realloc(kept, len + strlen(word) + 1);
    strcpy(kept + len, word);
    return (int) (len + strlen(word));
}

@cpu_bound(worker = journal)
char *contents(void)
{
    return strdup(kept == NULL ? "(nothing)" : kept);
}

@cpu_bound(worker = journal)
long journal_process(void)
{
    return getpid();
}

@cpu_bound(worker = journal)
int spoil(void)
{
    abort();
}

@cpu_bound(worker = other)
char *contents_of_other(void)
{
    return strdup(kept == NULL ? "(nothing)" : kept);
}

/* --- A pool of two, one of its own, and the one that all share --- */

@cpu_bound(pool = pair, max = 2)
long one_of_pair(int wait_ms)
{
    usleep((unsigned) wait_ms * 1000);
    return getpid();
}

@cpu_bound(pool = pair)
long also_of_pair(void)
{
    return getpid();
}

@cpu_bound
long of_all(void)
{
    return getpid();
}

@thread
void stop(long pid)
{
    kill((pid_t) pid, SIGKILL);
}

static int different(const long *pids, int count)
{
    int found = 0;
    for (int i = 0; i < count; i++) {
        int before = 0;
        while (before < i && pids[before] != pids[i]) before++;
        found += before == i;
    }
    return found;
}

@async
void pools(void)
{
    long pids[40];
    one_of_pair_task tasks[40];
    for (int i = 0; i < 40; i++) tasks[i] = one_of_pair(5);
    for (int i = 0; i < 40; i++) pids[i] = await tasks[i];
    int count = different(pids, 40);
    printf("%s\n", count == 1 || count == 2 ? "at most two" : "more");
    long also = await also_of_pair(), shared = await of_all();
    int in_pool = 0;
    for (int i = 0; i < 40; i++) in_pool += pids[i] == also, in_pool -= 100 * (pids[i] == shared);
    printf("%s\n", in_pool > 0 ? "the same workers" : "others");
}

@async
int main(void)
{
    add_task words[20];
    for (int i = 0; i < 20; i++) words[i] = add(i % 2 ? "b" : "a");
    long first = await journal_process();
    for (int i = 0; i < 20; i++)
        if (await words[i] != i + 1) puts("out of order");
    char *text = await contents(), *strange = await contents_of_other();
    printf("%s %s\n", text, strange);
    free(text);
    free(strange);

    spoil_task bad = spoil();
    if (catch bad == UNSYNC_ECRASHED) {
        const char *said = strstr(unsync_failure(bad)->message, "what worker");
        printf("%.33s\n", said == NULL ? "not said" : said);
    }
    unsync_release(bad);
    text = await contents();
    printf("%s %s\n", text, await journal_process() == first ? "the same" : "a new one");
    free(text);

    printf("%d\n", await add("word"));
    await stop(await journal_process());
    printf("%d\n", await add("x") == 5 ? -1 : await add("y") + 3);
    await pools();
    return 0;
}
