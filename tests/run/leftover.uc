/* What threads have started in plain C ends with main: cancelled, its defers run; one that does not
 * end in a second is named; one that a thread waits for is left alone. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <unsync.h>

static atomic_int inside;

static void say(const char *text)
{
    puts(text);
    fflush(stdout);
}

@async
void tidy(void)
{
    defer say("tidied");
    atomic_fetch_add(&inside, 1);
    await unsync_sleep(100000);
}

@thread
void stubborn(void)
{
    atomic_fetch_add(&inside, 1);
    for (;;) pause();
}

@async
void awaited(void)
{
    defer say("never said");
    atomic_fetch_add(&inside, 1);
    await unsync_sleep(100000);
}

static void *starts(void *unused)
{
    tidy_task one = tidy();
    stubborn_task other = stubborn();
    (void) one, (void) other;
    return unused;
}

static void *waits(void *unused)
{
    printf("never: %d\n", unsync_wait(awaited()));
    return unused;
}

/* A task that plain C waits for stands below what waits. */
static int is_waited_for(void)
{
    char *text;
    size_t len;
    FILE *out = open_memstream(&text, &len);
    unsync_dump(out);
    fclose(out);
    int found = strstr(text, "plain C, waits") != NULL;
    free(text);
    return found;
}

@async
int main(void)
{
    pthread_t starter, waiter;
    pthread_create(&starter, NULL, starts, NULL);
    pthread_create(&waiter, NULL, waits, NULL);
    while (atomic_load(&inside) < 3) await unsync_yield();
    pthread_detach(starter);
    pthread_detach(waiter);
    while (!is_waited_for()) await unsync_yield();
    return 3;
}
