/* How a stream ends: at its end, by a break, a failure, a crash, a limit, a cancel; what is deferred
 * in the worker runs where it can. */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <unsync.h>

/* Says on a pipe that it was closed. */
@cpu_bound @generator
int endless(@fd int file)
{
    defer if (write(file, "c", 1) != 1) abort();
    for (int i = 0;; i++) yield i;
}

@cpu_bound @generator
char *breaks(const char *what, int n)
{
    for (int i = 0; i < n; i++) {
        char *text;
        if (asprintf(&text, "%s %d", what, i) < 0) return;
        yield text;
    }
    unsync_fail(-42, "no more of %s", what);
}

@cpu_bound @generator
int crashes(int n)
{
    for (int i = 0; i < n; i++) yield i;
    raise(SIGKILL);
    yield n;
}

@cpu_bound(timeout = 100ms) @generator
int hangs(int n)
{
    for (int i = 0; i < n; i++) yield i;
    for (;;) {
    }
}

/* Hears nothing of being closed. */
@cpu_bound @generator
int deaf(void)
{
    yield 1;
    for (;;) pause();
}

@cpu_bound
int pid(void)
{
    return (int) getpid();
}

static char wait_for_byte(int file)
{
    char c = '?';
    while (read(file, &c, 1) < 0) {
    }
    return c;
}

@thread
char closed(int file)
{
    return wait_for_byte(file);
}

@async
int early(int file)
{
    int v;
    endless_generator g = endless(file);
    await endless_next(g, &v);
    unsync_fail(-7, "left");
}

@async
int by_break(void)
{
    int ends[2];
    if (pipe(ends) != 0) return 1;
    unsync_each_await (endless, v, ends[1]) {
        printf("%d ", v);
        if (v == 3) break;
    }
    printf("%c\n", await closed(ends[0]));
    int left = catch early(ends[1]);
    printf("failed: %d %c\n", left, left == -7 ? await closed(ends[0]) : '-');
    endless_generator g = endless(ends[1]);
    int v;
    for (int i = 0; i < 20000; i++) {
        await endless_next(g, &v);
        if (v != i) unsync_fail(-1, "%d after %d", v, i - 1);
    }
    await endless_close(g);
    printf("%d %c\n", v, await closed(ends[0]));
    close(ends[0]);
    close(ends[1]);
    return 0;
}

/* The values, then the failure, and that again. */
@async
int by_failure(void)
{
    char *text;
    breaks_generator g = breaks("text", 3);
    for (int i = 0; i < 5; i++) {
        breaks_next_task next = breaks_next(g, &text);
        int code = catch next;
        if (code < 0) {
            printf("%d: %s\n", code, unsync_failure(next)->message);
            unsync_release(next);
        } else if (await next) {
            puts(text);
            free(text);
        }
    }
    await breaks_close(g);
    return 0;
}

@async
int by_crash(void)
{
    int v, count = 0, code;
    crashes_generator g = crashes(1000);
    while ((code = catch crashes_next(g, &v)) == 0) count += v == count;
    printf("%d values, then %s\n", count, unsync_code_name(code));
    g = crashes(5); /* nobody reaches the failure, nobody is told of it */
    await crashes_next(g, &v);
    await crashes_close(g);
    hangs_generator h = hangs(3);
    count = 0;
    while ((code = catch hangs_next(h, &v)) == 0) count++;
    printf("%d values, then %s\n", count, unsync_code_name(code));
    return 0;
}

@async
int by_cancel(void)
{
    int v;
    deaf_generator g = deaf();
    await deaf_next(g, &v);
    deaf_next_task next = deaf_next(g, &v);
    unsync_cancel(next);
    int code = catch next;
    unsync_release(next);
    printf("%d, %s\n", v, unsync_code_name(code));
    printf("another worker: %d\n", await pid() > 0);
    return 0;
}

@async
int main(void)
{
    await by_break();
    await by_failure();
    await by_crash();
    await by_cancel();
    return 0;
}
