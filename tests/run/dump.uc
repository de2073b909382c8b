/* unsync_dump: each task with its lane, its state and the line at which it waits, below its owner. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unsync.h>

static struct unsync_event go;

static char *dump(void)
{
    char *text = NULL;
    size_t len;
    FILE *out = open_memstream(&text, &len);
    unsync_dump(out);
    fclose(out);
    return text;
}

@async
int leaf(int n)
{
    if (n % 2)
        await unsync_event_wait(&go);
    else
        await unsync_event_wait(&go);
    return n;
}

@thread
int job(void)
{
    await unsync_event_wait(&go);
    return 1;
}

@async
void joined(void)
{
    unsync_background(unsync_shield(leaf(1)));
}

@async
int middle(void)
{
    leaf_task ended, many[14];
    ended = leaf(8); /* stands below too */
    for (int i = 0; i < 14; i++) many[i] = leaf(i < 12);
    for (int i = 0; i < 14; i++) await many[i];
    return await ended;
}

@async
void spin(void)
{
    while (!unsync_event_is_set(&go)) await unsync_yield();
}

@async
int quick(int n)
{
    if (n == 0) unsync_fail(-1, "nothing");
    return n;
}

@async
int main(void)
{
    middle_task m = middle();
    joined_task j = joined();
    job_task held = job();
    quick_task good = quick(1), bad = quick(0);
    spin_task s = spin();
    unsync_detach(leaf(3));
    unsync_shield(m);
    char *text;
    while (text = dump(), strstr(text, "job (dump.uc:29), thread, waits") == NULL) {
        free(text);
        await unsync_yield();
    }
    fputs(text, stdout);
    free(text);
    unsync_event_set(&go);
    printf("%d", await m);
    await j;
    await s;
    printf(" %d %d %d\n", await held, await good, catch bad);
    return 0;
}
