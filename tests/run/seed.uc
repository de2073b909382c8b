/* One seed is one run: ready tasks in another order than their own, starts that run the body at once
 * and starts that do not, and all of it the same in every run and in every build. What is promised
 * stays: a lock serves in the order of arrival. */
#include <stdio.h>
#include <string.h>
#include <unsync.h>

enum { TASKS = 8, ROUNDS = 4 };

static char said[TASKS + 1];

static void say(int n)
{
    size_t len = strlen(said);
    said[len] = (char) ('a' + n);
    said[len + 1] = '\0';
}

@async
void ready(int n)
{
    await unsync_yield();
    say(n);
}

@async
void begins(int n)
{
    say(n);
}

@async
void sleeps(int n)
{
    await unsync_sleep(5);
    say(n);
}

typedef unsync_task_of(void) (*starter)(int);

static unsync_task_of(void) a_ready(int n)
{
    return ready(n);
}

static unsync_task_of(void) a_beginning(int n)
{
    return begins(n);
}

static unsync_task_of(void) a_sleeper(int n)
{
    return sleeps(n);
}

@async
void prints(const char *what, starter start)
{
    printf("%-7s", what);
    for (int round = 0; round < ROUNDS; round++) {
        unsync_task_of(void) tasks[TASKS];
        for (int i = 0; i < TASKS; i++) tasks[i] = start(i);
        printf(" %8s", said); /* who has begun at once */
        for (int i = 0; i < TASKS; i++) await tasks[i];
        printf(" %s", said);
        said[0] = '\0';
    }
    printf("\n");
}

static struct unsync_lock lock;
static char came[TASKS + 1];

@async
void waits(int n)
{
    size_t len = strlen(came);
    came[len] = (char) ('a' + n);
    await unsync_lock_take(&lock);
    say(n);
    await unsync_yield();
    unsync_lock_give(&lock);
}

@async
int main(void)
{
    await prints("ready", a_ready);
    await prints("begin", a_beginning);
    await prints("sleep", a_sleeper);
    waits_task tasks[TASKS];
    for (int i = 0; i < TASKS; i++) tasks[i] = waits(i);
    for (int i = 0; i < TASKS; i++) await tasks[i];
    printf("a lock serves as they came: %s\n", strcmp(came, said) == 0 ? "yes" : "no");
    return 0;
}
