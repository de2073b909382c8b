/* A worker process, a foreign thread and the words of all spellings; a defer under an #if. */
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <unsync.h>

static char log_text[256];

static void note(const char *text)
{
    strcat(log_text, text);
}

@async
int tick(int n) { await unsync_yield(); return n; }

@thread
int fails(int n)
{
    defer note("[end of fails]");
    defer {
        note("[deferred]");
        await tick(n);
    }
    if (n > 0) unsync_fail(-n, "as asked");
    tick_task one = tick(4);
    if (catch one) note("[never]");
    return await one;
}

/* What runs in the worker stays there: it comes back as text. */
@cpu_bound
char *in_worker(int n)
{
    log_text[0] = 0;
    defer note("[not seen: the value was copied before]");
    int out = 0, code = fails_try(n, &out);
    char *text = malloc(512);
    {
        defer snprintf(text, 512, "%d %d %s", code, out, log_text);
        for (int i = 0; i < 3; i++) {
            defer note(i == 1 ? "[one]" : "[other]");
            if (i == 1) break;
            out = await tick(i + 10);
        }
    }
    return text;
}

@cpu_bound
int fails_in_worker(int n)
{
    defer n++;
    if (n == 1) unsync_fail(-6, "n is %d", n);
    return await fails(7);
}

#define WANTED
#define DEFER_NOTE(text) defer note(text)

@async
int conditionally(int n)
{
#ifdef WANTED
    DEFER_NOTE("[wanted]");
#else
    defer note("[else]");
#endif
#ifdef UNWANTED
    defer note("[unwanted]");
    if (n == 1) return 5;
#endif
    if (n == 2) return await tick(6);
    await unsync_yield();
    return 7;
}

@thread
int conditionally_on_thread(int n)
{
#ifdef UNWANTED
    defer note("[unwanted]");
    if (n == 1) return 5;
#else
    defer note("[else]");
#endif
#ifdef WANTED
    DEFER_NOTE("[wanted]");
#endif
    if (n == 2) return await tick(6);
    return 7;
}

@async
int main(void)
{
    char *text = await in_worker(0);
    puts(text);
    free(text);
    text = await in_worker(3);
    puts(text);
    free(text);
    for (int n = 1; n < 3; n++) {
        fails_in_worker_task task = fails_in_worker(n);
        printf("%d %s\n", catch task, unsync_failure(task)->message);
        unsync_release(task);
    }
    for (int n = 1; n < 3; n++) {
        log_text[0] = 0;
        int one = await conditionally(n), two = await conditionally_on_thread(n);
        printf("%d %d %s\n", one, two, log_text);
    }
    return 0;
}
